"""What can be used of what came in? Declared typing and rules → clean tables, quarantine, repairs and a ledger."""

from __future__ import annotations

import math
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pandas as pd

from seglib import engine
from seglib.cleaning.evidence import add_evidence, settle_keys
from seglib.cleaning.ledger import balance, judge, ledger_of, unusable
from seglib.cleaning.places import repair_cities
from seglib.cleaning.rules import refuse_conflicts, rules_for
from seglib.cleaning.typed import HOW, REPAIRS, UNREAD, type_source
from seglib.client import Client
from seglib.contracts import TABLES, columns
from seglib.intake import Intake

__all__ = ["Cleaned", "CleaningError", "balance", "clean"]

_FIRST = ["products", "customers"]


class CleaningError(ValueError):
    """So much would have to be set aside that a result would mislead; the message says what, and how to go on."""


@dataclass(frozen=True)
class Cleaned:
    """What cleaning gives.

    Attributes
    ----------
    tables : dict of str to ibis.Table
        The contract's tables that the client has.
    quarantine : ibis.Table
        ``table, file, line, raw`` (JSON of the columns as received, or the line as it stood), ``reasons, amount``.
    repairs : ibis.Table
        ``table, file, line, column, old, new, how``: every value that was changed or could not be read.
    merged : ibis.Table
        ``table, file, line, reasons, into``: copies of other rows, with file and line of the row that counts.
    flagged : ibis.Table
        ``table, file, line, reasons``: used rows that carry a mark.
    ledger : pandas.DataFrame
        See :func:`seglib.cleaning.ledger.ledger_of`.
    """

    tables: dict[str, ibis.Table]
    quarantine: ibis.Table
    repairs: ibis.Table
    merged: ibis.Table
    flagged: ibis.Table
    ledger: pd.DataFrame

    def write(self, client: Client) -> None:
        """Write the tables to ``clean/``, and quarantine, repairs, merged, flagged and ledger to ``results/``.

        Parameters
        ----------
        client : seglib.client.Client
        """
        engine.write_parquet(self.tables, client.clean)
        for name in set(TABLES) - set(self.tables):
            (client.clean / f"{name}.parquet").unlink(missing_ok=True)
        engine.write_parquet(
            {
                "quarantine": self.quarantine,
                "repairs": self.repairs,
                "merged": self.merged,
                "flagged": self.flagged,
                "ledger": ibis.memtable(self.ledger),
            },
            client.results,
        )


