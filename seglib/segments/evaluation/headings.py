"""Under which headings, and in which formats, does the reader see how the bases did?"""

from __future__ import annotations

from seglib.segments.headings import Columns

SCORES: Columns = {
    "outcome_label": "What is foretold",
    "label": "By",
    "n": ("Customers", "count"),
    "known": ("Known of", "percent"),
    "told": "Share foretold (95% interval)",
    "verdict": "More than chance?",
}
INCREMENTS: Columns = {
    "label": "Without",
    "outcome_label": "Of what is foretold",
    "n": ("Customers", "count"),
    "told": "Would be lost (95% interval)",
    "verdict": "Could it be dropped?",
}
SCALES: Columns = {
    "label": "By",
    "n": ("Customers", "count"),
    "pulled in": "Extremes pulled in",
    "as it is": "As it is",
    "logarithm": "Logarithm",
}
AGREEMENT: Columns = {
    "pair": "Pair",
    "n": ("Customers", "count"),
    "adjusted_rand": ("Adjusted Rand", "number"),
    "cramers_v": ("Cramér's V", "number"),
    "meaning": "What it means",
}
ABSENT: Columns = {"label": "Not compared", "takes": "Why, and what it takes"}
LASTING: Columns = {
    "segment_name": "Segment of the earlier day",
    "n": ("Customers now", "count"),
    "again": "Found again as",
    "told": "Jaccard (95% interval)",
    "lasts": "Does it last?",
}
MOVES: Columns = {
    "segment_name": "Segment of the earlier day",
    "of": ("Customers then", "count"),
    "told": "Still there (95% interval)",
    "goes": "Most others went to",
}
EVERY_MOVE: Columns = {
    "segment_name": "From",
    "to_name": "To",
    "n": ("Customers", "count"),
    "share": ("Share", "percent"),
    "low": ("From", "percent"),
    "high": ("To", "percent"),
}
FIGURE: Columns = {
    "outcome_label": "What is foretold",
    "label": "By",
    "n": ("Customers", "count"),
    "score": ("Share foretold", "percent"),
    "low": ("From", "percent"),
    "high": ("To", "percent"),
}
