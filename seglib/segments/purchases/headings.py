"""Under which headings, and in which formats, does the reader see the tables of what customers buy?"""

from __future__ import annotations

from seglib.segments.headings import Columns
from seglib.segments.purchases.levels import WORDS

PAIRS: Columns = {
    "pair": "Bought by the same customers",
    "n_both": ("Customers with both", "count"),
    "expected": ("By chance", "count"),
    "lift": ("Times chance", "number"),
    "low": ("from", "number"),
    "high": ("to", "number"),
}
INTERESTS: Columns = {
    "segment_name": "Interest",
    "n": ("Customers", "count"),
    "items": "Made of",
    "action": "What to do",
}
INTEREST_SCAN: Columns = {
    "k": ("Interests", "count"),
    "stability": ("Stability", "number"),
    "explained": ("Explained", "percent"),
    "by_chance": ("In shuffled data", "percent"),
}
OFFERS: Columns = {
    "segment_name": "Segment",
    "item": "Offer next",
    "n_offered": ("To customers", "count"),
    "told": "Took it up (95% interval)",
    "lift": ("Times the shop's rate", "number"),
}
POPULAR: Columns = {name: heading for name, heading in OFFERS.items() if name not in ("segment_name", "lift")}
"""Of what is offered to everybody: there is no group, and nothing to compare with."""
JUDGED: Columns = {
    "method": "Suggested",
    "n": ("Customers", "count"),
    "hits": ("Bought it", "count"),
    "hit_rate": ("Share", "percent"),
    "low": ("from", "percent"),
    "high": ("to", "percent"),
}
RISES: Columns = {
    "label": "Weeks before",
    "n_days": ("Order days", "count"),
    "lift": ("Times the usual", "number"),
    "low": ("from", "number"),
    "high": ("to", "number"),
    "meaning": "What it is",
}
WRITE: Columns = {
    "occasion": "Occasion",
    "countries": "Customers in",
    "n": ("Customers", "count"),
    "days_before": ("They order, days before", "count"),
    "next_date": ("Next", "date"),
    "write_on": ("Write on", "date"),
}


def favourite_columns(by: str) -> Columns:
    """Columns of :func:`seglib.segments.purchases.views.favourites_shown`.

    Parameters
    ----------
    by : {"category", "brand", "product"}
        What customers prefer.

    Returns
    -------
    dict
        Column to heading and format.
    """
    return {
        "segment_name": WORDS[by][0].capitalize(),
        "n_favourite": ("Favourite of", "count"),
        "favourite_share": ("of customers", "percent"),
        "most_bought_share": ("Bought most by", "percent"),
        "fans_share": ("Its money from them", "percent"),
        "lift": ("Times the shop's share", "number"),
    }
