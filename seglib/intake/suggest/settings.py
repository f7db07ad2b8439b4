"""In which forms does a source write its dates and numbers, as far as the mapped columns prove it?"""

from __future__ import annotations

from seglib.contracts import columns
from seglib.intake.suggest.columns import Column
from seglib.intake.suggest.draft import Entry
from seglib.intake.suggest.fit import percent
from seglib.intake.suggest.forms import DateForm, date_form, is_iso, number_form
from seglib.intake.suggest.look import Look

_CLEARLY = 0.05


def reading_settings(look: Look, table: str, mapped: dict[str, Column]) -> list[Entry]:
    """``decimal`` and ``dates`` of a source.

    Parameters
    ----------
    look : Look
        The file.
    table : str
        The table that it feeds.
    mapped : dict of str to Column
        Contract column: the file's column.

    Returns
    -------
    list of Entry
        Empty where nothing has to be said: decimal points and ISO dates.
    """
    dtypes = {name: columns(table)[name].dtype.type for name in mapped}
    figures = [column for name, column in mapped.items() if dtypes[name].is_numeric()]
    days = [column for name, column in mapped.items() if dtypes[name].is_temporal()]
    return _decimal(look, figures) + _dates(look, days)


def _decimal(look: Look, figures: list[Column]) -> list[Entry]:
    forms = {column.name: number_form(look, column) for column in figures}
    comma = {name: form.comma - form.point for name, form in forms.items()}
    for_comma = [name for name, lead in comma.items() if lead > _CLEARLY]
    for_point = [name for name, lead in comma.items() if lead < -_CLEARLY]
    if for_comma and for_point:
        text = f"which decimal mark has this file? {for_comma[0]} is written with a comma, {for_point[0]} with a point"
        answers = (Entry("decimal", ",", "a comma"), Entry("decimal", ".", "a point"))
        return [Entry("decimal", None, text, answers)]
    if for_comma:
        name = max(for_comma, key=lambda one: forms[one].comma)
        read = percent(forms[name].comma)
        return [Entry("decimal", ",", f"{read} of {name} are numbers with a decimal comma, not with a point")]
    if for_point:
        return []
    for column in figures:
        marked = [value for value in column.common if "." in value or "," in value]
        if marked:
            text = f"{column.name} is written like {marked[0]}: is the mark for decimals or for thousands?"
            other = "," if "." in marked[0] else "."
            own = "." if other == "," else ","
            answers = (Entry("decimal", own, "for decimals"), Entry("decimal", other, "for thousands"))
            return [Entry("decimal", None, text, answers)]
    return []


def _dates(look: Look, days: list[Column]) -> list[Entry]:
    forms = {column.name: form for column in days if (form := date_form(look, column))}
    proved = [form for form in forms.values() if len(form.readings) == 1]
    unclear = {name: form for name, form in forms.items() if len(form.readings) > 1}
    for name, form in unclear.items():
        if not any(one.readings[0] in form.readings for one in proved):
            return [_question(name, form)]
    formats = list(dict.fromkeys(one for form in proved for one in form.readings[0]))
    if all(is_iso(one) for one in formats):
        return []
    share = ", ".join(f"{percent(form.read)} of {name}" for name, form in forms.items())
    return [Entry("dates", formats, f"reads {share}")]


def _question(name: str, form: DateForm) -> Entry:
    first = {"%d": "the day stands first", "%m": "the month stands first"}
    answers = tuple(Entry("dates", list(formats), first[formats[0][:2]]) for formats in form.readings)
    text = f"no day of {name} is above 12, so day and month cannot be told apart: which stands first?"
    return Entry("dates", None, text, answers)
