"""Where did every row go? The book that balances: rows in = rows used + rows quarantined + rows merged."""

from __future__ import annotations

from decimal import Decimal

import ibis
import ibis.expr.types as ir
import pandas as pd

from seglib.cleaning.rule import Rule
from seglib.cleaning.typed import HOW, REPAIRS

LEDGER = ibis.schema(
    {
        "table": "string",
        "outcome": "string",
        "rule": "string",
        "column": "string",
        "reason": "string",
        "rows": "int64",
        "rows_any": "int64",
        "money": "float64",
    }
)
"""Columns of the ledger."""

_REJECTS = {
    "wrong_number_of_fields": "The line has more or fewer fields than the header",
    "broken_quotes": "A quotation mark is opened and not closed, or stands in the middle of a field",
    "broken_json": "The line is no JSON object",
    "excel_error": "A cell holds an error of Excel, such as #N/A",
    "cell_too_long": "A cell holds more than a million characters",
    "undecodable": "The line holds bytes that are not text in the file's encoding",
    "nul_character": "The line holds NUL characters",
    "repeated_header": "The header again, in the middle of the file",
}


def unusable(t: ibis.Table, rules: list[Rule], *, outcomes: tuple[str, ...] = ("quarantine",)) -> ir.BooleanValue:
    """Whether any rule sets a row aside.

    Parameters
    ----------
    t : ibis.Table
        Typed rows with evidence.
    rules : list of Rule
        All rules of the table.
    outcomes : tuple of str
        The outcomes that count; with ``merge``, copies are not usable either.

    Returns
    -------
    ibis boolean expression
        Never missing.
    """
    return ibis.or_(*[rule.predicate(t).fill_null(False) for rule in rules if rule.outcome in outcomes])


def judge(t: ibis.Table, rules: list[Rule]) -> ibis.Table:
    """Apply all rules of a table in one pass.

    Parameters
    ----------
    t : ibis.Table
        Typed rows with evidence.
    rules : list of Rule
        In the order in which they decide.

    Returns
    -------
    ibis.Table
        With ``_reasons`` (every rule that applies, separated by ``;``), ``_fate`` (``used``, ``quarantine`` or
        ``merge``) and ``_reason`` (the rule that decided; missing for used rows).
    """
    applies = {rule.name: rule.predicate(t).fill_null(False) for rule in rules}
    reasons = ibis.literal("")
    for name, condition in applies.items():
        reasons = reasons + ibis.ifelse(condition, name + ";", "")
    t = t.mutate(_reasons=reasons.re_replace(";$", ""))
    deciding = [rule for outcome in ("quarantine", "merge") for rule in rules if rule.outcome == outcome]
    applied = [(_has(t, rule), rule) for rule in deciding]
    fate = ibis.cases(*[(hit, rule.outcome) for hit, rule in applied], else_="used")
    reason = ibis.cases(*[(hit, rule.name) for hit, rule in applied], else_=ibis.null("string"))
    return t.mutate(_fate=fate, _reason=reason)


def _has(t: ibis.Table, rule: Rule):
    return (ibis.literal(";") + t._reasons + ";").contains(f";{rule.name};")


def ledger_of(
    judged: ibis.Table, table: str, rules: list[Rule], rejects: ibis.Table | None, *, brought: list[str]
) -> pd.DataFrame:
    """One table's page of the ledger.

    Parameters
    ----------
    judged : ibis.Table
        From :func:`judge`, materialised.
    table : str
        Name in the contract.
    rules : list of Rule
    rejects : ibis.Table or None
        What could not be split into fields.
    brought : list of str
        Columns that the client's files have.

    Returns
    -------
    pandas.DataFrame
        ``table``; ``outcome`` (used, quarantine, merge, repair, flag); ``rule``; ``column``; ``reason``; ``rows``,
        whose fate this line decides (they add up to the rows that came in; 0 for repairs and flags); ``rows_any``, to
        which it applies at all; ``money``, the amount of those rows (order lines only).
    """
    money = judged.amount if "amount" in judged.columns else ibis.null("decimal(18, 4)")
    fates = judged.select("_fate", "_reason", "_reasons", _money=money).group_by("_fate", "_reason", "_reasons")
    fates = fates.agg(n=ibis._.count(), money=ibis._._money.sum()).to_pandas()
    used = fates[fates["_fate"] == "used"]
    lines = [[table, "used", None, None, "Used", used["n"].sum(), used["n"].sum(), _sum(used)]]
    each = fates.assign(rule=fates["_reasons"].str.split(";")).explode("rule")
    for rule in rules:
        touched = each[each["rule"] == rule.name]
        if len(touched):
            decided = touched.loc[touched["_reason"] == rule.name, "n"].sum()
            lines.append(
                [table, rule.outcome, rule.name, None, rule.reason, decided, touched["n"].sum(), _sum(touched)]
            )
    repairs = _repairs(judged, brought)
    for name in brought:
        for code, words in REPAIRS.items():
            if count := repairs.get((name, code)):
                reason = f"{name.replace('_', ' ').capitalize()}: {words}"
                lines.append([table, "repair", code, name, reason, 0, count, None])
    if rejects is not None:
        for reason, count in rejects.group_by("reason").agg(n=ibis._.count()).order_by("reason").to_pandas().values:
            lines.append([table, "quarantine", reason, None, _REJECTS[reason], count, count, None])
    page = pd.DataFrame(lines, columns=list(LEDGER))
    page["money"] = page["money"].astype("float64")
    return page.astype({"rows": "int64", "rows_any": "int64"})


def _sum(fates: pd.DataFrame) -> Decimal | None:
    known = fates["money"].dropna()
    return sum(known, Decimal(0)) if len(known) else None


def _repairs(judged: ibis.Table, brought: list[str]) -> dict[tuple[str, str], int]:
    """How many values of the used rows were changed, by column and code."""
    used = judged.filter(judged._fate == "used")
    used = used.filter(ibis.or_(*[used[name + HOW].notnull() for name in brought]))
    noted = ibis.array([ibis.literal(name + " ") + used[name + HOW] for name in brought])
    counts = used.select(noted=noted.unnest()).group_by("noted").agg(n=ibis._.count()).to_pandas().dropna()
    return {tuple(row.noted.split(" ")): row.n for row in counts.itertuples()}


def balance(ledger: pd.DataFrame) -> pd.DataFrame:
    """Rows in and where they went, one row a table.

    Parameters
    ----------
    ledger : pandas.DataFrame
        From :func:`seglib.cleaning.clean`.

    Returns
    -------
    pandas.DataFrame
        ``table, rows_in, used, quarantined, merged``; the last three add up to ``rows_in``.
    """
    deciding = ledger[ledger["outcome"].isin(["used", "quarantine", "merge"])]
    wide = deciding.pivot_table(index="table", columns="outcome", values="rows", aggfunc="sum", sort=False)
    wide = wide.reindex(columns=["used", "quarantine", "merge"]).fillna(0).astype("int64")
    wide = wide.rename(columns={"quarantine": "quarantined", "merge": "merged"}).rename_axis(columns=None)
    wide.insert(0, "rows_in", wide.sum(axis=1))
    return wide.reset_index()
