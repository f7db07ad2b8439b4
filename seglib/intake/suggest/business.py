"""What do the files say of the business as a whole: its currency, the end of observation, its habits?"""

from __future__ import annotations

import math
import re

import ibis
from babel import Locale
from babel.numbers import get_territory_currencies, list_currencies

from seglib.intake.suggest.compose import Plan
from seglib.intake.suggest.draft import Entry
from seglib.intake.suggest.fit import percent
from seglib.intake.suggest.forms import date_form, number_form
from seglib.intake.suggest.look import Look
from seglib.reading.numbers import SIGNS

_MOST = 0.9
_LANGUAGES = ("en", "de", "fr", "es", "ar", "fa", "ms")
_LIMIT = 0.05
_CODES = list_currencies()
_PREFIX = re.compile(r"^[A-Za-z]{1,3}(?=.*\d)")


def business(name: str, plans: list[Plan]) -> list[Entry]:
    """``name``, ``currency`` and ``as_of``.

    Parameters
    ----------
    name : str
        The client's folder.
    plans : list of Plan
        What the files feed.

    Returns
    -------
    list of Entry
    """
    shown = name.replace("-", " ").title()
    return [
        Entry("name", shown, "as shown on the report; from the folder's name"),
        _currency(plans),
        Entry("language", "en", "of the report: en, ar, fa, ms, de and so on"),
        _as_of(plans),
    ]


def _orders(plans: list[Plan]) -> list[Plan]:
    return [plan for plan in plans if plan.match.table == "order_lines"]


def _currency(plans: list[Plan]) -> Entry:
    for plan in _orders(plans):
        if one := plan.match.columns.get("currency"):
            counts = {code.upper(): n for code, n in one.column.common.items()}
            code, n = max(counts.items(), key=lambda item: item[1])
            share = n / sum(counts.values())
            where = f"{one.column.name} in {plan.match.look.file}"
            if share >= _MOST:
                rest = "" if share == 1 else "; money in the others is set aside"
                return Entry("currency", code, f"{percent(share)} of {where}{rest}")
            answers = tuple(Entry("currency", code, f"{n:,} rows") for code, n in counts.items())
            return Entry("currency", None, f"{where} has several: which one is the report in?", answers)
    signs: dict[str, str] = {}
    for plan in plans:
        for name in ("unit_price", "line_total", "unit_cost", "income"):
            if one := plan.match.columns.get(name):
                where = f"{one.column.name} of {plan.match.look.file}"
                for code in _named(one.column.name):
                    signs.setdefault(code, f"its sign or code stands in the name {where}")
                for code in number_form(plan.match.look, one.column).currencies:
                    signs.setdefault(code, f"its sign or code stands in {where}")
    if len(signs) == 1 and "USD" not in signs:
        ((code, why),) = signs.items()
        return Entry("currency", code, why)
    answers = [Entry("currency", code, why) for code, why in signs.items()]
    answers += [Entry("currency", *one) for one in _of_countries(plans) if one[0] not in signs]
    answers = answers or [Entry("currency", "EUR", "for instance")]
    return Entry("currency", None, "in which currency is the money? No column says it", tuple(answers))


def _named(name: str) -> list[str]:
    """Currencies whose sign or code stands in the name of a column, such as ``Price (EUR)``."""
    words = re.findall(r"[^\W\d_]+|[^\w\s]", name)
    codes = [SIGNS.get(word, word if word in _CODES else None) for word in words]
    return [code for code in dict.fromkeys(codes) if code]


def _of_countries(plans: list[Plan]) -> list[tuple[str, str]]:
    """Currencies of the countries in which most customers are."""
    codes = {
        word.casefold(): code for one in _LANGUAGES for code, word in Locale(one).territories.items() if len(code) == 2
    }
    found: dict[str, str] = {}
    for plan in plans:
        if one := plan.match.columns.get("country"):
            for country in list(one.column.common)[:5]:
                code = codes.get(country.casefold()) or (country.upper() if country.upper() in codes.values() else None)
                for money in get_territory_currencies(code)[:1] if code else []:
                    found.setdefault(money, f"the currency of {country}, in {one.column.name}")
    return list(found.items())[:3]


def _as_of(plans: list[Plan]) -> Entry:
    forms = []
    for plan in _orders(plans) or plans:
        for name in ("ordered_at", "at", "assigned_at", "signup_date"):
            if one := plan.match.columns.get(name):
                forms.append((date_form(plan.match.look, one.column), one.column.name, plan.match.look))
    proved = [(form, name, look) for form, name, look in forms if form and form.last]
    text = "which is the last day that the files cover?"
    if not proved:
        return Entry("as_of", None, f"{text} No column says it")
    form, name, look = max(proved, key=lambda one: one[0].last_common)
    if unclear := [one for one, _, _ in proved if len(one.readings) > 1]:
        days = sorted({max(day, *(one.last_common for one, _, _ in proved)) for form in unclear for day in form.lasts})
        answers = tuple(Entry("as_of", day.isoformat(), f"the last day of {name} if dates are read so") for day in days)
        return Entry("as_of", None, f"{text} It depends on how dates are read", answers)
    common = form.last_common.isoformat()
    beyond = sum(one.beyond for one, _, _ in proved)
    last = max(one.last for one, _, _ in proved).isoformat()
    if last > common:
        answers = (
            Entry("as_of", common, f"the last day of {name} in {look.file} but for {beyond:,} rows"),
            Entry("as_of", last, "the very last; then these rows count, and all customers look long gone"),
        )
        return Entry(
            "as_of", None, f"which day ends the observation? {beyond:,} rows lie far behind all others", answers
        )
    if look.cut:
        answers = (Entry("as_of", common, f"the last day in the first {look.rows:,} rows of {look.file}"),)
        return Entry("as_of", None, "which day ends the observation? Not all rows were looked at", answers)
    return Entry("as_of", common, f"the last day of {name} in {look.file}; nothing ever asks for today's date")


