"""Under which headings, and in which formats, does the reader see what treating customers differently brings?"""

from __future__ import annotations

from seglib.segments.evaluation.headings import Columns

CAMPAIGNS: Columns = {
    "name": "Campaign",
    "day": ("First day", "date"),
    "n": ("Customers", "count"),
    "n_control": ("Of them control group", "count"),
    "arms": "Treatments",
    "tells": "Can it tell?",
}
ARMS: Columns = {
    "treatment": "If everybody got",
    "n_assigned": ("Customers who got it", "count"),
    "cost": ("Cost of one more contact", "cents"),
    "told": "A customer brings (95% interval)",
    "best": "Best for all, in so many tries",
}
POLICIES: Columns = {
    "rule": "Who gets what",
    "told": "A customer brings (95% interval)",
    "more": "More than the same for everybody (95% interval)",
    "verdict": "Does it pay?",
}
RULES: Columns = {
    "segment": "Segment on the eve",
    "n": ("Customers", "count"),
    "treatment": "Best offer, judged with care",
    "sure": ("In so many tries", "percent"),
    "seems": "Best offer at first sight",
}
GAINS: Columns = {
    "rule": "Who gets what",
    "gain": ("More than the same for everybody", "cents"),
    "low": ("From", "cents"),
    "high": ("To", "cents"),
}
SEEMING: Columns = {
    "name": "Campaign",
    "in_sample": ("Seems to bring, a customer", "cents"),
    "in_sample_low": ("From", "cents"),
    "in_sample_high": ("To", "cents"),
    "gain": ("On other customers", "cents"),
    "needed_in_sample": ("Customers to prove what it seems", "count"),
}
NUMBERS: Columns = {
    "k": ("Segments", "count"),
    "more": "More than one offer for all (95% interval)",
    "null_high": ("Chance alone, up to", "money"),
    "costs": ("Segments cost", "money"),
    "profit": ("Left", "money"),
    "misassigned": ("In a wrong group", "percent"),
    "use": "Verdict",
}
NUMBERS_WITHOUT_COSTS: Columns = {name: NUMBERS[name] for name in NUMBERS if name not in ("costs", "profit")}
CURVE: Columns = {
    "k": ("Segments", "count"),
    "gain": ("More than one offer", "money"),
    "low": ("From", "money"),
    "high": ("To", "money"),
    "null_high": ("Chance alone, up to", "money"),
}
LOSS: Columns = {
    "k": ("Segments", "count"),
    "misassigned": ("In a wrong group", "percent"),
    "loss": ("What that costs", "money"),
}
PLAN: Columns = {
    "segment": "Segment",
    "arm": "Offer",
    "n": ("Customers", "count"),
    "told": "A contact brings (95% interval)",
    "cost": ("It costs", "cents"),
    "each": ("Contacts a customer", "number"),
    "spend": ("Spend", "money"),
}
WHAT_IF: Columns = {
    "budget": ("Budget", "money"),
    "spent": ("Spent", "money"),
    "contacts": ("Contacts", "count"),
    "profit": ("Left after costs", "money"),
    "cautious": ("Left, if all effects are at their lower end", "money"),
    "next_unit": ("One more unit of money brings", "cents"),
}
REPEAT: Columns = {
    "repeat": ("A further contact brings, of the one before", "percent"),
    **{name: WHAT_IF[name] for name in ("spent", "contacts", "profit", "cautious", "next_unit")},
}
BREAK_EVEN: Columns = {
    "segment": "Segment",
    "arm": "Offer",
    "cost": ("One more contact costs", "cents"),
    "worth": ("A buyer brings", "money"),
    "response": "So many must buy because of it",
    "pays": "Does a contact pay?",
}
CURSE: Columns = {
    "segments": ("Segments", "count"),
    "true": ("Targeting truly brings", "number"),
    "in_sample": ("Seems to bring", "number"),
    "cross_fitted": ("On other customers", "number"),
    "deceived": ("Said to pay", "percent"),
    "deceived_cross_fitted": ("Said to pay, on other customers", "percent"),
}
