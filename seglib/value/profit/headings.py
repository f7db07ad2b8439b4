"""Under which headings, and in which formats, does the reader see what customers are worth?"""

from __future__ import annotations

from seglib.segments.headings import Columns

MODELS: Columns = {
    "label": "Model",
    "expected": ("Expected", "count"),
    "between": "95% interval",
    "actual": ("Came", "count"),
    "error": ("Too many or too few", "percent"),
    "slope": ("Slope of the tenths", "number"),
    "log_score": ("Log score", "number"),
}
TRACKING: Columns = {
    "week": ("Week", "count"),
    "actual": ("Came so far", "count"),
    "expected": ("Expected of new customers", "count"),
    "forecast": ("Forecast", "count"),
    "held_out": "Held back",
}
DECILES: Columns = {
    "group": ("Tenth", "count"),
    "n": ("Customers", "count"),
    "predicted": ("Expected purchases each", "number"),
    "observed": ("Came", "number"),
    "low": ("From", "number"),
    "high": ("To", "number"),
}
SEGMENTS: Columns = {
    "segment": "Segment",
    "n": ("Customers", "count"),
    "value": ("Worth in all", "money"),
    "between": "95% interval",
    "share": ("Share", "percent"),
    "value_per_customer": ("A customer", "money"),
}
DEPENDENCE: Columns = {
    "kind": "How it is looked at",
    "value": ("Value", "number"),
    "low": ("From", "number"),
    "high": ("To", "number"),
}
ASSUMPTIONS: Columns = {"item": "Cost or assumption", "value": "Value", "origin": "Where it comes from"}
ACCOUNT: Columns = {
    "item": "Position",
    "money": ("Money", "money"),
    "share": ("Of the margin", "percent"),
}
SEGMENT_PROFIT: Columns = {
    "band": "Segment",
    "n": ("Customers", "count"),
    "total": ("Profit", "money"),
    "money_share": ("Share", "percent"),
    "money": ("A customer", "money"),
    "between": "95% interval",
    "losing": ("Cost more than they bring", "percent"),
}
WHALE: Columns = {
    "customer_share": ("Customers, the best first", "percent"),
    "value_share": ("Share of profit", "percent"),
    "n": ("Customers", "count"),
}
VERDICTS: Columns = {
    "told": "These customers",
    "n": ("Customers", "count"),
    "running_profit": ("They left", "money"),
    "losing": ("Of them, expected to lose in the long run", "count"),
}
ALLOCATIONS: Columns = {
    "told": "The time of the staff is charged",
    "losing": ("Cost more than they bring", "count"),
    "changed": ("Change sides", "count"),
    "share": ("Of all", "percent"),
}
LADDER: Columns = {
    "what": "Step, beside those above it",
    "n": ("Customers", "count"),
    "gain_a_year": ("Brings a year", "money"),
    "between": "95% interval",
}
PRIORITY: Columns = {
    "segment": "Segment",
    "n": ("Customers", "count"),
    "value": ("Expected of each", "money"),
    "minutes": ("Minutes a contact", "number"),
    "per_minute": ("At stake a minute", "money"),
    "between": "95% interval",
    "told": "Sure to come before the next",
}
