"""Do the files mean the same customer by the same id, and how many rows find their customer?

Ids are text, and text they stay. Two things are looked at across all files: a file that writes every id as a decimal
number (``12345.0``, as spreadsheets do) where others write ``12345``, and ids that differ from each other only in case,
blanks or the way in which an accent is composed.
"""

from __future__ import annotations

import ibis
import pandas as pd
from ibis import _

from seglib import engine
from seglib.cleaning.typed import HOW
from seglib.client import Client

MASTERS = {"customer_id": "customers", "product_id": "products"}
"""Column that names something: the table that lists those things."""
JOINS = ibis.schema(
    {
        "table": "string",
        "file": "string",
        "column": "string",
        "rows": "int64",
        "ids": "int64",
        "found": "int64",
        "before": "float64",
        "after": "float64",
        "money": "float64",
    }
)
"""Columns of the list of rows that name a customer or a product."""

_AS_NUMBER = r"^(\d+)\.0+$"
_NOT_SEEN = "[\\s\u00a0\u200b-\u200d\u2060\ufeff]"


@ibis.udf.scalar.builtin
def nfc_normalize(text: str) -> str:
    """Text with each accent and its letter as one character.

    Parameters
    ----------
    text : ibis string expression
        An id.

    Returns
    -------
    ibis string expression
        In Unicode's composed form.
    """


def settle_ids(typed: dict[str, ibis.Table], client: Client) -> tuple[dict[str, ibis.Table], pd.DataFrame]:
    """Let the ids of all files meet, where no doubt is left that they should.

    Parameters
    ----------
    typed : dict of str to ibis.Table
        Every table of the client, typed.
    client : seglib.client.Client
        Says what becomes of ids that differ only in case, blanks or the composition of letters.

    Returns
    -------
    tables : dict of str to ibis.Table
        The same rows. Ids that a source writes as decimal numbers, all of them, are whole numbers if more rows find
        what they name by it. ``_variant`` marks a customer's id that has such near-doubles; where
        ``cleaning.id_variants`` is ``merge``, the usual one of them stands in its place instead.
    joins : pandas.DataFrame
        One row a source and column that names something listed elsewhere: ``table, file, column, rows`` (with an id),
        ``ids``, ``found`` (ids that are listed), ``before`` and ``after`` (share of the rows whose id is listed, as
        received and as repaired), ``money`` (still missing; see :func:`with_money`).
    """
    tables, joins = dict(typed), []
    for column, master in MASTERS.items():
        holders = {name: table for name, table in tables.items() if column in client.brought(name)}
        if not holders:
            continue
        ids = _stored(_ids(holders, column))
        numbers = _written_as_numbers(ids, master)
        if numbers:
            here = ids.source.isin(numbers)
            whole = ibis.ifelse(here, ids.id.re_replace(_AS_NUMBER, r"\1"), ids.id)
            ids = _stored(ids.mutate(id=whole, how=ibis.ifelse(here, "number_id", ids.how)))
        if column == "customer_id":
            ids = _stored(_with_variants(ids, master, merge=client.cleaning.id_variants == "merge"))
        noted = ids.filter((ids.id != ids.received) | ids.variant)
        if noted.count().to_pandas():
            holders = {name: _renamed(table, column, noted) for name, table in holders.items()}
        elif column == "customer_id":
            holders = {name: table.mutate(_variant=ibis.literal(False)) for name, table in holders.items()}
        tables |= holders
        if master in typed:
            joins.append(_rates(ids, master, column, client))
    return tables, pd.concat([pd.DataFrame(columns=list(JOINS)), *joins], ignore_index=True)


def with_money(joins: pd.DataFrame, judged: ibis.Table, client: Client) -> pd.DataFrame:
    """Say how much money is in the order lines whose customer is not listed.

    Parameters
    ----------
    joins : pandas.DataFrame
        From :func:`settle_ids`.
    judged : ibis.Table
        Order lines with ``_orphan`` and ``amount``.
    client : seglib.client.Client

    Returns
    -------
    pandas.DataFrame
        With ``money`` for the customers of order lines; it stays missing for other tables.
    """
    lost = judged.filter(judged._orphan).group_by("_source").agg(money=_.amount.sum().cast("float64")).to_pandas()
    by_file = lost.groupby(lost["_source"].map(lambda place: _named(client, place)))["money"].sum()
    here = (joins["table"] == "order_lines") & (joins["column"] == "customer_id")
    return joins.assign(money=joins["file"].map(by_file).fillna(0.0).where(here).astype("float64"))


