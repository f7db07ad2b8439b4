"""Under which headings, and in which formats, does the reader see the tables of the people?"""

from __future__ import annotations

from seglib.segments.headings import Columns

COVERAGE: Columns = {"trait": "Trait", "n": ("Known of", "count"), "known": ("Share of customers", "percent")}
FORM: Columns = {
    "trait": "Trait",
    "known": ("Known of", "percent"),
    "question": "Question",
    "answers": "Answers to choose from",
    "where": "Where to ask",
}
SPREAD: Columns = {
    "trait": "Trait",
    "group": "Group",
    "n": ("Customers", "count"),
    "share": ("Share of customers", "percent"),
    "low": ("95% from", "percent"),
    "high": ("to", "percent"),
    "{share}": ("Share of {word}", "percent"),
    "{share}_low": ("95% from", "percent"),
    "{share}_high": ("to", "percent"),
}
EFFECTS: Columns = {
    "variable": "What differs",
    "effect": ("Effect, 0 to 1", "number"),
    "low": ("From", "number"),
    "high": ("To", "number"),
    "n": ("Known of", "count"),
    "differs": "More than chance",
}
AGAINST: Columns = {
    "group": "Group",
    "n": ("Customers", "count"),
    "share": ("Share", "percent"),
    "population": ("In the population", "percent"),
    "index": ("Index", "count"),
    "range": "95% interval",
}
GAINS: Columns = {
    "outcome": "What is to be foretold",
    "n": ("Customers", "count"),
    "told": "Gain (95% interval)",
    "verdict": "Do the traits tell customers apart?",
}
LEAVES: Columns = {
    "segment_name": "Group",
    "n": ("Customers", "count"),
    "mean": "Outcome (95% interval)",
    "action": "What to do",
}
METHODS: Columns = {
    "method": "Method",
    "k": ("Groups", "count"),
    "stability": ("Stability", "number"),
    "silhouette": ("Silhouette", "number"),
    "smallest_share": ("Smallest group", "percent"),
}
APART: Columns = {"segment_name": "Group", "apart": "More often than all"}
STANDING: Columns = {"trait": "Trait", "evidence": "What it shows, and by what", "fate": "What was done"}
PLAN: Columns = {
    "segment_name": "Group",
    "n": ("Customers", "count"),
    "customer_share": "Share of customers (95% interval)",
    "money_share": "Share of {word} (95% interval)",
    "action": "What to do",
}
BARS: Columns = {
    "segment_name": "Group",
    "n": ("Customers", "count"),
    "share": ("Share of customers", "percent"),
    "{share}": ("Share of {word}", "percent"),
}
