"""What is asked about dates, and in which words?"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from seglib.client_keys import Source
from seglib.intake.date_shapes import ORDERS, Shape
from seglib.intake.evidence import Proof, answer, named
from seglib.questions import Choice, Question

_ZONES = (
    *("Europe/London", "Europe/Berlin", "Europe/Athens", "Europe/Istanbul", "Asia/Riyadh", "Asia/Tehran", "Asia/Dubai"),
    *("Asia/Karachi", "Asia/Kolkata", "Asia/Jakarta", "Asia/Kuala_Lumpur", "Asia/Tokyo", "Australia/Sydney"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo"),
)


@dataclass(frozen=True)
class Answer:
    """One answer to what a family of shapes leaves open.

    Attributes
    ----------
    family : tuple
    value : str
        An order of :data:`seglib.intake.date_shapes.ORDERS`, or a system of Excel.
    shapes : list of Shape
    """

    family: tuple
    value: str
    shapes: list[Shape]


def ask_form(
    column: str, lists: list[tuple[tuple[Answer, ...], list[str]]], source: Source, place: tuple[str, str]
) -> Question:
    """Ask how the dates of a column are written.

    Parameters
    ----------
    column : str
        The contract's column.
    lists : list of (answers, formats)
        Every way to answer all that is open, with the formats that it comes to.
    source : seglib.client.Source
    place : tuple of (str, str)
        From :func:`seglib.intake.evidence.answer`.

    Returns
    -------
    seglib.questions.Question
    """
    where, before = place
    asked = {one.family: one.shapes for answers, _ in lists for one in answers}
    texts, samples = [], []
    for family, several in asked.items():
        if family == ("serial",):
            proof = first(several, "n_at")
            samples.append(proof)
            many = total(several, "n")
            texts.append(f"there are numbers of days as Excel counts them, such as {proof.text} ({many:,} in all)")
            continue
        proofs = [(order, first(several, f"not_{order}_at")) for order in several[0].orders]
        if all(proof for _, proof in proofs):
            samples.append(proofs[0][1])
            clauses = [
                f"{proof} cannot be {ORDERS[order]} ({total(several, f'not_{order}'):,} in all)"
                for order, proof in proofs
            ]
            texts.append(", ".join(clauses))
        else:
            samples.append(first(several, "either_at"))
            texts.append(f"no cell proves the order of day and month, as in {samples[-1]}")
    choices = tuple(
        Choice(before + json.dumps(formats), "; ".join(_meaning(one) for one in answers)) for answers, formats in lists
    )
    code = "excel_date" if set(asked) == {("serial",)} else "date_order" if ("serial",) not in asked else "date_form"
    text = "; ".join(texts) + ". How are they to be read?"
    return Question(code, samples[0].file, text, choices, named(source, column), samples[0].line, where)


def ask_calendar(column: str, shapes: list[Shape], source: Source, names: list[str], where: str) -> list[Question]:
    """Ask whose years a column counts, where they are not ours.

    Parameters
    ----------
    column : str
        The contract's column.
    shapes : list of Shape
    source : seglib.client.Source
    names : list of str
        All columns of dates of the source.
    where : str
        The source's place in ``client.yml``.

    Returns
    -------
    list of seglib.questions.Question
        None or one.
    """
    place, before = answer("calendar", column, names, where)
    for kind, calendars in (("old", {"jalali": 621, "hijri": None}), ("ahead", {"buddhist": -543})):
        if not (rows := total(shapes, kind)):
            continue
        proof = first(shapes, f"{kind}_at")
        year = int(re.search(r"\d{4}", _latin(proof.text))[0])
        choices = []
        for calendar, shift in calendars.items():
            ours = year + shift if shift else int(year * 0.970224 + 621.5774)
            words = f"{year} is {ours}" if calendar == "buddhist" else f"{year} began in {ours}"
            choices.append(Choice(before + calendar, words))
        choices.append(Choice(before + "gregorian", f"{year} is {year}: cells that say so are not used"))
        text = f"there are years such as {year} ({rows:,} in all). Whose years are they?"
        return [Question("calendar", proof.file, text, tuple(choices), named(source, column), proof.line, place)]
    return []


def ask_zone(found: dict[str, list[Shape]], source: Source, where: str) -> list[Question]:
    """Ask for the shop's time zone, where times carry zones that differ.

    Parameters
    ----------
    found : dict of str to list of Shape
        By contract column.
    source : seglib.client.Source
    where : str
        The source's place in ``client.yml``.

    Returns
    -------
    list of seglib.questions.Question
        None or one: the zone is the whole source's.
    """
    for column, several in found.items():
        timed = [shape for shape in several if shape.kind == "iso" and shape.timed]
        zones = {shape.zone: shape.found["n_at"] for shape in reversed(timed)}
        if not set(zones) - {"", "Z"} and set(zones) != {"", "Z"}:
            continue  # all in UTC, or none with a zone
        proofs = [proof for zone, proof in zones.items() if zone]
        moments = [at for zone, proof in zones.items() if zone and (at := _moment(proof.text, zone))]
        fitting = [zone for zone in _ZONES if moments and all(_is_in(at, zone) for at in moments)]
        choices = tuple(
            Choice(f"timezone: {zone}", "; ".join(f"{at:%Y-%m-%d %H:%M %z} is {_in(at, zone)}" for at in moments[:1]))
            for zone in [*fitting[:3], "UTC"]
        )
        written = ", ".join(zone or "none" for zone in zones)
        text = f"times carry zones that differ ({written}). Which one is the shop's? Names are such as Asia/Tehran."
        proof = min(proofs, key=lambda proof: (proof.file, proof.line))
        return [Question("timezone", proof.file, text, choices, named(source, column), proof.line, where)]
    return []


def total(shapes: list[Shape], kind: str) -> int:
    """How many cells of some shapes are of a kind.

    Parameters
    ----------
    shapes : list of Shape
    kind : str

    Returns
    -------
    int
    """
    return sum(shape.found[kind] for shape in shapes)


def first(shapes: list[Shape], kind: str) -> Proof | None:
    """The first proof of a kind.

    Parameters
    ----------
    shapes : list of Shape
    kind : str
        Such as ``either_at``.

    Returns
    -------
    Proof or None
    """
    proofs = [shape.found[kind] for shape in shapes if shape.found[kind]]
    return min(proofs, key=lambda proof: (proof.file, proof.line), default=None)


def _is_in(at: dt.datetime, zone: str) -> bool:
    return at.astimezone(ZoneInfo(zone)).utcoffset() == at.utcoffset()


def _moment(text: str, zone: str) -> dt.datetime | None:
    offset = "+00:00" if zone == "Z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    try:
        return dt.datetime.fromisoformat(re.sub(r"(\.\d+)? ?(Z|[+-]\d{2}:?\d{2})$", "", _latin(text)) + offset)
    except ValueError:  # 30 February
        return None


def _is_in(at: dt.datetime, zone: str) -> bool:
    return at.astimezone(ZoneInfo(zone)).utcoffset() == at.utcoffset()


def _in(at: dt.datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _latin(text: str) -> str:
    return "".join(str(int(letter)) if letter.isdigit() else letter for letter in text)


def _meaning(one: Answer) -> str:
    if one.family == ("serial",):
        proof = first(one.shapes, "n_at")
        start = dt.date(1899, 12, 30) if one.value == "excel-1900" else dt.date(1904, 1, 1)
        day = start + dt.timedelta(days=int(re.match(r"\d+", _latin(proof.text))[0]))
        return f"{proof.text} is {day.day} {day:%B %Y}"
    rows = total(one.shapes, f"not_{one.value}")
    if rows:
        proof = first(one.shapes, f"not_{one.value}_at")
        return f"{ORDERS[one.value]}; cells such as {proof} are not used ({rows:,})"
    proof = first(one.shapes, "either_at")
    pieces = re.findall(r"\d+", _latin(proof.text))
    if one.family[0] == "compact":
        cut = (0, 4, 6, 8) if one.value == "ymd" else (0, 2, 4, 8)
        pieces = [pieces[0][start:end] for start, end in pairwise(cut)]
    by_letter = dict(zip(one.value, pieces, strict=False))
    month = dt.date(2000, int(by_letter["m"]), 1)
    return f"{proof.shown} is {int(by_letter['d'])} {month:%B}"
