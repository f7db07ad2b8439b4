"""How is a suggested ``client.yml`` written, so that every line carries its evidence and every open one its answers?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from seglib.client_questions import UNKNOWN

_PLAIN = re.compile(r"\w[\w ./()*-]*")
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WIDTH = 34


@dataclass(frozen=True)
class Entry:
    """One line of ``client.yml``: a value with its evidence, or a question with its answers.

    Attributes
    ----------
    key : str
        The key.
    value : str or list of str or None
        The value; None while it is a question.
    why : str
        The evidence, or the question.
    answers : tuple of Entry
        Of a question: the lines that answer it.
    """

    key: str
    value: str | list[str] | None
    why: str
    answers: tuple[Entry, ...] = ()


@dataclass
class SourceDraft:
    """One source of the suggested ``client.yml``.

    Attributes
    ----------
    about : str
        What the file seems to be.
    settings : list of Entry
        ``table``, ``file``, ``delimiter`` and so on.
    columns, constants : list of Entry
        Under the keys of these names.
    values : dict of str to list of Entry
        Contract column: what its values in the file mean.
    maybe : list of Entry
        Mappings that a person may want to switch on.
    notes : list of str
        What is not mapped, and why.
    """

    about: str
    settings: list[Entry]
    columns: list[Entry]
    constants: list[Entry] = field(default_factory=list)
    values: dict[str, list[Entry]] = field(default_factory=dict)
    maybe: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Draft:
    """A suggested ``client.yml``.

    Attributes
    ----------
    head : list of str
        How to go on.
    business : list of Entry
        ``name``, ``currency``, ``as_of`` and so on.
    sources : list of SourceDraft
        In reading order.
    cleaning : list of Entry
        Under ``cleaning``.
    left_out : list of str
        Files that are not used, and why.
    """

    head: list[str]
    business: list[Entry]
    sources: list[SourceDraft]
    cleaning: list[Entry] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Write it.

        Returns
        -------
        str
            A ``client.yml``.
        """
        lines = [f"# {comment(line)}".rstrip() for line in self.head] + [""]
        lines += _entries(self.business, 0)
        lines += ["", "sources:"]
        for source in self.sources:
            lines += ["", f"  # {comment(source.about)}", *_source(source)]
        if self.left_out:
            lines += ["", *(f"  # not used: {comment(line)}" for line in self.left_out)]
        if self.cleaning:
            lines += ["", "cleaning:", *_entries(self.cleaning, 2)]
        return "\n".join(lines) + "\n"


def comment(text: str) -> str:
    """Text that stays inside a comment, whatever was in the file.

    Parameters
    ----------
    text : str
        May hold names and values of the client's files.

    Returns
    -------
    str
        On one line, without characters that end it or turn its direction.
    """
    return _DIRECTIONS.sub("", _BREAKS.sub(" ", text))


def scalar(text: str) -> str:
    """A value as YAML: plain where nothing can go wrong, in quotes otherwise.

    Parameters
    ----------
    text : str
        The value.

    Returns
    -------
    str

    Examples
    --------
    >>> scalar("Kunde seit"), scalar("Item #"), scalar("?")
    ('Kunde seit', '"Item #"', '"?"')
    """
    if _PLAIN.fullmatch(text) and text == text.strip() and not _DIRECTIONS.search(text):
        return text
    return _BREAKS.sub(lambda one: f"\\u{ord(one[0]):04x}", json.dumps(text, ensure_ascii=False))


def _source(source: SourceDraft) -> list[str]:
    first, *rest = _entries(source.settings, 4)
    lines = [f"  - {first.lstrip()}", *rest, "    columns:", *_entries(source.columns, 6)]
    if source.constants:
        lines += ["    constants:", *_entries(source.constants, 6)]
    if source.values:
        lines.append("    values:")
        for name, entries in source.values.items():
            lines += [f"      {name}:", *_entries(entries, 8)]
    if source.maybe:
        lines.append("    # perhaps also, under columns; take the # away if so:")
        lines += [f"    #   {line.lstrip()}" for line in _entries(source.maybe, 0)]
    return lines + [f"    # not mapped: {comment(note)}" for note in source.notes]


def _entries(entries: list[Entry], indent: int) -> list[str]:
    lines = []
    for entry in entries:
        lines.append(_line(entry, indent, ""))
        lines += [_line(answer, indent, "# ") for answer in entry.answers]
    return lines


def _line(entry: Entry, indent: int, mark: str) -> str:
    if isinstance(entry.value, list):
        value = "[" + ", ".join(json.dumps(one, ensure_ascii=False) for one in entry.value) + "]"
    else:
        value = scalar(UNKNOWN if entry.value is None else entry.value)
    written = f"{' ' * indent}{mark}{scalar(entry.key)}: {value}"
    return f"{written.ljust(_WIDTH)}  # {comment(entry.why)}" if entry.why else written
