"""Which rows are not as they should be, and what happens to them?

A rule is a name, the table, a predicate, an outcome and a reason. Predicates are Ibis expressions over the typed table
with its evidence (see :mod:`seglib.cleaning.evidence`); all rules of a table are evaluated in one pass, so that a row
keeps every reason that applies to it. The first rule that applies decides, in the order of this file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import ibis
import ibis.expr.types as ir
import pandera.ibis as pa

from seglib.cleaning.typed import HOW, UNREAD
from seglib.client import Client, ClientError
from seglib.contracts import TABLES, columns

Outcome = Literal["quarantine", "merge", "flag"]
Predicate = Callable[[ibis.Table], ir.BooleanValue]

_DATED = {"order_lines": "ordered_at", "touchpoints": "at", "service_contacts": "at", "assignments": "assigned_at"}
_OF_CUSTOMERS = ("order_lines", "touchpoints", "service_contacts", "assignments", "survey")


@dataclass(frozen=True)
class Rule:
    """One cleaning rule.

    Attributes
    ----------
    name : str
        Code, as in the ledger.
    outcome : {"quarantine", "merge", "flag"}
        What happens to rows that it applies to.
    reason : str
        Sentence for the reader: why.
    predicate : callable
        Typed table with evidence → boolean expression; missing counts as false.
    """

    name: str
    outcome: Outcome
    reason: str
    predicate: Predicate


def rules_for(table: str, client: Client) -> list[Rule]:
    """The rules of one table, in the order in which they decide.

    Parameters
    ----------
    table : str
        A table of the contract.
    client : seglib.client.Client
        Says what depends on the business, and brings rules of its own.

    Returns
    -------
    list of Rule

    Raises
    ------
    seglib.client.ClientError
        If one of the client's rules has the name of another rule.
    """
    rules = [Rule("total_row", "quarantine", "A line of totals, not a record", lambda t: t._total_row)]
    rules += _client_rules(table, client)
    rules += _value_rules(table, client)
    if table in _DATED:
        rules.append(_future(table, client))
    if table == "order_lines":
        rules += _order_rules(client)
    if table in _OF_CUSTOMERS:
        reason = "Its customer is not in the list of customers"
        rules.append(Rule("orphan", "quarantine", reason, lambda t: t._orphan))
    rules += _copy_rules(table, client)
    names = [rule.name for rule in rules]
    for rule in client.cleaning.rules:
        if names.count(rule.name) > 1:
            raise ClientError(f"The rule name {rule.name!r} is taken; give the rule of {table} another in client.yml.")
    return rules


def _client_rules(table: str, client: Client) -> list[Rule]:
    def matches(column: str, pattern: str) -> Predicate:
        return lambda t: t[column + "__text"].re_search(pattern)

    return [
        Rule(rule.name, rule.outcome, rule.reason, matches(rule.column, rule.matches))
        for rule in client.cleaning.rules
        if rule.table == table
    ]


def _value_rules(table: str, client: Client) -> list[Rule]:
    """Missing and unreadable values: the row cannot be used without those that the table stands on."""
    schema = TABLES[table]
    vital = {name for name, column in columns(table).items() if not column.nullable}
    vital |= {name for choice in schema.metadata.get("one_of", []) for name in choice}

    def missing(names: tuple[str, ...]) -> Predicate:
        def predicate(t: ibis.Table) -> ir.BooleanValue:
            return ~t._total_row & ibis.and_(*[t[name].isnull() & t[name + HOW].isnull() for name in names])

        return predicate

    def unread(name: str, code: str) -> Predicate:
        return lambda t: t[name + HOW] == code

    groups = [(name,) for name in columns(table) if name in vital and not columns(table)[name].nullable]
    groups += schema.metadata.get("one_of", [])
    rules = [
        Rule(f"missing_{group[0]}", "quarantine", f"There is no {' or '.join(map(_words, group))}", missing(group))
        for group in groups
    ]
    for name in client.brought(table):
        outcome = "quarantine" if name in vital else "flag"
        rules += [
            Rule(f"{code}_{name}", outcome, f"The {_words(name)} {UNREAD[code]}", unread(name, code))
            for code in _unread_codes(columns(table)[name])
        ]
    return rules


def _unread_codes(column: pa.Column) -> list[str]:
    """For which reasons a value of the column can be unread."""
    dtype, codes = column.dtype.type, []
    if not dtype.is_string():
        codes.append("unreadable")
    if dtype.is_temporal():
        codes.append("impossible_date")
    if dtype.is_numeric() and not dtype.is_boolean():
        codes += ["foreign_currency", "out_of_range"]
    if column.metadata["allowed"]:
        codes.append("not_allowed")
    return codes


def _words(name: str) -> str:
    return {"ordered_at": "order date", "at": "date", "customer_id": "customer"}.get(name, name.replace("_", " "))


def _future(table: str, client: Client) -> Rule:
    name = _DATED[table]
    after = client.as_of + timedelta(days=1)
    reason = f"Dated after the end of observation, {client.as_of.isoformat()}"
    return Rule("future_date", "quarantine", reason, lambda t: t[name] >= ibis.timestamp(after.isoformat()))


def _order_rules(client: Client) -> list[Rule]:
    def price_not_positive(t: ibis.Table) -> ir.BooleanValue:
        return (t.unit_price <= 0).fill_null(False) | ((t.line_total < 0) & (t.quantity >= 0)).fill_null(False)

    def other_currency(t: ibis.Table) -> ir.BooleanValue:
        return t.currency.upper() != client.currency

    def too_much(t: ibis.Table) -> ir.BooleanValue:
        return t.amount.isnull() & t.quantity.notnull() & t.unit_price.notnull() & ~t._total_row

    prefix = client.cleaning.cancellation_prefix

    def cancelled(t: ibis.Table) -> ir.BooleanValue:
        return t.order_id.startswith(prefix).fill_null(False) if prefix else ibis.literal(False)

    currency = f"In another currency than {client.currency}; money of two currencies is never added"
    return [
        Rule("other_currency", "quarantine", currency, other_currency),
        Rule("amount_out_of_range", "quarantine", "The units times the price lie beyond any real order", too_much),
        Rule("price_not_positive", "quarantine", "The price is zero or negative", price_not_positive),
        Rule("cancellation", "flag", "A cancellation: taken off what the customer spent", cancelled),
        Rule("return", "flag", "A return: taken off what the customer spent", lambda t: t.is_return & ~cancelled(t)),
        Rule("zero_quantity", "flag", "The quantity is zero", lambda t: t.quantity == 0),
        Rule("free_line", "flag", "Nothing was paid for the line", lambda t: t.line_total == 0),
    ]


def _copy_rules(table: str, client: Client) -> list[Rule]:
    if table in ("order_lines", "touchpoints", "service_contacts"):
        merge = table == "order_lines" and client.cleaning.exact_duplicates == "merge"
        outcome = "merge" if merge else "flag"
        return [Rule("exact_duplicate", outcome, "Repeats an earlier line in every column", lambda t: t._copy > 0)]
    return [
        Rule("exact_duplicate", "merge", "Repeats another row in every column", lambda t: t._copy > 0),
        Rule("superseded", "merge", "Another row has the same key and other values", lambda t: t._superseded),
    ]


def refuse_conflicts(table: str, conflicts: int, client: Client) -> None:
    """Stop when one key has rows that differ and the client has not said which counts.

    Parameters
    ----------
    table : str
        A table of the contract.
    conflicts : int
        Number of rows with the key of another row and other values.
    client : seglib.client.Client

    Raises
    ------
    ClientError
        With the line to write.
    """
    if conflicts and client.cleaning.conflicting_rows == "ask":
        key = " and ".join(TABLES[table].metadata["key"])
        raise ClientError(
            f"{conflicts:,} rows of {table} have the {key} of another row but other values. Which one counts? Write "
            "in client.yml, under `cleaning:`, `conflicting_rows: last` for the last one or `conflicting_rows: most` "
            "for the one seen most often, or correct the files."
        )
