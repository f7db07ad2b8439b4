"""Under which headings, and in which formats, does the reader see lists and campaigns?"""

from __future__ import annotations

from seglib.segments.headings import Columns

WATERFALL: Columns = {"label": "Customers", "rows": ("How many", "count")}
SEGMENTS: Columns = {
    "segment_name": "Segment",
    "n": ("Customers", "count"),
    "listed": ("On the lists", "count"),
    "share": ("Share", "percent"),
    "why": "Most of the others",
}
ALIKE: Columns = {
    "group": "Group",
    "n": ("Customers", "count"),
    "share": ("On the lists", "percent"),
    "times": "Times as often as the largest group",
    "verdict": "What it says",
}
PROGRAMS: Columns = {
    "program": "Program",
    "ready": "Ready?",
    "n": ("On its list", "count"),
    "next": "What is missing, or what to choose at the import",
}
FINDS: Columns = {
    "segment_name": "Segment",
    "n": ("To contact", "count"),
    "n_holdout": ("Held out", "count"),
    "least_effect": ("Shows from, in money", "cents"),
    "least_response": ("In share who buy", "percent"),
}
LEDGER: Columns = {
    "campaign_id": "Campaign",
    "date": "Data of",
    "size": "Contacted / held out",
    "promised": "Promised (four in five fall within)",
    "measured": "Measured (95% interval)",
    "kept": "Promise kept?",
}
UNUSABLE: Columns = {"column": "Address", "reason": "Why it cannot be used", "n": ("Customers", "count")}
KEPT_BACK: Columns = {"segment_name": "Segment", "held_back_by": "Why it is not trusted", "used": "On the lists?"}
