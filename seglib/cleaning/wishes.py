"""What should the shop collect next, and how much money would it speak about?

For each thing that is missing somewhere: the sales of the lines or customers of whom it is not known. The largest sum
comes first: there the next report would say most. Sales without a customer, which no segment holds, come before all
others. No sum here is a promise of profit.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import pandas as pd

from seglib.cleaning.abilities import PEOPLE, PLACES

COLUMNS = ["collect", "why", "missing_for", "money"]
MOST = 5
ANONYMOUS = "The customer's number on every order"
LOST = 0.01  # share of the sales from which on what is lost outright comes first


def wishes(tables: Mapping[str, ibis.Table], ledger: pd.DataFrame) -> pd.DataFrame:
    """Rank what is worth collecting.

    Parameters
    ----------
    tables : mapping of str to ibis.Table
        Clean tables by name; without ``order_lines`` nothing can be ranked, and without ``customers``
        less can be said.
    ledger : pandas.DataFrame
        From :func:`seglib.cleaning.clean`.

    Returns
    -------
    pandas.DataFrame
        At most five rows, the most money first: ``collect, why, missing_for`` (order lines or customers) and ``money``
        (their sales less returns).
    """
    if "order_lines" not in tables:
        return pd.DataFrame(columns=COLUMNS)  # the tables that are missing are named apart
    found = [_anonymous(ledger), _margin(tables["order_lines"])]
    if "customers" in tables:
        found += _of_customers(tables)
    frame = pd.DataFrame(found, columns=COLUMNS)
    frame = frame[frame["missing_for"] > 0].sort_values("money", ascending=False, kind="stable")
    used = ledger.loc[(ledger["table"] == "order_lines") & (ledger["outcome"] == "used"), "money"].sum()
    lost = (frame["collect"] == ANONYMOUS) & (frame["money"] >= LOST * used)
    return pd.concat([frame[lost], frame[~lost]]).head(MOST).reset_index(drop=True)


def _anonymous(ledger: pd.DataFrame) -> tuple:
    lines = ledger[(ledger["table"] == "order_lines") & (ledger["rule"] == "missing_customer_id")]
    why = "Without it these sales belong to nobody and are in no segment"
    return ANONYMOUS, why, int(lines["rows_any"].sum()), float(lines["money"].sum())


def _margin(lines: ibis.Table) -> tuple:
    unknown = lines.filter(lines.margin.isnull())
    row = unknown.aggregate(n=unknown.count(), money=unknown.amount.sum().cast("float64")).to_pandas().iloc[0]
    why = "Sales are not profit: a good customer of cheap goods can be a poor one"
    return "What each product costs, or its margin", why, int(row["n"]), float(row["money"] or 0.0)


def _of_customers(tables: Mapping[str, ibis.Table]) -> list[tuple]:
    """What is not known of customers, with their sales."""
    customers = tables["customers"]
    spend = tables["order_lines"].group_by("customer_id").agg(spend=ibis._.amount.sum().cast("float64"))
    t = customers.left_join(spend, "customer_id").drop("customer_id_right").mutate(spend=ibis._.spend.fill_null(0.0))

    def empty(*names: str) -> ibis.Value:
        return ibis.and_(*[t[name].isnull() for name in names])

    def not_in(table: str) -> ibis.Value:
        if table not in tables:
            return t.customer_id.notnull()
        known = tables[table].filter(tables[table].customer_id.notnull()).customer_id
        return ~t.customer_id.isin(known)

    wanted = [
        ("An e-mail address or a phone number", "Who cannot be written to cannot be won back", empty("email", "phone")),
        ("Consent to be written to", "Without it a segment list may not be used", empty("marketing_consent")),
        ("A postal code", "Where customers live decides on shops, delivery and leaflets", empty(*PLACES)),
        ("A birth date or other facts", "Who the customers are, beside what they buy", empty(*PEOPLE)),
        ("Ten answers about values and habits", "Why they buy, which orders do not tell", not_in("survey")),
        ("Web, app and e-mail events by customer", "What they look at before they buy", not_in("touchpoints")),
    ]
    sums = {}
    for i, (_, _, missing) in enumerate(wanted):
        sums |= {f"n_{i}": missing.cast("int64").sum(), f"money_{i}": ibis.ifelse(missing, t.spend, 0.0).sum()}
    row = t.aggregate(**sums).to_pandas().iloc[0]
    return [(what, why, int(row[f"n_{i}"]), float(row[f"money_{i}"])) for i, (what, why, _) in enumerate(wanted)]