def habits(plans: list[Plan]) -> list[Entry]:
    """What ``cleaning`` must know: cancellations, keys with several rows, rows without a customer.

    Parameters
    ----------
    plans : list of Plan
        What the files feed.

    Returns
    -------
    list of Entry
    """
    found = [_cancelled(plan) for plan in _orders(plans)]
    found = [one for one in found if one][:1]
    if several := [words for plan in plans if (words := _several(plan))]:
        answers = (
            Entry("conflicting_rows", "most", "the row that is seen most often"),
            Entry("conflicting_rows", "last", "the last one in the file"),
        )
        text = f"{' and '.join(several)} have rows that differ: which one counts?"
        found.append(Entry("conflicting_rows", None, text, answers))
    shares = [(_lost(plan), plan.match.look.file) for plan in _orders(plans)]
    share, file = max(shares, default=(0.0, ""))
    if share > _LIMIT:
        limit = f"{min(math.ceil(share * 20 + 0.5) / 20, 1):.2f}"
        text = f"{percent(share)} of the rows of {file} name no customer or are broken; may so many be set aside?"
        why = "yes: they are listed and their money is shown; otherwise ask the shop"
        found.append(Entry("quarantine_limit", None, text, (Entry("quarantine_limit", limit, why),)))
    return found


def _lost(plan: Plan) -> float:
    """Share of the rows of an order file that cannot be used as they are."""
    look, one = plan.match.look, plan.match.columns.get("customer_id")
    broken = 0 if look.last_line else look.rejected
    without = (1 - one.column.filled) * look.rows if one else 0
    return (without + broken) / (look.rows + broken)


def _cancelled(plan: Plan) -> Entry | None:
    """The letters that mark a cancellation: orders that begin with them have nothing but negative units."""
    order, units = plan.match.columns.get("order_id"), plan.match.columns.get("quantity")
    if not order or not units:
        return None
    rows = plan.match.look.table.select(order=order.column.place, units=units.column.place)
    rows = rows.filter(rows.order.re_search(r"^[A-Za-z]"), rows.units.notnull())
    rows = rows.mutate(start=rows.order.re_extract(r"^([A-Za-z]{1,3})", 1), back=rows.units.re_search(r"^\s*[-−(]"))
    counted = rows.group_by("start").agg(n=ibis._.count(), back=ibis._.back.sum(), orders=ibis._.order.nunique())
    frame = counted.order_by(ibis.desc("n")).to_pandas()
    for one in frame.itertuples():
        if one.n >= 5 and one.back / one.n >= 0.99:
            start = _shortest(plan.match.look, order.column.place, one.start)
            words = f"all {one.n:,} rows of the {one.orders:,} orders that begin with {one.start} take units back"
            return Entry(
                "cancellation_prefix", start, words if one.back == one.n else words.replace("all", "nearly all")
            )
    return None


def _shortest(look: Look, place: str, start: str) -> str:
    """The letters without which most of the cancelled orders' numbers are those of other orders, or all letters."""
    orders = look.table.select(key=look.table[place]).distinct()
    cancelled = orders.filter(orders.key.startswith(start))
    many = int(cancelled.count().to_pandas())
    for length in range(1, len(start) + 1):
        rest = cancelled.mutate(key=cancelled.key.substr(length))
        if int(rest.semi_join(orders, "key").count().to_pandas()) > many / 2:
            return start[:length]
    return start


def _several(plan: Plan) -> str:
    """Keys of a list that come with rows that differ in what is mapped."""
    key = {"customers": "customer_id", "products": "product_id"}.get(plan.match.table)
    if key not in plan.match.columns or plan.doubt or len(plan.match.columns) < 2:
        return ""
    sure = {name: one for name, one in plan.match.columns.items() if one.named and name not in plan.match.rivals}
    if key not in sure:
        return ""
    rows = plan.match.look.table.select(**{name: one.column.place for name, one in sure.items()})
    rows = rows.filter(rows[key].notnull()).distinct()
    counts = rows.group_by(key).agg(n=ibis._.count())
    frame = counts.aggregate(keys=counts.count(), several=(counts.n > 1).sum()).to_pandas().iloc[0]
    several = int(frame["several"] or 0)
    return f"{several:,} of {int(frame['keys']):,} {plan.match.table}" if several else ""
