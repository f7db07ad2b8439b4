"""Which source feeds which table, when all files of a shop are seen together?

A file that lists customers or products is better than taking them out of the orders; whether it is whole is shown by
the share of the orders' keys that it has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import ibis

from seglib.contracts import TABLES
from seglib.intake.suggest.draft import Entry, SourceDraft
from seglib.intake.suggest.fit import Fit, against, percent
from seglib.intake.suggest.look import Look
from seglib.intake.suggest.match import Match, close, found_words, joined, match, matches, needed_groups
from seglib.intake.suggest.recognise import Export, Part, recognised
from seglib.intake.suggest.sources import source_of

_OF_A_CUSTOMER = ("customer_id", "name", "email", "phone", "gender", "birth_date", "country", "region", "city")
_OF_A_CUSTOMER += ("postal_code",)
_OF_A_PRODUCT = ("product_id", "product", "category", "brand")
_LISTS = {"customers": ("customer_id", _OF_A_CUSTOMER), "products": ("product_id", _OF_A_PRODUCT)}
_STEADY = {"customers": 0.95, "products": 0.5}
_WHOLE, _FILLED, _COPY = 0.8, 0.95, 0.9
_ORDER = ["customers", "order_lines", "products"]


@dataclass(eq=False)
class Plan:
    """One source, before it is written.

    Attributes
    ----------
    match : Match
        The file as a table.
    about : str
        What the file seems to be.
    distinct : bool
        The file is finer than the table.
    constants : dict of str to str
        The same on every row.
    doubt : str
        Why it is not sure that the file is this table; empty where it is.
    else_ : list of Entry
        What else it may be.
    """

    match: Match
    about: str
    distinct: bool
    constants: dict[str, str]
    doubt: str = ""
    else_: tuple[Entry, ...] = ()


def compose(looks: list[Look]) -> tuple[list[Plan], list[str]]:
    """Decide what each file feeds.

    Parameters
    ----------
    looks : list of Look
        All files.

    Returns
    -------
    plans : list of Plan
        In reading order.
    left_out : list of str
        Files that feed nothing, and why.
    """
    plans, later, left_out = [], [], []
    for look in looks:
        if export := recognised(look):
            for part in export.parts:
                (later if part.unless else plans).append((look, export, part))
            continue
        best = matches(look)
        if not best and any(question.code == "header" for question in look.asked):
            plans.append(_nameless(look))
        elif not best:
            names = ", ".join(column.name for column in look.columns[:8])
            lines = "; ".join(question.choices[0].line for question in look.asked)
            said = f"; read with {lines}" if lines else ""
            left_out.append(f"{look.file}: no table of the contract fits its columns ({names}){said}")
        else:
            plans.append(_plan(look, best))
    known = [one for one in plans if isinstance(one, Plan)]
    known += [
        _part(look, export, part, looks) for look, export, part in (one for one in plans if isinstance(one, tuple))
    ]
    tables = {plan.match.table for plan in known}
    known += [_part(look, export, part, looks) for look, export, part in later if part.unless not in tables]
    known += _taken_out(known)
    _check_lists(known)
    _check_copies(known)
    _note_joins(known)
    return sorted(known, key=_place), left_out


def _place(plan: Plan) -> tuple:
    table = plan.match.table
    return _ORDER.index(table) if table in _ORDER else len(_ORDER), table, plan.distinct, plan.match.look.file


def draft_of(plan: Plan, plans: list[Plan]) -> SourceDraft:
    """Write a plan as a source.

    Parameters
    ----------
    plan : Plan
        The plan.
    plans : list of Plan
        All of them.

    Returns
    -------
    SourceDraft
    """
    others = [one for other in plans if other.match.look is plan.match.look for one in other.match.columns.values()]
    draft = source_of(
        plan.match,
        about=plan.about,
        distinct=plan.distinct,
        constants=plan.constants,
        elsewhere=frozenset(one.column for one in others),
    )
    if plan.doubt:
        draft.settings[0] = Entry("table", None, plan.doubt, plan.else_ or (Entry("table", plan.match.table, "it is"),))
    return draft


def _plan(look: Look, best: list[Match]) -> Plan:
    first, second = best[0], best[1] if len(best) > 1 else None
    n, of = len(first.columns), len(look.columns)
    about = f"{look.file}: {n} of its {of} columns are those of {first.table}."
    if second and second.whole and close(first, second):
        doubt = f"is it {first.table} or {second.table}? Their columns fit about as well"
        return Plan(first, about, False, {}, doubt, (Entry("table", first.table, ""), Entry("table", second.table, "")))
    if first.unique < 0.9:
        key = " and ".join(first.columns[name].column.name for name in first.columns if name.endswith("_id"))
        doubt = f"is it {first.table}? Only {percent(first.unique)} of its rows have a {key} of their own"
        return Plan(
            first, about, False, {}, doubt, (Entry("table", first.table, "it is; otherwise delete the source"),)
        )
    return Plan(first, about, False, {})


def _nameless(look: Look) -> Plan:
    """A file without names of columns: only its values speak."""
    doubt = "what is in this file? It has no names of columns"
    answers = tuple(Entry("table", table, TABLES[table].metadata["grain"]) for table in ("order_lines", "customers"))
    found = Match(look, "order_lines", {}, {}, tuple(needed_groups("order_lines")))
    return Plan(found, f"{look.file}: it has no names of columns, so only the values speak.", False, {}, doubt, answers)


def _part(look: Look, export: Export, part: Part, looks: list[Look]) -> Plan:
    """A source as the export of a program has it."""
    chosen, rivals = {}, {}
    for name, listed in part.columns.items():
        there = [column for one in listed for column in look.columns if column.name == one and column.filled]
        fits = []
        for column in there:
            words = against(look, column, part.table, name)
            if not words.startswith("!"):
                said = (f"as {export.name} have it", f"{percent(column.filled)} filled", words)
                fits.append(Fit(column, column.filled, tuple(word for word in said if word), True))
        if not fits:
            continue
        if name == "customer_id" and len(fits) > 1:
            fits = sorted(fits, key=lambda one: -_shared(look, one, looks))
            if fits[0].column.filled < _FILLED:
                rivals[name] = fits[1:]
        elif fits[0].column.filled < _FILLED:
            fits = sorted(fits, key=lambda one: -one.column.filled)
        chosen[name] = fits[0]
    missing = tuple(group for group in needed_groups(part.table) if not set(group) & set(chosen))
    found = Match(look, part.table, chosen, rivals, missing)
    return Plan(found, f"{look.file}: {export.name}, known by their columns.", part.distinct, part.constants)


def _shared(look: Look, one: Fit, looks: list[Look]) -> float:
    """The best share of a key's values that a column of another file has; its fill where none does."""
    shares = [
        joined(other, column.place, look, one.column.place)[0]
        for other in looks
        for column in other.columns
        if other is not look
        and column.distinct > 1
        and column.shares.get("email", 0) == one.column.shares.get("email", 0)
    ]
    return max([share for share in shares if share > 0.1], default=0.0) + 0.001 * one.column.filled


