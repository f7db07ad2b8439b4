"""How is a campaign with a control group read? Outcomes, intervals, checks of the draw, shrinkage, planning, return."""