def _named(client: Client, place: int) -> str:
    source = client.sources[place]
    return source.file or source.from_table


def _stored(table: ibis.Table) -> ibis.Table:
    return engine.store(table.get_backend(), "ids", table)


def _ids(holders: dict[str, ibis.Table], column: str) -> ibis.Table:
    """Every id of every source, with the number of its rows."""
    parts = [
        table.filter(table[column].notnull())
        .group_by(source=table._source, received=table[column])
        .agg(n=_.count())
        .mutate(table=ibis.literal(name), id=_.received, how=ibis.null("string"), variant=ibis.literal(False))
        for name, table in holders.items()
    ]
    return ibis.union(*parts)


def _written_as_numbers(ids: ibis.Table, master: str) -> list[int]:
    """The sources that write all ids as decimal numbers, if more rows join without the decimals."""
    every = ids.group_by("source").having(_.id.re_search(_AS_NUMBER).all()).agg(n=_.count())
    sources = sorted(every.source.to_pandas())
    if not sources:
        return []
    whole = ibis.ifelse(ids.source.isin(sources), ids.id.re_replace(_AS_NUMBER, r"\1"), ids.id)
    return sources if _joined(ids.mutate(id=whole), master) > _joined(ids, master) else []


def _joined(ids: ibis.Table, master: str) -> int:
    """Rows whose id is listed; without a list, rows whose id another source knows too."""
    listed = ids.filter(ids.table == master).select("id").distinct()
    if listed.count().to_pandas():
        found = ids.filter(ids.table != master).semi_join(listed, "id")
    else:
        found = ids.semi_join(ids.group_by("id").having(_.source.nunique() > 1).agg(n=_.count()), "id")
    return int(found.n.sum().fill_null(0).to_pandas())


def _with_variants(ids: ibis.Table, master: str, *, merge: bool) -> ibis.Table:
    """Mark ids that look the same to a person, or replace them by the one that is listed, or else seen most often."""
    ids = _stored(ids.mutate(key=nfc_normalize(ids.id.re_replace(_NOT_SEEN, "")).lower()))
    each = ids.group_by("key", "id").agg(listed=(_.table == master).any(), n=_.n.sum())
    best = ibis.window(group_by="key", order_by=[ibis.desc("listed"), ibis.desc("n"), "id"])
    usual = each.mutate(usual=_.id.first().over(best), many=_.count().over(ibis.window(group_by="key")))
    marked = ids.join(usual.filter(_.many > 1).select("key", "usual").distinct(), "key", how="left").drop("key_right")
    if not merge:
        return marked.mutate(variant=marked.usual.notnull()).drop("key", "usual")
    how = ibis.ifelse(marked.usual != marked.id, "id_variant", marked.how)
    return marked.mutate(how=how, id=ibis.coalesce(marked.usual, marked.id)).drop("key", "usual")


def _renamed(table: ibis.Table, column: str, noted: ibis.Table) -> ibis.Table:
    """The settled ids in the place of those received."""
    note = noted.select(_of="source", _received="received", _id="id", _how="how", _variant="variant")
    joined = table.left_join(note, [table._source == note._of, table[column] == note._received])
    settled = {
        column: ibis.coalesce(joined._id, joined[column]),
        column + HOW: ibis.coalesce(joined._how, joined[column + HOW]),
    }
    if column == "customer_id":
        settled["_variant"] = joined._variant.fill_null(False)
    return joined.mutate(settled).select(*dict.fromkeys([*table.columns, *settled]))


def _rates(ids: ibis.Table, master: str, column: str, client: Client) -> pd.DataFrame:
    """How many rows of each source find what they name, before and after."""
    listed = ids.filter(ids.table == master)
    was, known = listed.select(_was="received").distinct(), listed.select(_known="id").distinct()
    t = ids.filter(ids.table != master)
    t = t.left_join(was, t.received == was._was)
    t = t.left_join(known, t.id == known._known)
    t = t.group_by("table", "source").agg(
        rows=t.n.sum(),
        ids=t.id.nunique(),
        found=t._known.nunique(),
        before=t.n.sum(where=t._was.notnull()).fill_null(0) / t.n.sum(),
        after=t.n.sum(where=t._known.notnull()).fill_null(0) / t.n.sum(),
    )
    rates = t.order_by("source").to_pandas()
    file = [_named(client, place) for place in rates["source"]]
    return rates.assign(file=file, column=column, money=float("nan"))[list(JOINS)]
