"""How are the dates of a source written, whose years do they count, and in which zone are its times?

Every question is settled by all cells of a column, or asked: ``13/02`` can only have the day first, ``02/03`` both; a
year such as 1402 or 2567 is of another calendar; 45292 is a day of Excel; a time with a zone needs the shop's zone.
"""

from __future__ import annotations

from itertools import product

import ibis

from seglib.client_checks import ISO
from seglib.client_keys import Source
from seglib.contracts import columns
from seglib.intake.date_questions import Answer, ask_calendar, ask_form, ask_zone, first, total
from seglib.intake.date_shapes import ORDERS, Shape, outline, shapes
from seglib.intake.evidence import Finding, Proof, answer, cells
from seglib.questions import Question


def date_columns(source: Source) -> list[str]:
    """Columns of a source that hold dates or times.

    Parameters
    ----------
    source : seglib.client.Source

    Returns
    -------
    list of str
    """
    known = columns(source.table)
    return [name for name in known if name in source.columns and known[name].dtype.type.is_temporal()]


def read_dates(
    text: ibis.Table, source: Source, *, where: str, missing: list[str]
) -> tuple[list[Finding], list[Question]]:
    """Find the formats of each column of dates, and ask for its calendar and the shop's zone where that is open.

    Parameters
    ----------
    text : ibis.Table
        The source as text.
    source : seglib.client.Source
    where : str
        The source's place in ``client.yml``.
    missing : list of str
        What stands for "not known" besides an empty cell.

    Returns
    -------
    findings : list of Finding
        One a column that is not asked about.
    questions : list of seglib.questions.Question
    """
    names = date_columns(source)
    if not names or all(_settled(source, name) for name in names):
        return [_declared(source, name) for name in names], []
    personal = {name for name in names if columns(source.table)[name].metadata["personal"]}
    found = shapes(cells(text, names, missing=missing, outline=outline), personal=personal)
    findings, questions = [], []
    opened: dict[str, list] = {}
    for name in names:
        if source.convention("dates", name):
            findings.append(_declared(source, name))
            continue
        elsewhere = [shape for other, several in found.items() if other != name for shape in several]
        formats = _formats(name, found.get(name, []), elsewhere)
        if isinstance(formats, Finding):
            findings.append(formats)
        else:
            opened[name] = formats
    told = [finding.column for finding in findings if finding.basis != "nothing to tell"]
    alike = len({str([formats for _, formats in lists]) for lists in opened.values()}) == 1
    if alike and not told:
        name = next(iter(opened))  # one answer serves them all
        questions.append(ask_form(name, opened[name], source, answer("dates", name, [name], where)))
    else:
        places = {name: answer("dates", name, names, where) for name in opened}
        questions += [ask_form(name, lists, source, places[name]) for name, lists in opened.items()]
    for name in names:
        if not source.convention("calendar", name):
            questions += ask_calendar(name, found.get(name, []), source, names, where)
    if not source.timezone:
        free = [name for name in names if ISO in (source.convention("dates", name) or [ISO])]
        questions += ask_zone({name: found.get(name, []) for name in free}, source, where)
    return findings, questions


def _settled(source: Source, name: str) -> bool:
    """Whether nothing can be asked of a column: forms and calendar are declared, and no form has a zone."""
    formats = source.convention("dates", name)
    zone = source.timezone or (formats is not None and ISO not in formats)
    return bool(formats and source.convention("calendar", name) and zone)


def _declared(source: Source, name: str) -> Finding:
    formats = source.convention("dates", name)
    return Finding(name, "dates", formats, ", ".join(formats), "declared")


def _formats(name: str, of_column: list[Shape], elsewhere: list[Shape]) -> Finding | list:
    """The formats of one column, or every way to answer what is open, with the formats that it comes to."""
    readable = [shape for shape in of_column if shape.kind != "unknown"]
    if not readable:
        return Finding(name, "dates", [ISO], "no dates to tell by", "nothing to tell")
    alike = dict.fromkeys(shape.family for shape in readable if shape.kind == "open")
    answers: list[list[Answer]] = []
    orders: dict[tuple, str] = {}
    proofs: list[tuple[Proof, int]] = []
    for family in alike:
        several = [shape for shape in readable if shape.family == family]
        order, proof = _order(several)
        if order is None and not _contradicted(several):
            order, proof = _order([shape for shape in elsewhere if shape.family == family], needs_proof=True)
        if order is None:
            answers.append([Answer(family, order, several) for order in _possible(several)])
        else:
            orders[family] = order
            proofs += [proof] if proof else []
    serials = [shape for shape in readable if shape.kind == "serial"]
    if serials:
        answers.append([Answer(("serial",), system, serials) for system in ("excel-1900", "excel-1904")])
    if answers:
        lists = []
        for chosen in product(*answers):
            picked = orders | {answer.family: answer.value for answer in chosen}
            lists.append((chosen, _list(readable, picked)))
        return lists
    formats = _list(readable, orders)
    proof, rows = proofs[0] if proofs else (first(readable, "n_at"), total(readable, "n"))
    words = ", ".join(formats) + "".join(f" ({ORDERS[order]})" for order in dict.fromkeys(orders.values()))
    return Finding(name, "dates", formats, words, "found", proof, rows)


def _order(several: list[Shape], *, needs_proof: bool = False) -> tuple[str | None, tuple[Proof, int] | None]:
    """The one order that fits every date of a family, with a date that fits no other."""
    if not several:
        return None, None
    misfits = {order: total(several, f"not_{order}") for order in several[0].orders}
    alive = [order for order, count in misfits.items() if not count]
    if len(alive) == 1 and max(misfits.values()):
        rival = min((order for order in misfits if misfits[order]), key=misfits.get)
        return alive[0], (first(several, f"not_{rival}_at"), misfits[rival])
    if alive and not total(several, "either") and not needs_proof:
        return alive[0], None  # 05/05: every order gives the same days
    return None, None


def _contradicted(several: list[Shape]) -> bool:
    return all(total(several, f"not_{order}") for order in several[0].orders)


def _possible(several: list[Shape]) -> list[str]:
    alive = [order for order in several[0].orders if not total(several, f"not_{order}")]
    return alive or list(several[0].orders)


def _list(readable: list[Shape], orders: dict[tuple, str]) -> list[str]:
    """The formats, the most frequent first; one with a time also reads a bare day."""
    counts: dict[str, int] = {}
    for shape in readable:
        if shape.kind == "serial":
            form = orders[("serial",)]
        elif shape.kind == "open":
            year = "%y" if shape.family[-1] == 2 else "%Y"
            pieces = {"d": "%d", "m": "%m", "y": year}
            form = shape.form.format(*(pieces[letter] for letter in orders[shape.family]))
        else:
            form = shape.form
        counts[form] = counts.get(form, 0) + shape.n
    for form in [form for form in counts if "%H" not in form and "%I" not in form]:
        timed = [other for other in counts if other.startswith(form) and other != form]
        if timed:
            counts[max(timed, key=counts.get)] += counts.pop(form)
    return sorted(counts, key=lambda form: -counts[form])
