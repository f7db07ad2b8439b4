"""Does a text name a person? It is searched for everybody's id, name, address and phone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\s,;:()<>\"'“”|=]+")
_WORDS = re.compile(r"[^\W\d_]+")  # parted at hyphens and apostrophes, so that a genitive hides nobody
LEAST = 5


@dataclass(frozen=True)
class People:
    """Everything by which a customer could be known again.

    Parameters
    ----------
    marks : frozenset of str
        Ids, e-mail addresses and phones, in small letters.
    names : frozenset of tuple of str
        Names of two words or more, in small letters.
    """

    marks: frozenset[str]
    names: frozenset[tuple[str, ...]]

    def named_in(self, text: str) -> list[str]:
        """Find what tells of a person in a text.

        Parameters
        ----------
        text : str
            Any text.

        Returns
        -------
        list of str
            Kinds of finds: ``"mark"`` or ``"name"``, one each; never the find itself.
        """
        tokens = {token.strip(".").casefold() for token in _TOKEN.findall(text)}
        words = [word.casefold() for word in _WORDS.findall(text)]
        lengths = {len(name) for name in self.names}
        spoken = {tuple(words[i : i + n]) for n in lengths for i in range(len(words) - n + 1)}
        return ["mark"] * (not tokens.isdisjoint(self.marks)) + ["name"] * (not spoken.isdisjoint(self.names))


def people(rows: Iterable[Sequence[object]]) -> People:
    """Gather the marks and names of customers.

    Parameters
    ----------
    rows : iterable of sequence
        Id, e-mail address, phone and name of each; None where not known.

    Returns
    -------
    People
        Marks of fewer than 5 characters are left out, as is a name of one word: they stand for too many other
        things. A name that most customers share, such as a placeholder, stays in.
    """
    marks, names = set(), set()
    for *given, name in rows:
        marks |= {
            str(mark).strip().casefold() for mark in given if mark is not None and len(str(mark).strip()) >= LEAST
        }
        words = tuple(word.casefold() for word in _WORDS.findall(str(name or "")))
        if len(str(name or "").split()) > 1 and len(words) > 1:
            names.add(words)
    return People(frozenset(marks), frozenset(names))
