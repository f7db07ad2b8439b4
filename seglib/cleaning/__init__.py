"""What can be used of what came in? Declared typing and rules → clean tables, quarantine, repairs and a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import ibis
import ibis.expr.types as ir
import pandas as pd

from seglib import engine
from seglib.cleaning.conform import conform
from seglib.cleaning.currencies import CONVERTED, conversions, convert
from seglib.cleaning.duplicates import DUPLICATES, find_duplicates
from seglib.cleaning.evidence import add_evidence, settle_keys
from seglib.cleaning.ids import JOINS, settle_ids, with_money
from seglib.cleaning.ledger import LEDGER, balance, judge, ledger_of, unusable
from seglib.cleaning.limits import CleaningError, refuse_excess
from seglib.cleaning.listings import write_listings
from seglib.cleaning.merging import duplicate_rules, mark_duplicates, move_to_kept
from seglib.cleaning.outliers import outlier_rules
from seglib.cleaning.places import repair_cities
from seglib.cleaning.reconcile import came_in, reconcile, repeated
from seglib.cleaning.returns import match_returns, return_rules
from seglib.cleaning.rules import ask_conflicts, rules_for
from seglib.cleaning.typed import HOW, REPAIRS, TEXT, UNREAD, type_source
from seglib.client import Client
from seglib.contracts import TABLES, columns
from seglib.intake import Intake
from seglib.questions import OpenQuestionsError

__all__ = ["Cleaned", "CleaningError", "balance", "clean", "reconcile"]

_FIRST = ["products", "customers"]


@dataclass(frozen=True)
class Cleaned:
    """What cleaning gives.

    Attributes
    ----------
    tables : dict of str to ibis.Table
        The contract's tables that the client has.
    quarantine : ibis.Table
        ``table, file, line, raw`` (JSON of the columns as received, or the line as it stood), ``reasons, amount``, and
        for a line that could not be split ``offset`` (its first byte in the unpacked file), ``detail`` and
        ``base64`` (its bytes are no text; ``raw`` is them encoded).
    repairs : ibis.Table
        ``table, file, line, column, old, new, how``: every value that was changed or could not be read.
    merged : ibis.Table
        ``table, file, line, reasons, into, amount``: copies of other rows, with file and line of the row that counts.
    flagged : ibis.Table
        ``table, file, line, reasons``: used rows that carry a mark.
    ledger : pandas.DataFrame
        See :func:`seglib.cleaning.ledger.ledger_of`.
    joins : pandas.DataFrame
        How many rows find their customer or product; see :func:`seglib.cleaning.ids.settle_ids`.
    received : tuple of (int, decimal.Decimal)
        Rows and money of the order lines as they came in; see :func:`seglib.cleaning.reconcile.reconcile`.
    repeated : tuple of (int, decimal.Decimal)
        The same of used lines that repeat an earlier one in every column.
    converted : pandas.DataFrame
        What was converted to the client's currency; see :func:`seglib.cleaning.currencies.conversions`.
    duplicates : pandas.DataFrame
        Customers who may be one person; see :func:`seglib.cleaning.duplicates.find_duplicates`.
    files : pandas.DataFrame
        The files as received, with their SHA-256; see :class:`seglib.intake.Intake`.
    """

    tables: dict[str, ibis.Table]
    quarantine: ibis.Table
    repairs: ibis.Table
    merged: ibis.Table
    flagged: ibis.Table
    ledger: pd.DataFrame
    joins: pd.DataFrame
    received: tuple[int, Decimal]
    repeated: tuple[int, Decimal]
    converted: pd.DataFrame
    duplicates: pd.DataFrame
    files: pd.DataFrame

    def write(self, client: Client) -> None:
        """Write the tables to ``clean/`` and the rest to ``results/``, what was set aside or repaired also as text.

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
                "ledger": ibis.memtable(self.ledger, schema=LEDGER),
                "joins": ibis.memtable(self.joins, schema=JOINS),
                "duplicate_customers": ibis.memtable(self.duplicates, schema=DUPLICATES),
                "files": ibis.memtable(self.files.astype({"sheet": "string"})),
            },
            client.results,
        )
        write_listings(self.quarantine, self.repairs, client.results)


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
        If no row of a table can be used, or more than ``cleaning.quarantine_limit`` of its rows, or of the money of
        the order lines, cannot.
    seglib.questions.OpenQuestionsError
        If one key has rows that differ and ``client.yml`` does not say which counts; of all tables at once.
    """
    connection = intake.connection
    names = [name for name in TABLES if any(source.source.table == name for source in intake.sources)]
    names.sort(key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    tables, pages, quarantine, repairs, merged, flagged, questions = {}, [], [], [], [], [], []
    received = again = (0, Decimal(0))
    converted, duplicates = pd.DataFrame(columns=CONVERTED), pd.DataFrame(columns=list(DUPLICATES))
    all_typed, joins = settle_ids({name: _typed(intake, name, client) for name in names}, client)
    for name in names:
        typed = move_to_kept(all_typed[name], duplicates)
        if name == "customers" and "city" in client.brought(name):
            typed = repair_cities(typed)
        rules = rules_for(name, client)
        evidence = add_evidence(typed, name, client, tables)
        most = client.cleaning.conflicting_rows == "most"
        settled = settle_keys(evidence, name, blocked=unusable(evidence, rules), most=most)
        if name in ("customers", "order_lines"):
            settled = engine.store(connection, name, settled)
            counts = ~unusable(settled, rules, outcomes=("quarantine", "merge"))
        if name == "customers":
            duplicates = find_duplicates(settled.filter(counts), client)
            settled, rules = mark_duplicates(settled, duplicates), rules + duplicate_rules(client)
        if name == "order_lines":
            rules = rules + return_rules(client) + outlier_rules(settled, usable=counts)
            settled = match_returns(settled, client, usable=counts)
        judged = judge(settled, rules)
        judged = engine.store(connection, f"judged_{name}", judged)
        questions += ask_conflicts(name, judged, client)
        rejects = ibis.union(*[source.rejects for source in intake.sources if source.source.table == name])
        page = ledger_of(judged, name, rules, rejects, brought=client.brought(name))
        refuse_excess(page, client, judged)
        if name == "order_lines":
            converted, again = conversions(judged), repeated(judged)
            joins = with_money(joins, judged, client)
            read = all_typed[name].count().to_pandas() + rejects.count().to_pandas()
            received = came_in(settled, read)
        pages.append(page)
        tables[name] = _usable(judged, name)
        quarantine += [_quarantined(judged, name), _rejected(rejects, name)]
        repairs += _repairs(judged, name, client.brought(name))
        copies = judged.filter(judged._fate == "merge")
        merged.append(_noted(copies, name, into=copies._kept, amount=_amount(copies)))
        flagged.append(_noted(judged.filter((judged._fate == "used") & (judged._reasons != "")), name))
    if questions:
        raise OpenQuestionsError(questions)
    return Cleaned(
        {name: tables[name] for name in TABLES if name in tables},
        ibis.union(*quarantine).order_by("table", "file", "line"),
        ibis.union(*repairs).order_by("table", "file", "line", "column"),
        ibis.union(*merged).order_by("table", "file", "line"),
        ibis.union(*flagged).order_by("table", "file", "line"),
        pd.concat(pages, ignore_index=True),
        joins,
        received,
        again,
        converted,
        duplicates,
        intake.files,
    )


def _typed(intake: Intake, name: str, client: Client) -> ibis.Table:
    sources = [source for source in intake.sources if source.source.table == name]
    given = {"currency": client.currency, "missing": client.cleaning.missing}
    given["kept"] = client.brought(name)
    typed = ibis.union(*[type_source(source.text, source.source, **given) for source in sources])
    if name == "order_lines":
        typed = convert(typed, client, intake.rates)
    return engine.store(intake.connection, f"typed_{name}", typed)


def _usable(judged: ibis.Table, name: str) -> ibis.Table:
    used = judged.filter(judged._fate == "used").order_by("_source", "_file", "_line")
    return conform(used.select(*columns(name, computed=True)), name)


def _place(judged: ibis.Table, name: str) -> dict:
    return {"table": ibis.literal(name), "file": judged._file, "line": judged._line}


def _quarantined(judged: ibis.Table, name: str) -> ibis.Table:
    rows = judged.filter(judged._fate == "quarantine")
    received = [column for column in columns(name) if column + TEXT in rows.columns]
    raw = ibis.struct({column: rows[column + TEXT] for column in received}).cast("json").cast("string")
    unsplit = {"offset": ibis.null("int64"), "detail": ibis.null("string"), "base64": ibis.literal(False)}
    return rows.select(**_place(rows, name), raw=raw, reasons=rows._reasons, amount=_amount(rows), **unsplit)


def _amount(rows: ibis.Table) -> ir.Value:
    return rows.amount.cast("float64") if "amount" in rows.columns else ibis.null("float64")


def _rejected(rejects: ibis.Table, name: str) -> ibis.Table:
    kept = {"raw": rejects.raw, "reasons": rejects.reason, "amount": ibis.null("float64")}
    return rejects.select(
        **_place(rejects, name), **kept, offset=rejects.offset, detail=rejects.detail, base64=rejects.base64
    )


def _noted(rows: ibis.Table, name: str, **more: ir.Value) -> ibis.Table:
    return rows.select(**_place(rows, name), reasons=rows._reasons, **more)


def _repairs(judged: ibis.Table, name: str, brought: list[str]) -> list[ibis.Table]:
    """Changed and unread values of used rows."""
    used = judged.filter(judged._fate == "used")
    found = []
    for column in brought:
        rows = used.filter(used[column + HOW].isin([*REPAIRS, *UNREAD]))
        place = _place(rows, name)
        new = rows[column].cast("string")
        found.append(
            rows.select(**place, column=ibis.literal(column), old=rows[column + TEXT], new=new, how=rows[column + HOW])
        )
    return found
