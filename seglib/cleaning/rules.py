"""Which rows are not as they should be, and what happens to them?

A rule is a name, the table, a predicate, an outcome and a reason. Predicates are Ibis expressions over the typed table
with its evidence (see :mod:`seglib.cleaning.evidence`); all rules of a table are evaluated in one pass, so that a row
keeps every reason that applies to it. The first rule that applies decides, in the order of this file.
"""

from __future__ import annotations

from datetime import timedelta

import ibis
import ibis.expr.types as ir
import pandera.ibis as pa

from seglib.cleaning.currencies import currency_rules
from seglib.cleaning.evidence import of_customers
from seglib.cleaning.non_products import has_code
from seglib.cleaning.rule import Predicate, Rule
from seglib.cleaning.typed import HOW, TEXT, UNREAD, how_of
from seglib.client import Client, ClientError
from seglib.contracts import TABLES, columns
from seglib.questions import Choice, Question

_ACTIVE = r"^\s*[=+@-]\D|^\s*[=+@-]\d+[^\d.,\s]|^[\t\r]|(?i)<\s*(script|iframe|img|svg)\b"
_DATED = {"order_lines": "ordered_at", "touchpoints": "at", "service_contacts": "at", "assignments": "assigned_at"}

_LIMITS, _CUT = (99_999, 32_767, 2_147_483_647), 255


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
    rules += _suspects(table, client)
    if table in _DATED:
        rules.append(_future(table, client))
    if table == "order_lines":
        rules += currency_rules(client) + _order_rules() + _non_product_rules(client)
    if of_customers(table):
        reason = "Its customer is not in the list of customers"
        rules.append(Rule("orphan", "quarantine", reason, lambda t: t._orphan))
    if "customer_id" in client.brought(table):
        reason = "The customer's id differs from another one only in case, blanks or the composition of letters"
        rules.append(Rule("id_variant", "flag", reason, lambda t: t._variant))
    rules += _copy_rules(table, client)
    rules += _active_text(table, client)
    names = [rule.name for rule in rules]
    for rule in client.cleaning.rules:
        if names.count(rule.name) > 1:
            raise ClientError(f"The rule name {rule.name!r} is taken; give the rule of {table} another in client.yml.")
    return rules


def _client_rules(table: str, client: Client) -> list[Rule]:
    def matches(column: str, pattern: str) -> Predicate:
        return lambda t: t[column + TEXT].re_search(pattern) if column + TEXT in t.columns else ibis.literal(False)

    return [
        Rule(rule.name, rule.outcome, rule.reason, matches(rule.column, rule.matches))
        for rule in client.cleaning.rules
        if rule.table == table
    ]


def _active_text(table: str, client: Client) -> list[Rule]:
    """Text that a spreadsheet would take for a formula, or a page for a script; phone numbers begin with + by right."""
    texts = [name for name in client.brought(table) if columns(table)[name].dtype.type.is_string() and name != "phone"]
    if not texts:
        return []
    reason = "A text that a spreadsheet would run as a formula, or a page as a script; it is kept as text"

    def active(t: ibis.Table) -> ir.BooleanValue:
        return ibis.or_(*[t[name + TEXT].re_search(_ACTIVE).fill_null(False) for name in texts])

    return [Rule("active_text", "flag", reason, active)]


def _value_rules(table: str, client: Client) -> list[Rule]:
    """Missing and unreadable values: the row cannot be used without those that the table stands on."""
    schema = TABLES[table]
    vital = {name for name, column in columns(table).items() if not column.nullable}
    vital |= {name for choice in schema.metadata.get("one_of", []) for name in choice}

    def missing(names: tuple[str, ...]) -> Predicate:
        def predicate(t: ibis.Table) -> ir.BooleanValue:
            return ~t._total_row & ibis.and_(*[t[name].isnull() & how_of(t, name).isnull() for name in names])

        return predicate

    def unread(name: str, code: str) -> Predicate:
        return lambda t: ~t._total_row & (t[name + HOW] == code)

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


