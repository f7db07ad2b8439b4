"""How does a file that is read as a table become a source: what is sure, what is asked, what is left out?"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from seglib import strict_yaml
from seglib.contracts import TABLES, columns
from seglib.intake.suggest.columns import Column
from seglib.intake.suggest.draft import Entry, SourceDraft
from seglib.intake.suggest.fit import Fit, against, fit, percent, several
from seglib.intake.suggest.look import Look
from seglib.intake.suggest.match import Match
from seglib.intake.suggest.names import likeness
from seglib.intake.suggest.settings import reading_settings
from seglib.questions import Question

_FEW = 12
_ONE_WORD = {"quantity": "1", "arm": "all"}


def source_of(
    match: Match,
    *,
    about: str,
    distinct: bool = False,
    constants: dict[str, str] | None = None,
    elsewhere: frozenset[Column] = frozenset(),
) -> SourceDraft:
    """Describe a file as a source.

    Parameters
    ----------
    match : Match
        The file and its columns.
    about : str
        What the file seems to be.
    distinct : bool, default False
        Whether the file is finer than the table.
    constants : dict of str to str, optional
        Contract column: the same value on every row.
    elsewhere : frozenset of Column
        Columns that another source takes out of the same file.

    Returns
    -------
    SourceDraft
    """
    look, table = match.look, match.table
    given = constants or {}
    entries, held = [], []
    for name, one in match.columns.items():
        if one.named or not _needed(table, name):
            if one.named or "by its name" not in " ".join(one.evidence):
                entries.append(_mapped(name, one, match.rivals.get(name, [])))
            else:
                held.append(Entry(name, one.column.name, "; ".join(one.evidence)))
        else:
            entries.append(
                _asked(name, [one, *match.rivals.get(name, [])], "its name says so only in part: is this it?")
            )
    asked_constants = []
    free = [column for column in look.columns if column not in {one.column for one in match.columns.values()}]
    for group in match.missing:
        if set(group) & set(given):
            continue
        question = _missing(look, table, group, free)
        (entries if question.key not in _constant_keys(question) else asked_constants).append(question)
    mapped = {name: one.column for name, one in match.columns.items()}
    settings = [Entry("table", table, ""), Entry("file", look.file, _file_words(look))]
    settings += [Entry(key, value, "") for key, value in look.options.items()]
    settings += [_asked_by_reader(question) for question in look.asked]
    if look.last_line:
        why = f"nothing is read below: the {several(look.rejected, 'rows')} there do not have these columns"
        settings.append(Entry("last_line", str(look.last_line), why))
    settings += reading_settings(look, table, {name: one for name, one in mapped.items() if name not in _keys(held)})
    if distinct:
        settings.append(Entry("distinct", "true", "the file has more rows than that: its distinct rows are taken"))
    order = list(columns(table))
    return SourceDraft(
        about,
        settings,
        sorted(entries, key=lambda entry: order.index(entry.key)),
        [Entry(name, value, "") for name, value in given.items()] + asked_constants,
        _values(table, mapped),
        held,
        [] if distinct else [_unmapped(look, table, column) for column in free if column not in elsewhere],
    )


def _asked_by_reader(question: Question) -> Entry:
    """A question of the file's reader, as a line of ``client.yml``."""
    answers = []
    for choice in question.choices:
        ((key, value),) = strict_yaml.load(choice.line)[0].items()
        answers.append(Entry(key, value, choice.reading))
    return Entry(answers[0].key, None, question.text, tuple(answers))


def _keys(entries: list[Entry]) -> set[str]:
    return {entry.key for entry in entries}


def _needed(table: str, name: str) -> bool:
    return columns(table)[name].required or any(name in group for group in TABLES[table].metadata.get("one_of", []))


def _file_words(look: Look) -> str:
    many = f"{len(look.files)} files, " if len(look.files) > 1 else ""
    return f"{many}{'the first ' if look.cut else ''}{several(look.rows, 'rows')}"


def _mapped(name: str, one: Fit, rivals: list[Fit]) -> Entry:
    if rivals:
        return _asked(name, [one, *rivals], f"which column is it? {1 + len(rivals)} fit about as well")
    return Entry(name, one.column.name, "; ".join(one.evidence))


def _asked(name: str, candidates: list[Fit], text: str) -> Entry:
    answers = tuple(Entry(name, one.column.name, "; ".join(one.evidence)) for one in candidates)
    return Entry(name, None, text, answers)


def _missing(look: Look, table: str, group: tuple[str, ...], free: list[Column]) -> Entry:
    """The question for a column that the table needs and no name speaks of."""
    answers = []
    for name in group:
        for column in free:
            words = against(look, column, table, name) if column.filled else "!"
            if not words.startswith("!"):
                seen = "; ".join(["by its values only", f"{percent(column.filled)} filled", words]).rstrip("; ")
                answers.append(Entry(name, column.name, seen))
    if answers:
        return Entry(
            group[0], None, f"{table} needs it and no column is named so: which one is it?", tuple(answers[:_FEW])
        )
    allowed = columns(table)[group[0]].metadata["allowed"]
    words = allowed or ([_ONE_WORD[group[0]]] if group[0] in _ONE_WORD else [])
    answers = [Entry(group[0], word, "the same on every row") for word in words]
    return Entry(group[0], None, f"{table} needs it and no column looks like it", tuple(answers))


def _constant_keys(question: Entry) -> set[str]:
    """Keys of a question that only a constant can answer."""
    return {question.key} if question.answers and question.answers[0].why == "the same on every row" else set()


@cache
def _meanings() -> dict[str, dict[str, dict[str, str]]]:
    text = files(__package__).joinpath("values.yml").read_text(encoding="utf-8")
    content, _ = strict_yaml.load(text)
    return {
        table: {
            column: {word.casefold(): value for value, words in values.items() for word in words}
            for column, values in listed.items()
        }
        for table, listed in content.items()
    }


def _values(table: str, mapped: dict[str, Column]) -> dict[str, list[Entry]]:
    """What the words of a column stand for, where the contract knows only some."""
    found = {}
    for name, column in mapped.items():
        allowed = columns(table)[name].metadata["allowed"]
        if not allowed:
            continue
        known = _meanings().get(table, {}).get(name, {})
        entries = []
        for value, n in column.common.items():
            if value.lower() in allowed:
                continue
            meaning = known.get(value.casefold())
            answers = () if meaning else tuple(Entry(value, one, "") for one in allowed)
            rows = several(n, "rows") if meaning else f"on {several(n, 'rows')}: what does it mean?"
            entries.append(Entry(value, meaning, rows, answers))
        if entries:
            found[name] = entries
    return found


def _unmapped(look: Look, table: str, column: Column) -> str:
    """A column that is not used, with what may be known of it."""
    if not column.filled:
        return f"{column.name} (empty)"
    words = f"{percent(column.filled)} filled, {several(column.distinct, 'different values')}"
    for name in columns(table):
        if (one := fit(look, column, table, name)) is None:
            denied = _denied(look, column, table, name)
            if denied:
                return f"{column.name} ({words}; not {name}: {denied})"
        elif one:
            return f"{column.name} ({words}; {name} is taken by another column)"
    return f"{column.name} ({words})"


def _denied(look: Look, column: Column, table: str, name: str) -> str:
    said = against(look, column, table, name) if likeness(column.name, table, name) else ""
    return said.removeprefix("!") if said.startswith("!") else ""
