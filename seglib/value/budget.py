"""Where does the next euro go? A budget spread over segments and offers, with diminishing returns and limits.

What is assumed: the first contact of each customer brings what a campaign with a control group measured, the same for
all customers of a segment, and each further contact of the same customer a fixed share of the one before (`repeat`, one
half unless a test of the frequency says otherwise). So returns are concave by pieces, and the best plan is a linear
programme, solved exactly (HiGHS, through SciPy); with costs that arise once for an offer to a segment it is a
mixed-integer one. A plan is no better than its effects: give it shrunken ones, and look at it with their lower ends.

References
----------
.. [1] Q. Huangfu and J. A. J. Hall (2018), Parallelizing the dual revised simplex method, Mathematical Programming
   Computation 10, 119-142.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.value.spending.options import options_of
from seglib.value.spending.programme import Programme

REPEAT, MOST_CONTACTS = 0.5, 2
SHARES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
"""Of a budget: what a what-if table tries."""


@dataclass(frozen=True, eq=False)
class Plan:
    """How a budget is best spent.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a segment and offer: `segment, arm, n, effect, cost` as given, `contacts` (how many), `each` (contacts a
        customer of the segment), `spend`, `earns` (before costs), `profit` (less contacts and costs that arise once).
    budget, spent, profit : float
        What may be spent, what is, and what remains after it.
    low, high : float
        What would remain if every effect were at the lower, or the upper, end of its interval at once; missing where no
        intervals are given. Wider than a 95% interval, unless effects err together.
    next_unit : float
        What one more unit of money would bring beyond itself (shadow price); 0 where the budget is not used up.
    limits : pandas.DataFrame
        One row an offer with a limit: `arm, limit, contacts, next_contact` (what one more possible one would bring).
    left_out : list of str
        Segments and offers whose effect is not known.
    """

    table: pd.DataFrame
    budget: float
    spent: float
    profit: float
    low: float
    high: float
    next_unit: float
    limits: pd.DataFrame
    left_out: list[str]


def allocate(
    effects: pd.DataFrame,
    *,
    budget: float,
    repeat: float = REPEAT,
    most_contacts: int = MOST_CONTACTS,
    limits: Mapping[str, float] | None = None,
) -> Plan:
    """Spread a budget so that what remains after costs is as much as possible.

    Parameters
    ----------
    effects : pandas.DataFrame
        See :func:`seglib.value.spending.options.options_of`.
    budget : float
        Money that may be spent.
    repeat : float, default 0.5
        What a further contact of the same customer brings, as a share of the one before, 0 to 1.
    most_contacts : int, default 2
        Contacts that a customer may get.
    limits : mapping of str to float, optional
        Most contacts that are possible, by offer (vouchers printed, calls that staff can make).

    Returns
    -------
    Plan
        Money that brings less than it costs is not spent.

    Raises
    ------
    ValueError
        If the budget is negative, `repeat` is not a share or no contact is allowed.

    Examples
    --------
    >>> effects = pd.DataFrame({"segment": ["a", "b"], "n": [100, 100], "effect": [4.0, 2.0], "cost": [1.0, 1.0]})
    >>> plan = allocate(effects, budget=150.0, most_contacts=1)
    >>> plan.table["contacts"].tolist(), plan.profit, plan.next_unit
    ([100.0, 50.0], 350.0, 1.0)
    """
    if budget < 0 or not 0 <= repeat <= 1 or most_contacts < 1:
        raise ValueError(
            "`budget` of `allocate` must be 0 or more, `repeat` from 0 to 1 and `most_contacts` 1 or more; got "
            f"{budget}, {repeat} and {most_contacts}."
        )
    table = options_of(effects)
    known = table["effect"].notna()
    left_out = [f"{row.segment}, {row.arm}" for row in table[~known].itertuples()]
    table = table[known].reset_index(drop=True)
    limits = {arm: limit for arm, limit in (limits or {}).items() if arm in set(table["arm"])}
    best = Programme(table, repeat=repeat, turns=most_contacts, limits=limits).solve(float(budget))
    contacts, earns = best.turns.sum(axis=1), (best.turns * best.earns).sum(axis=1)
    spend = contacts * table["cost"] + np.where(contacts > 0, table["fixed_cost"], 0.0)
    made = table.assign(contacts=contacts, each=contacts / table["n"].clip(lower=1), spend=spend, earns=earns)
    made = made.assign(profit=made["earns"] - made["spend"])
    used = [float(contacts[(table["arm"] == arm).to_numpy()].sum()) for arm in limits]
    capped = pd.DataFrame(
        {"arm": list(limits), "limit": list(limits.values()), "contacts": used, "next_contact": best.next_contacts}
    )
    return Plan(made, float(budget), float(spend.sum()), best.profit, *_ends(made), best.next_unit, capped, left_out)


def what_if(
    effects: pd.DataFrame, *, budgets: Iterable[float], limits: Mapping[str, float] | None = None, **rules: float
) -> pd.DataFrame:
    """Plan several budgets, with the effects as estimated and with the lower ends of their intervals.

    Parameters
    ----------
    effects : pandas.DataFrame
        As for :func:`allocate`; with `low` and `high` the plans are also valued by these.
    budgets : iterable of float
        What may be spent.
    limits : mapping of str to float, optional
        As for :func:`allocate`.
    **rules
        `repeat` and `most_contacts` of :func:`allocate`.

    Returns
    -------
    pandas.DataFrame
        One row a budget: `budget, spent, contacts, profit, next_unit`, `cautious` (what the same plan leaves if every
        effect is the lower end of its interval; missing without intervals) and `first` (where most of the money goes).
    """
    rows = []
    for budget in budgets:
        plan = allocate(effects, budget=budget, limits=limits, **rules)
        spent = plan.table.sort_values("spend", ascending=False, kind="stable")
        first = spent[spent["contacts"] > 0].head(1)
        rows.append(
            {
                "budget": float(budget),
                "spent": plan.spent,
                "contacts": float(plan.table["contacts"].sum()),
                "profit": plan.profit,
                "next_unit": plan.next_unit,
                "cautious": plan.low,
                "first": "" if first.empty else f"{first['segment'].iloc[0]}: {first['arm'].iloc[0]}",
            }
        )
    return pd.DataFrame(rows, columns=["budget", "spent", "contacts", "profit", "next_unit", "cautious", "first"])


def _ends(made: pd.DataFrame) -> list[float]:
    """Profit of a plan with each effect at the lower, and at the upper end of its interval."""
    if not {"low", "high"} <= set(made.columns):
        return [float("nan"), float("nan")]
    used = made[made["contacts"] > 0]
    weight = used["earns"] / used["effect"]  # contacts, a further one of the same customer counting for less
    return [float((weight * used[end]).sum() - used["spend"].sum()) for end in ("low", "high")]