def clean(intake: Intake, client: Client) -> Cleaned:
    """Type, repair and judge every row.

    Parameters
    ----------
    intake : seglib.intake.Intake
        From :func:`seglib.intake.read_sources`.
    client : seglib.client.Client

    Returns
    -------
    Cleaned

    Raises
    ------
    CleaningError
        If no row of a table can be used, or more than ``cleaning.quarantine_limit`` of its rows cannot.
    seglib.client.ClientError
        If one key has rows that differ and ``client.yml`` does not say which counts.
    """
    connection = intake.connection
    names = [name for name in TABLES if any(source.source.table == name for source in intake.sources)]
    names.sort(key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    tables, pages, quarantine, repairs, merged, flagged = {}, [], [], [], [], []
    for name in names:
        sources = [source for source in intake.sources if source.source.table == name]
        parts = [type_source(s.text, s.source, currency=client.currency, connection=connection) for s in sources]
        typed = connection.create_table(ibis.util.gen_name(f"typed_{name}"), ibis.union(*parts))
        if name == "customers":
            typed = engine.stage(connection, repair_cities(typed))
        rules = rules_for(name, client)
        evidence = engine.stage(connection, add_evidence(typed, name, client, tables))
        most = client.cleaning.conflicting_rows == "most"
        settled = settle_keys(evidence, name, blocked=unusable(evidence, rules), most=most)
        judged = judge(engine.stage(connection, settled), rules)
        judged = connection.create_table(ibis.util.gen_name(f"judged_{name}"), judged)
        refuse_conflicts(name, judged._superseded.sum().to_pandas() or 0, client)
        rejects = ibis.union(*[source.rejects for source in sources])
        page = ledger_of(judged, name, rules, rejects, brought=client.brought(name))
        _refuse_excess(page, client)
        pages.append(page)
        tables[name] = _usable(judged, name)
        quarantine += [_quarantined(judged, name), _rejected(rejects, name)]
        repairs += _repairs(judged, name, client.brought(name))
        copies = judged.filter(judged._fate == "merge")
        merged.append(_noted(copies, name, into=copies._kept))
        flagged.append(_noted(judged.filter((judged._fate == "used") & (judged._reasons != "")), name))
    return Cleaned(
        {name: tables[name] for name in TABLES if name in tables},
        ibis.union(*quarantine).order_by("table", "file", "line"),
        ibis.union(*repairs).order_by("table", "file", "line", "column"),
        ibis.union(*merged).order_by("table", "file", "line"),
        ibis.union(*flagged).order_by("table", "file", "line"),
        pd.concat(pages, ignore_index=True),
    )


def _usable(judged: ibis.Table, name: str) -> ibis.Table:
    used = judged.filter(judged._fate == "used").order_by("_source", "_file", "_line")
    return TABLES[name].validate(used.select(*columns(name, computed=True)), lazy=True)


def _place(judged: ibis.Table, name: str) -> dict:
    return {"table": ibis.literal(name), "file": judged._file, "line": judged._line}


def _quarantined(judged: ibis.Table, name: str) -> ibis.Table:
    rows = judged.filter(judged._fate == "quarantine")
    raw = ibis.struct({column: rows[column + "__text"] for column in columns(name)}).cast("json").cast("string")
    amount = rows.amount.cast("float64") if "amount" in rows.columns else ibis.null("float64")
    return rows.select(**_place(rows, name), raw=raw, reasons=rows._reasons.re_replace(";$", ""), amount=amount)


def _rejected(rejects: ibis.Table, name: str) -> ibis.Table:
    return rejects.select(**_place(rejects, name), raw=rejects.raw, reasons=rejects.reason, amount=ibis.null("float64"))


def _noted(rows: ibis.Table, name: str, **more: ir.Value) -> ibis.Table:
    return rows.select(**_place(rows, name), reasons=rows._reasons.re_replace(";$", ""), **more)


def _repairs(judged: ibis.Table, name: str, brought: list[str]) -> list[ibis.Table]:
    """Changed and unread values of used rows."""
    used = judged.filter(judged._fate == "used")
    found = []
    for column in brought:
        rows = used.filter(used[column + HOW].isin([*REPAIRS, *UNREAD]))
        place = _place(rows, name)
        new = rows[column].cast("string")
        found.append(
            rows.select(
                **place, column=ibis.literal(column), old=rows[column + "__text"], new=new, how=rows[column + HOW]
            )
        )
    return found


def _refuse_excess(page: pd.DataFrame, client: Client) -> None:
    book = balance(page).iloc[0]
    worst = page[page["outcome"] == "quarantine"].nlargest(3, "rows")
    reasons = "; ".join(f"{row.reason} ({row.rows:,})" for row in worst.itertuples())
    if not book["used"]:
        raise CleaningError(
            f"None of the {book['rows_in']:,} rows of {book['table']} can be used. {reasons or 'None has an id'}. "
            "Correct the file or its `columns:` in client.yml."
        )
    share = book["quarantined"] / book["rows_in"]
    if share <= client.cleaning.quarantine_limit:
        return
    raise CleaningError(
        f"{book['quarantined']:,} of {book['rows_in']:,} rows of {book['table']} ({share:.1%}) cannot be used, "
        f"more than the limit of {client.cleaning.quarantine_limit:.0%}. Most: {reasons}. Correct the files or their "
        "mapping; to go on without these rows, write in client.yml, under `cleaning:`, "
        f"`quarantine_limit: {min(math.floor(share * 100) + 1, 100) / 100:.2f}`."
    )
