"""Under which headings, and in which formats, does the reader see what campaigns did?"""

from __future__ import annotations

from seglib.segments.headings import Columns

RETURNS: Columns = {
    "what": "Campaign",
    "contacts": ("Contacts", "count"),
    "cost": ("Cost", "money"),
    "earned": "Extra margin (95% interval)",
    "roi_told": "Return (95% interval)",
    "says": "Verdict",
}
BY_SEGMENT: Columns = {
    "segment": "Segment",
    "contacts": ("Contacts", "count"),
    "a_contact": ("Cost a contact, all in", "money"),
    "told": "Margin a contact (95% interval)",
    "roi_told": "Return (95% interval)",
    "advice": "What to do",
}
FIGURE: Columns = {
    "group": "Campaign",
    "label": "Segment",
    "contacts": ("Contacts", "count"),
    "effect": ("Effect", "money"),
    "low": ("Low", "money"),
    "high": ("High", "money"),
}
DID: Columns = {
    "what": "Campaign",
    "outcome_label": "What customers did",
    "with_told": "With it",
    "without_told": "Without it",
    "told": "Difference (95% interval)",
    "sure": "More than chance?",
}
CHECKS: Columns = {"asked": "What was checked", "answer": "Result", "name": "Campaigns"}
NAIVE: Columns = {
    "name": "Campaign",
    "contacts": ("Contacts", "count"),
    "share_responded": ("Responded", "percent"),
    "cost": ("Cost", "money"),
    "revenue": ("They brought", "money"),
    "profit": ("“Profit”", "money"),
}
GAPS: Columns = {
    "name": "Campaign",
    "contacts": ("Contacts", "count"),
    "spent": ("They spent", "money"),
    "spent_others": ("Others spent", "money"),
    "more": ("More", "money"),
    "more_before": ("More before it", "money"),
}
PLAN: Columns = {
    "what_label": "What is to be proven",
    "without_told": "Without the campaign",
    "effect_told": "With it, more by",
    "an_arm": ("Customers in each group", "count"),
    "enough_label": "Are there enough?",
}
ASSUMPTIONS: Columns = {"what": "Assumption", "value": "Value", "source": "Where from", "line": "To change it"}
DIFFERING: Columns = {
    "what": "Campaign",
    "outcome_label": "What customers did",
    "n_segments": ("Segments", "count"),
    "p": ("p", "number"),
    "says": "Do segments differ?",
}
CURSE: Columns = {
    "what": "Campaign",
    "segment": "Segment",
    "n": ("Customers", "count"),
    "n_control": ("Control group", "count"),
    "raw": "As measured (95% interval)",
    "drawn": "Drawn to the mean (95% interval)",
}
COVERAGE: Columns = {
    "what": "Campaign",
    "segment": "Segment",
    "n": ("Customers", "count"),
    "n_control": ("Control group", "count"),
    "made_up": ("Made-up campaigns", "count"),
    "covered": ("Truth in the interval", "percent"),
}
RESAMPLED: Columns = {
    "what": "Campaign",
    "n": ("Customers", "count"),
    "n_control": ("Control group", "count"),
    "raw": "Welch, less what history foretold (95% interval)",
    "drawn": "By resampling (95% interval)",
}
BALANCE: Columns = {
    "what": "Campaign",
    "variable_label": "Before the campaign",
    "n": ("Customers", "count"),
    "mean": ("Arm", "number"),
    "mean_control": ("Control group", "number"),
    "difference": ("Difference in standard deviations", "number"),
}
POWER: Columns = {
    "what": "Campaign",
    "outcome_label": "What customers did",
    "n": ("Customers", "count"),
    "least_told": "Smallest effect it could find",
    "power": ("Chance to find a tenth more", "percent"),
    "kept": ("Variance that history leaves", "percent"),
}
BOTH: Columns = {
    "what": "Campaign",
    "contacts": ("Contacts", "count"),
    "cost": ("Cost", "money"),
    "all_told": ("All they bought", "money"),
    "naive_told": "Return, counted so",
    "real_told": "Margin beyond what came anyway",
    "roi_told": "Return (95% interval)",
}
