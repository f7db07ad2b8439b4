"""Under which headings, and in which formats, does the reader see what has changed?"""

from __future__ import annotations

from seglib.segments.headings import Columns

ALARMS: Columns = {"what": "What", "who": "Of whom", "before": "Before", "after": "Now", "size": "How large"}
COMPARED: Columns = {
    "what": "What",
    "who": "Of whom",
    "n_before": ("Customers before", "count"),
    "n": ("Customers now", "count"),
    "effect": ("Difference, standard deviations", "number"),
    "adjusted": ("p, adjusted", "number"),
    "alarm": "Alarm?",
}
SIZES: Columns = {
    "segment_name": "Segment",
    "then": ("Then", "count"),
    "customers": "By customers",
    "redefined": "By new borders",
    "noise": "By chance",
    "now": ("Now", "count"),
}
CAUSES: Columns = {
    "segment_name": "Segment",
    "customers": ("By customers", "number"),
    "redefined": ("By new borders", "number"),
    "noise": ("By chance", "number"),
}
SAME: Columns = {
    "segment_name": "Segment",
    "called": "Called before",
    "since": ("Known since", "date"),
    "told": "In common with before",
    "comes_from": "Where it comes from",
}
MOVES: Columns = {
    "from_name": "From",
    "to_name": "To",
    "n": ("Customers", "count"),
    "changed": ("By what they did", "percent"),
    "redefined": ("By new borders", "percent"),
    "noise": ("By chance", "percent"),
}
FLOWS: Columns = {
    "day": ("Day", "date"),
    "from_name": "From",
    "until": ("Until", "date"),
    "to_name": "To",
    "n": ("Customers", "count"),
}
AGAINST: Columns = {
    "segment_name": "Segment",
    "n": ("Customers", "count"),
    "before": "A year before",
    "after": "Last quarter",
    "told": "Difference (95% interval)",
    "verdict": "More than chance?",
}
MEASURED: Columns = {"segment_name": "Segment", "measure_label": "What", **AGAINST}
QUARTERS: Columns = {
    "segment_name": "Segment",
    "measure_label": "What",
    "ends": ("Quarter until", "date"),
    "n": ("Customers", "count"),
    "told": "A customer (95% interval)",
}
FIGURE: Columns = {
    "segment_name": "Segment",
    "difference": ("Difference", "money"),
    "low": ("From", "money"),
    "high": ("To", "money"),
}
