"""Under which headings, and in which formats, does the reader see profiles, plans and scores?"""

from __future__ import annotations

from seglib.segments.headings import Columns

SEGMENTS: Columns = {
    "segment_name": "Segment",
    "apart": "What sets it apart (95% interval)",
    "brings": "Share of the money (95% interval)",
    "n": ("Customers", "count"),
    "grade": "Grade",
}
TRAITS: Columns = {
    "segment_name": "Segment",
    "what": "What sets it apart",
    "value": "There",
    "everybody": "Everybody",
    "times": "Times the average (95% interval)",
    "effect": ("Effect", "number"),
    "n": ("Customers", "count"),
}
PLAN: Columns = {
    "segment_name": "Segment",
    "objective": "Objective",
    "offer": "Offer",
    "how": "How and when",
}
TAKES: Columns = {
    "segment_name": "Segment",
    "service": "Service",
    "cost": "Cost",
    "kpi": "Measure of success",
}
MONDAY: Columns = {
    "segment_name": "Segment",
    "todo": "What to do, how and when",
    "at_stake": "Brought last year (95% interval)",
    "who": "Customers, grade",
}
MATRIX: Columns = {
    "segment_name": "Segment",
    "attractiveness": ("Worth", "number"),
    "between": "95% interval",
    "fit": ("Can be served", "number"),
    "quadrant": "So",
    "n": ("Customers", "count"),
}
RULES: Columns = {"rule": "Rule", "when": "When", "says": "Says"}
ORIGINS: Columns = {
    "persona": "Persona",
    "segment_name": "Segment",
    "heading": "Line",
    "told": "What it says",
    "n": ("Customers", "count"),
    "source": "Where its numbers stand",
}
