"""Which tables does the reader see of what customers left? Finished, in words, and none about a few people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.segments.relations import by_kind
from seglib.segments.sentences import sentence_case
from seglib.value.clv import NOT_ASSIGNED
from seglib.value.profit.account import COSTS, Account
from seglib.value.profit.ahead_views import OTHERS, between, too_small
from seglib.value.profit.allocation import KEYS
from seglib.value.profit.ladder import STEPS, Ladder, pooled
from seglib.value.profit.losing import VERDICTS

CERTAIN = 0.99
"""Above it, draws do not tell how sure it is."""
POSITIONS = {
    "service_cost": "The staff's time",
    "order_cost": "Handling orders",
    "return_cost": "Handling what comes back",
    "campaign_cost": "Campaigns, a person",
    "acquisition_cost": "Winning the new customers",
}


def positions(account: Account) -> pd.DataFrame:
    """Lead from the margin to the profit.

    Parameters
    ----------
    account : Account
        What customers brought and cost.

    Returns
    -------
    pandas.DataFrame
        `item`, `money` (costs are negative), `share` of the margin.
    """
    sums = account.customers[["margin", *COSTS, "acquisition_cost", "profit"]].sum()
    rows = [("Margin, after discounts and returns", sums["margin"])]
    rows += [(label, -sums[name]) for name, label in POSITIONS.items() if sums[name]]
    rows.append(("Profit of customers", sums["profit"]))
    table = pd.DataFrame(rows, columns=["item", "money"])
    return table.assign(share=table["money"] / sums["margin"] if sums["margin"] > 0 else np.nan)


def segment_profit(account: Account, segments: pd.Series, formatter: object, *, least: int) -> pd.DataFrame:
    """Show what each segment leaves; segments of a few customers together.

    Parameters
    ----------
    account : Account
        What customers brought and cost.
    segments : pandas.Series
        Name of the segment by customer.
    formatter : object
        With a method ``format``.
    least : int
        Fewest customers of a row.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.profit.headings.SEGMENT_PROFIT`, the most profitable first. The share of
        those who cost more than they bring is missing where they are fewer than `least`.
    """
    profit = account.customers.set_index("customer_id")["profit"]
    of = segments.reindex(profit.index).fillna(NOT_ASSIGNED)
    few = too_small(of.value_counts(), least, money=profit.groupby(of).sum())
    of = of.mask(of.isin(few), OTHERS)
    table = by_kind(of, profit).table
    groups, below = profit.groupby(of), (profit < 0).groupby(of).sum()
    share = (below / groups.size()).where((below == 0) | (below >= least))
    table = table.assign(total=table["band"].map(groups.sum()), losing=table["band"].map(share))
    table = table[table["n"] >= least].sort_values("total", ascending=False, ignore_index=True)
    return table.assign(between=between(table, formatter, "money"))


def verdicts(counted: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """Show how customers are judged; verdicts of a few customers together with the next.

    Parameters
    ----------
    counted : pandas.DataFrame
        From :func:`seglib.value.profit.losing.counts`.
    least : int
        Fewest customers of a row.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.profit.headings.VERDICTS`.
    """
    sizes = counted["n"].to_numpy()
    of = np.repeat(np.arange(len(counted)), sizes)
    rows = []
    for members in pooled([of[of == number] for number in range(len(counted))], least):
        part = counted.iloc[np.unique(members)]
        told = "; or ".join(VERDICTS[name] for name in part["verdict"])
        rows.append((told.capitalize(), *part[["n", "running_profit", "losing"]].sum()))
    return pd.DataFrame(rows, columns=["told", "n", "running_profit", "losing"])


def allocations(table: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """Show how many customers another allocation of the service would move over the line.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.value.profit.allocation.allocations`.
    least : int
        Fewest customers that are counted.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.profit.headings.ALLOCATIONS`; counts below `least` are missing.
    """
    in_use = table["used"].map({True: " (as here)", False: ""})
    shown = table.assign(told=table["key"].map(KEYS) + in_use, share=table["changed"] / table["n"])
    few = (table["changed"] < least) & ~table["used"]
    shown[["changed", "share"]] = shown[["changed", "share"]].astype(float).mask(few)
    shown["losing"] = shown["losing"].astype(float).mask(few | (table["losing"] < least))
    return shown


def steps(found: Ladder, formatter: object, *, least: int) -> pd.DataFrame:
    """Show what each step would bring.

    Parameters
    ----------
    found : Ladder
        Which step each customer needs.
    formatter : object
        With a method ``format``.
    least : int
        Fewest customers of a row.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.profit.headings.LADDER`.
    """
    table = found.table(least)
    what = ["; if that is not enough, ".join(STEPS[step] for step in names.split(" or ")) for names in table["step"]]
    what = [sentence_case(text) for text in what]
    return table.assign(what=pd.Series(what, dtype="str"), between=between(table, formatter, "money"))


def priorities(table: pd.DataFrame, formatter: object, *, least: int) -> pd.DataFrame:
    """Show whom to help first.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.value.profit.priority.priority`.
    formatter : object
        With a method ``format``.
    least : int
        Fewest customers, and contacts, of a row.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.profit.headings.PRIORITY`.
    """
    kept = table[(table["n"] >= least) & (table["n_contacts"] >= least)].reset_index(drop=True)
    surely = [
        f"over {formatter.format(CERTAIN, 'percent')}" if share > CERTAIN else formatter.format(share, "percent")
        for share in kept["surely"]
    ]
    return kept.assign(between=between(kept, formatter, "cents"), told=pd.Series(surely, dtype="str"))
