"""How is a segment told through a person? A card whose lines carry what they rest on, and a drawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from seglib.report.block import Block, BlockError
from seglib.report.sentence import placeholders
from seglib.report.svg import Picture
from seglib.report.tabular import plain
from seglib.report.text import translation
from seglib.segments.sentences import Line

SIZE = 96  # CSS pixels


def told_line(heading: str, sentence: str, values: Mapping[str, object], n: int, source: str) -> Line:
    """Make a line whose values are plain numbers and texts.

    Parameters
    ----------
    heading, sentence : str
        What it is about, and the sentence with placeholders.
    values : mapping
        The value of each placeholder.
    n : int
        How many it rests on.
    source : str
        Where its numbers stand.

    Returns
    -------
    Line
    """
    return Line(heading, sentence, {name: plain(value) for name, value in values.items()}, plain(n), source)


def decoration(svg: str | None) -> Picture | None:
    """Take a square drawing that says nothing which is not said in words.

    Parameters
    ----------
    svg : str or None
        An ``<svg>`` element.

    Returns
    -------
    Picture or None
    """
    return Picture(svg, SIZE, SIZE) if svg else None


@dataclass(frozen=True, kw_only=True, repr=False)
class Persona(Block):
    """A segment told through one typical, invented person.

    Parameters
    ----------
    id, notebook, formatter, n, population, sources, interval, slot, facts : see `Block`
        What all blocks carry.
    name : str
        First name.
    story : str
        Whom the person stands for.
    lines : tuple of Line
        What is told of the person, in the report's language where it has the words.
    portrait : Picture or None
        A drawing of the person.
    """

    kind: ClassVar[str] = "persona"
    name: str
    story: str
    lines: tuple[Line, ...] = ()
    portrait: Picture | None = None

    def __post_init__(self) -> None:
        """Check the name, the story and the lines."""
        super().__post_init__()
        self._require("name")
        self._require("story")
        self.told()
        if any(line.n < 1 or not line.source for line in self.lines):
            raise BlockError(f"Each line of {self.where} must say how many it rests on, and where its numbers stand.")

    def told(self) -> list[tuple[str, list[tuple[str, str | None]], int, str]]:
        """Take the lines apart for a template.

        Returns
        -------
        list of (heading, pieces, n, source)
            A piece is (text, format); wording has the format None.
        """
        _ = translation(self.formatter.language)
        told = []
        for line in self.lines:
            pieces: list[tuple[str, str | None]] = []
            for literal, name, kind in placeholders(_(line.sentence), line.values):
                pieces += [(literal, None)] if literal else []
                pieces += [(self.formatter.format(line.values[name], kind), kind)] if name is not None else []
            told.append((_(line.heading), pieces, line.n, _(line.source)))
        return told

    def __str__(self) -> str:
        """Give name, story and lines."""
        lines = [f"  {head}: {''.join(text for text, _ in pieces)} (n = {n})" for head, pieces, n, _ in self.told()]
        return "\n".join([f"Persona {self.id}: {self.name} | {self.story} | {self.evidence}", *lines])
