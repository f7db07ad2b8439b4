"""What must be said of the order lines before anything is read out of them? One order, one customer, a few days."""

from __future__ import annotations

from seglib.cleaning import Cleaned
from seglib.cleaning.abilities import IN_PART, YEAR, history
from seglib.cleaning.outliers import TIMES

_HUGE = (
    "{rows:count} order lines are of orders larger than {times:count} times the median order, together {money:money}: "
    "totals and averages are mostly theirs, so make sure that they are no slip."
)
_DOMINANT = (
    "One customer alone brings half of the sales or more: averages and shares of money say more about this one than "
    "about all others."
)
_SHORT = (
    "The orders span {days:count} days, from {first:date} to {last:date}: too short to say what a customer is worth "
    "over time, who comes back and who stays away."
)


def stands_out(cleaned: Cleaned) -> tuple[str, dict[str, object]]:
    """Say what outweighs everything else in the order lines, and whether their time is too short.

    Parameters
    ----------
    cleaned : seglib.cleaning.Cleaned
        What cleaning gave.

    Returns
    -------
    tuple of (str, dict)
        Sentences with placeholders, empty where nothing stands out, and the values of these.
    """
    marks = cleaned.ledger[cleaned.ledger["outcome"] == "flag"].set_index("rule")
    span, words, values = history(cleaned.tables), [], {}
    if "huge_order" in marks.index:
        words.append(_HUGE)
        values |= {
            "rows": marks.loc["huge_order", "rows_any"],
            "money": marks.loc["huge_order", "money"],
            "times": TIMES,
        }
    if "dominant_customer" in marks.index:
        words.append(_DOMINANT)
    if 0 < span["days"] < IN_PART * YEAR:
        words.append(_SHORT)
        values |= span
    return " ".join(words), values