def _suspects(table: str, client: Client) -> list[Rule]:
    """Values that are used, and that programs write where they reach a limit."""
    known = {name: columns(table)[name].dtype.type for name in client.brought(table)}
    numbers = [name for name, dtype in known.items() if dtype.is_numeric() and not dtype.is_boolean()]
    texts = [name for name, dtype in known.items() if dtype.is_string()]
    times = [name for name, dtype in known.items() if dtype.is_temporal()]

    def limit(t: ibis.Table) -> ir.BooleanValue:
        return ibis.or_(*[t[name].abs().isin(_LIMITS) for name in numbers])

    def cut_off(t: ibis.Table) -> ir.BooleanValue:
        return ibis.or_(*[t[name + TEXT].length() == _CUT for name in texts])

    def never(t: ibis.Table) -> ir.BooleanValue:
        return ibis.or_(*[(t[name + HOW] == "nonexistent_time").fill_null(False) for name in times])

    rules = []
    if numbers:
        values = "99,999, 32,767 or 2,147,483,647"
        rules.append(Rule("limit_value", "flag", f"A number is {values}, as programs write at their limit", limit))
    if texts:
        rules.append(Rule("cut_off_text", "flag", f"A text of exactly {_CUT} characters, perhaps cut off", cut_off))
    if times and any(source.timezone for source in client.sources if source.table == table):
        skipped = "A time that the clock skipped when it was put forward"
        rules.append(Rule("nonexistent_time", "flag", skipped, never))
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


def _order_rules() -> list[Rule]:
    def price_not_positive(t: ibis.Table) -> ir.BooleanValue:
        return (t.unit_price <= 0).fill_null(False) | ((t.line_total < 0) & (t.quantity >= 0)).fill_null(False)

    def too_much(t: ibis.Table) -> ir.BooleanValue:
        known = t.quantity.notnull() & t.unit_price.notnull() & ~t._total_row & ~t._unpriced
        return t.amount.isnull() & known

    return [
        Rule("amount_out_of_range", "quarantine", "The units times the price lie beyond any real order", too_much),
        Rule("price_not_positive", "quarantine", "The price is zero or negative", price_not_positive),
        Rule("cancellation", "flag", "A cancellation: taken off what the customer spent", lambda t: t._cancelled),
        Rule("return", "flag", "A return: taken off what the customer spent", lambda t: t.is_return & ~t._cancelled),
        Rule("zero_quantity", "flag", "The quantity is zero", lambda t: t.quantity == 0),
        Rule("free_line", "flag", "Nothing was paid for the line", lambda t: t.line_total == 0),
    ]


def _non_product_rules(client: Client) -> list[Rule]:
    """A rule for each number that is no product, so that each has its rows and money in the ledger."""
    outcome = "quarantine" if client.cleaning.non_product_lines == "quarantine" else "flag"

    def rule(code: str) -> Rule:
        return Rule(f"non_product:{code}", outcome, f"{code} is no product", lambda t: has_code(t.product_id, code))

    return [rule(code) for code in client.cleaning.non_products]


def _copy_rules(table: str, client: Client) -> list[Rule]:
    if TABLES[table].metadata["repeats"]:
        merge = table == "order_lines" and client.cleaning.exact_duplicates == "merge"
        outcome = "merge" if merge else "flag"
        return [Rule("exact_duplicate", outcome, "Repeats an earlier line in every column", lambda t: t._copy > 0)]
    return [
        Rule("exact_duplicate", "merge", "Repeats another row in every column", lambda t: t._copy > 0),
        Rule("superseded", "merge", "Another row has the same key and other values", lambda t: t._superseded),
    ]


def ask_conflicts(table: str, judged: ibis.Table, client: Client) -> list[Question]:
    """Ask which row counts where one key has rows that differ and the client has not said so.

    Parameters
    ----------
    table : str
        A table of the contract.
    judged : ibis.Table
        With ``_superseded``, and ``_kept`` as file and line of the row that would count.
    client : seglib.client.Client

    Returns
    -------
    list of seglib.questions.Question
        None or one.
    """
    if client.cleaning.conflicting_rows != "ask":
        return []
    rows = judged.filter(judged._superseded)
    count = rows.count().to_pandas()
    if not count:
        return []
    one = rows.order_by("_file", "_line").limit(1).select("_file", "_line", "_kept").to_pandas().iloc[0]
    key = " and ".join(TABLES[table].metadata["key"])
    text = (
        f"{count:,} rows of {table} have the {key} of another row but other values, such as this line and "
        f"{one['_kept']}. Which one counts? (Or correct the files.)"
    )
    choices = (
        Choice("conflicting_rows: last", "the last one, by file and line"),
        Choice("conflicting_rows: most", "the one seen most often; of equals the last one"),
    )
    return [Question("conflicting_rows", one["_file"], text, choices, line=int(one["_line"]), where="cleaning")]