def _taken_out(plans: list[Plan]) -> list[Plan]:
    """Customers and products that are taken out of the orders, where no file lists them or the list is not whole."""
    found = []
    for table, (key, attributes) in _LISTS.items():
        lists = [plan for plan in plans if plan.match.table == table]
        for orders in [plan for plan in plans if plan.match.table == "order_lines" and key in plan.match.columns]:
            look, place = orders.match.look, orders.match.columns[key]
            shares = [
                joined(look, place.column.place, one.match.look, one.match.columns[key].column.place)[0]
                for one in lists
                if key in one.match.columns
            ]
            if (table == "products" and shares) or any(share >= _WHOLE for share in shares):
                continue
            used = {one.column for name, one in orders.match.columns.items() if name != key}
            own = match(look, table, only=attributes)
            kept = {
                name: one for name, one in own.columns.items() if name != key and one.column not in used and one.named
            }
            steady = {name: one for name, one in kept.items() if _steady(look, place, one) >= _STEADY[table]}
            if table == "products" and not steady:
                continue
            rivals = {name: own.rivals[name] for name in steady if name in own.rivals}
            whole = replace(own, columns={key: place, **steady}, rivals=rivals, missing=())
            reason = "no file lists them" if not shares else f"the list has only {percent(max(shares))} of them"
            found.append(Plan(whole, f"The {table} in {look.file}: {reason}, so they are taken out of it.", True, {}))
    return found


def _steady(look: Look, key: Fit, one: Fit) -> float:
    """Share of keys that have one value."""
    pairs = look.table.select(key=key.column.place, value=one.column.place).filter(
        ibis._.key.notnull() & ibis._.value.notnull()
    )
    counts = pairs.group_by("key").agg(n=ibis._.value.nunique())
    frame = counts.aggregate(keys=counts.count(), one=(counts.n == 1).sum()).to_pandas().iloc[0]
    return int(frame["one"] or 0) / max(int(frame["keys"] or 0), 1)


def _check_lists(plans: list[Plan]) -> None:
    """Ask where a list of customers lacks many who bought."""
    for orders in plans:
        if orders.match.table != "order_lines" or "customer_id" not in orders.match.columns:
            continue
        look, place = orders.match.look, orders.match.columns["customer_id"].column.place
        for one in plans:
            if one.match.table != "customers" or one.distinct or "customer_id" not in one.match.columns:
                continue
            share, _ = joined(look, place, one.match.look, one.match.columns["customer_id"].column.place)
            if share < _WHOLE and not one.doubt:
                one.doubt = (
                    f"only {percent(share)} of the customers in {look.file} are in this file. Delete this source, "
                    "or use it and delete the next one: the orders of all others are then set aside"
                )
                one.else_ = (Entry("table", "customers", "the customers are these and no others"),)


def _check_copies(plans: list[Plan]) -> None:
    """Ask where two files of the same columns hold the same keys."""
    for place, one in enumerate(plans):
        for other in plans[:place]:
            same = one.match.table == other.match.table and one.match.look is not other.match.look
            if not same or one.distinct or other.distinct or one.match.table == "order_lines" or one.doubt:
                continue
            if [c.name for c in one.match.look.columns] != [c.name for c in other.match.look.columns]:
                continue
            first = next(iter(one.match.columns.values())).column.place
            share, _ = joined(one.match.look, first, other.match.look, first)
            if share >= _COPY:
                one.doubt = (
                    f"{percent(share)} of its keys are in {other.match.look.file} too: is it a copy? Then delete it"
                )
                one.else_ = (Entry("table", one.match.table, "it is not a copy; both count"),)


def _note_joins(plans: list[Plan]) -> None:
    """Say of each key which share of it the file that lists it has."""
    for key, table in (("customer_id", "customers"), ("product_id", "products"), ("campaign_id", "campaigns")):
        lists = [plan for plan in plans if plan.match.table == table and key in plan.match.columns]
        for plan in plans:
            own = plan.match.columns.get(key)
            for other in lists:
                if own and other.match.look is not plan.match.look and plan.match.table != table:
                    share, values = joined(
                        plan.match.look, own.column.place, other.match.look, other.match.columns[key].column.place
                    )
                    words = found_words(share, values, other.match.look.file)
                    plan.match.columns[key] = own = replace(own, evidence=(*own.evidence, words))
