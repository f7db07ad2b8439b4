"""Where does a budget go, in a sentence?"""

from __future__ import annotations

import math

from seglib.value.budget import Plan

BUDGET = {
    "spent": "Of {budget:money}, spend {spent:money} on {contacts:count} contacts; most of it goes to {first}. By the "
    "best estimate it leaves, after all costs, {profit:money}.",
    "all": "Spend the {budget:money} on {contacts:count} contacts; most of it goes to {first}. By the best "
    "estimate it leaves, after all costs, {profit:money}.",
    "nothing": "Keep the money: by what is known, no contact brings what it costs.",
}
NEXT = {
    "worth": "One more unit of money would bring {next:cents} beyond itself.",
    "enough": "More money would bring nothing: whoever brings more than a contact costs is contacted often enough.",
}


def spend(plan: Plan) -> dict[str, object]:
    """Say where a budget goes.

    Parameters
    ----------
    plan : Plan
        From :func:`seglib.value.budget.allocate`.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders, ``n`` (the customers who could be reached) and ``interval`` (of
        what is left, its last number).
    """
    n = int(plan.table.drop_duplicates("segment")["n"].sum()) if len(plan.table) else 0
    used = plan.table[plan.table["contacts"] > 0].sort_values("spend", ascending=False, kind="stable")
    if used.empty:
        return {"sentence": BUDGET["nothing"], "n": n}
    first = used.groupby("arm", sort=False)["spend"].sum().idxmax()
    own = used[used["arm"] == first]
    words = f"“{first}” for {own['segment'].iloc[0]}" if len(own) == 1 else f"“{first}” for {len(own)} segments"
    told = {"budget": plan.budget, "contacts": float(used["contacts"].sum()), "first": words, "profit": plan.profit}
    told |= {"interval": (plan.low, plan.high)} if math.isfinite(plan.low) else {}
    if plan.spent < 0.995 * plan.budget:
        return {"sentence": BUDGET["spent"], "spent": plan.spent, **told, "n": n}
    return {"sentence": BUDGET["all"], **told, "n": n}


def next_unit(plan: Plan) -> dict[str, object]:
    """Say what one more unit of money would bring.

    Parameters
    ----------
    plan : Plan
        From :func:`seglib.value.budget.allocate`.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    if plan.next_unit < 0.005:
        return {"sentence": NEXT["enough"]}
    return {"sentence": NEXT["worth"], "next": plan.next_unit}
