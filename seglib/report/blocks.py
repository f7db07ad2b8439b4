"""In which forms does a result reach its reader?

A sentence, a number, a table, a drawing, a person or a note: one class each, and the way back from
their JSON.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from seglib.report.block import Block, BlockError
from seglib.report.card import Card
from seglib.report.persona import Persona
from seglib.report.sentence import placeholders
from seglib.report.svg import Picture
from seglib.report.tabular import Column, Grid, aligned
from seglib.report.text import Formatter, check_format
from seglib.segments.sentences import Line

_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, kw_only=True, repr=False)
class Finding(Block):
    """A sentence whose numbers come from the data.

    Parameters
    ----------
    id, notebook, formatter, n, population, sources, interval, slot, facts : see `Block`
        What all blocks carry.
    sentence : str
        With ``{name:format}`` placeholders.
    values : mapping
        The value of each placeholder.
    """

    kind: ClassVar[str] = "finding"
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the sentence against its values."""
        super().__post_init__()
        self._require("sentence")
        self.parts()

    def parts(self) -> list[tuple[str, str | None, str]]:
        """Take the sentence apart for a template.

        Returns
        -------
        list of (text, format, name)
            Wording has the format None, a value the text that is shown.
        """
        pieces: list[tuple[str, str | None, str]] = []
        for literal, name, kind in placeholders(self.sentence, self.values):
            if literal:
                pieces.append((literal, None, ""))
            if name is not None:
                pieces.append((self.formatter.format(self.values[name], kind), kind, name))
        return pieces

    @property
    def _interval_format(self) -> str:
        kinds = [kind for _, kind, _ in self.parts() if kind not in (None, "text")]
        return kinds[-1] if kinds else "number"

    def __str__(self) -> str:
        """Give the sentence and its evidence."""
        return f"Finding {self.id}: {''.join(text for text, _, _ in self.parts())} | {self.evidence}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Metric(Block):
    """One number with its name.

    Parameters
    ----------
    id, notebook, formatter, n, population, sources, interval, slot, facts : see `Block`
        What all blocks carry.
    label : str
        What the number is.
    value : object
        The number, or a date.
    format : str
        One of `seglib.report.text.FORMATS`.
    """

    kind: ClassVar[str] = "metric"
    label: str
    value: object
    format: str

    def __post_init__(self) -> None:
        """Check the label and the format."""
        super().__post_init__()
        self._require("label")
        check_format(self.format, where=self.where)
        self.shown  # noqa: B018  a value that does not fit its format is refused here

    @property
    def shown(self) -> str:
        """The value as its reader sees it."""
        return self.formatter.format(self.value, self.format, compact=True)

    @property
    def _interval_format(self) -> str:
        return self.format

    def __str__(self) -> str:
        """Give name, value and evidence."""
        return f"Metric {self.id}: {self.label} = {self.shown} | {self.evidence}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Table(Block):
    """Rows and columns with a caption.

    Parameters
    ----------
    id, notebook, formatter, n, population, sources, interval, slot, facts : see `Block`
        What all blocks carry.
    caption : str
        What the table shows.
    grid : Grid
        Headings, formats and values.
    """

    kind: ClassVar[str] = "table"
    caption: str
    grid: Grid

    def __post_init__(self) -> None:
        """Check the caption."""
        super().__post_init__()
        self._require("caption")

    def __str__(self) -> str:
        """Give the caption, the evidence and the aligned table."""
        columns = self.grid.columns
        table = aligned([c.label for c in columns], self.grid.shown(self.formatter), right=[c.numeric for c in columns])
        return f"Table {self.id}: {self.caption} | {self.evidence}\n{table}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Figure(Block):
    """A drawing, what it shows in words, and the data behind it.

    Parameters
    ----------
    id, notebook, formatter, n, population, sources, interval, slot, facts : see `Block`
        What all blocks carry.
    title : str
        The finding of the figure.
    alt : str
        40 to 250 characters with a number, for readers who do not see it.
    pictures : tuple of Picture
        The drawing, and where there is one the same for a phone.
    grid : Grid
        The data behind it.
    """

    kind: ClassVar[str] = "figure"
    title: str
    alt: str
    pictures: tuple[Picture, ...]
    grid: Grid

    def __post_init__(self) -> None:
        """Check the title and the text for readers who do not see the drawing."""
        super().__post_init__()
        self._require("title")
        if not (40 <= len(self.alt) <= 250 and _NUMBER.search(self.alt)):
            raise BlockError(
                f"`alt` of {self.where} must tell in 40 to 250 characters, with a number, what the figure shows; "
                f"got {len(self.alt)} characters: {self.alt!r}."
            )

    def __str__(self) -> str:
        """Give title, alternative text and n."""
        return f"Figure {self.id}: {self.title} | {self.alt} | {self.evidence}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Note(Block):
    """A limit, a caveat or a way to read the page.

    Parameters
    ----------
    id, notebook, formatter, n, population, sources, interval, slot, facts : see `Block`
        What all blocks carry.
    text : str
        One or two sentences.
    """

    kind: ClassVar[str] = "note"
    needs_evidence: ClassVar[bool] = False
    text: str

    def __post_init__(self) -> None:
        """Check the text."""
        super().__post_init__()
        self._require("text")

    def __str__(self) -> str:
        """Give the text."""
        return f"Note {self.id}: {self.text}"


KINDS = {cls.kind: cls for cls in (Finding, Metric, Table, Figure, Persona, Card, Note)}


def from_payload(payload: Mapping[str, object]) -> Block:
    """Turn the JSON of a block back into the block, checking it again.

    Parameters
    ----------
    payload : mapping
        What `Block.payload` gave.

    Returns
    -------
    Block
        An equal block.

    Raises
    ------
    BlockError
        If the kind is unknown or a field is missing, unknown or malformed.
    """
    values = dict(payload)
    cls = KINDS.get(values.pop("kind", None))
    if cls is None:
        raise BlockError(f"The kind of a block must be one of {', '.join(KINDS)}; got {payload.get('kind')!r}.")
    try:
        values["formatter"] = Formatter(values.pop("language"), values.pop("currency"))
        if "grid" in values:
            columns = tuple(Column(**column) for column in values["grid"]["columns"])
            values["grid"] = Grid(columns, tuple(tuple(row) for row in values["grid"]["rows"]))
        if "pictures" in values:
            values["pictures"] = tuple(Picture(*picture) for picture in values["pictures"])
        if "lines" in values:
            values["lines"] = tuple(Line(*line) for line in values["lines"])
        if values.get("portrait"):
            values["portrait"] = Picture(*values["portrait"])
        values["sources"] = tuple(values.get("sources", ()))
        values["facts"] = tuple(map(tuple, values.get("facts", ())))
        values["interval"] = None if values.get("interval") is None else tuple(values["interval"])
        return cls(**values)
    except (KeyError, TypeError) as error:
        raise BlockError(f"The block {payload.get('id')!r} is malformed: {error}.") from error
