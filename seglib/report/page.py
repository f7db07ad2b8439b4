"""How does a notebook make its blocks?

A `Page` knows the client and the notebook, so that each call needs only the result and what it
rests on.
"""

import string
from collections.abc import Mapping, Sequence

import pandas as pd

from seglib.report import tabular
from seglib.report.block import Block, BlockError
from seglib.report.blocks import Figure, Finding, Metric, Note, Table
from seglib.report.jupyter import running_cell
from seglib.report.segments_told import Segments
from seglib.report.sentence import Said, fill
from seglib.report.svg import capture
from seglib.report.text import Formatter

Columns = Mapping[str, str | tuple[str, str]]


class Page(Segments):
    """Makes the blocks of one notebook.

    Parameters
    ----------
    client : Client
        Gives `language` and `currency`.
    notebook : str
        The notebook's name without its ending, such as ``"05_behavioural"``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> page = Page(SimpleNamespace(language="en", currency="EUR"), "05_behavioural")
    >>> page.metric("revenue", "Revenue", 1234567.0, "money", n=90, population="customers", sources=["orders"])
    Metric revenue: Revenue = €1.23M | n = 90 customers
    """

    def __init__(self, client: object, notebook: str) -> None:
        self.client = client
        self.notebook = notebook
        self.formatter = Formatter(client.language, client.currency)
        self.blocks: dict[str, Block] = {}
        self._cells: dict[str, str | None] = {}

    def finding(
        self,
        id: str,
        sentence: str,
        *,
        n: int,
        population: str,
        sources: Sequence[str],
        interval: tuple[float, float] | None = None,
        slot: str | None = None,
        **values: object,
    ) -> Finding:
        """Say one thing that the data show.

        Parameters
        ----------
        id : str
            Anchor of the finding, unique in the notebook.
        sentence : str
            With ``{name:format}`` for every number and ``{name}`` or ``{name:text}`` for names out of the data.
        n, population, sources, interval, slot : see `Block`
            What the result rests on; the interval belongs to the sentence's last number.
        **values
            A value for each placeholder.

        Returns
        -------
        Finding
            Put it last in its cell to show it.

        Raises
        ------
        BlockError
            If something that the reader needs is missing.
        """
        given = {name: tabular.plain(value) for name, value in values.items()}
        evidence = self._evidence(n, population, sources, interval, slot)
        return self._add(Finding(id=id, sentence=sentence, values=given, **evidence))

    def metric(
        self,
        id: str,
        label: str,
        value: object,
        format: str,
        *,
        n: int,
        population: str,
        sources: Sequence[str],
        interval: tuple[float, float] | None = None,
        slot: str | None = None,
    ) -> Metric:
        """Show one number large.

        Parameters
        ----------
        id, label : str
            Anchor, unique in the notebook, and what the number is.
        value : object
            The number, or a date.
        format : str
            One of `seglib.report.text.FORMATS`.
        n, population, sources, interval, slot : see `Block`
            What the result rests on.

        Returns
        -------
        Metric
            Put it last in its cell to show it.
        """
        evidence = self._evidence(n, population, sources, interval, slot)
        return self._add(Metric(id=id, label=label, value=tabular.plain(value), format=format, **evidence))

    def table(
        self,
        id: str,
        data: pd.DataFrame,
        *,
        columns: Columns,
        caption: str,
        n: int,
        population: str,
        sources: Sequence[str],
        slot: str | None = None,
        empty: str | None = None,
    ) -> Table | Note:
        """Show a small table.

        Parameters
        ----------
        id : str
            Anchor, unique in the notebook.
        data : DataFrame
            1 to 200 rows; its index is not shown.
        columns : mapping
            Column to heading or ``(heading, format)``, in the order shown; the first one names the rows.
        caption : str
            What the table shows.
        n, population, sources, slot : see `Block`
            What the result rests on.
        empty : str, optional
            What to say instead when `data` has no rows.

        Returns
        -------
        Table or Note
            Put it last in its cell to show it.
        """
        if empty is not None and not len(data):
            return self.note(id, empty)
        grid = tabular.grid(data, columns=columns, where=f"table {id!r}")
        evidence = self._evidence(n, population, sources, None, slot)
        return self._add(Table(id=id, grid=grid, caption=caption, facts=_facts(caption), **evidence))

    def figure(
        self,
        id: str,
        drawing: object,
        *,
        title: str,
        alt: str,
        data: pd.DataFrame,
        columns: Columns,
        n: int,
        population: str,
        sources: Sequence[str],
        interval: tuple[float, float] | None = None,
        slot: str | None = None,
    ) -> Figure:
        """Show a drawing with its data; the drawing is captured and closed.

        Parameters
        ----------
        id : str
            Anchor, unique in the notebook.
        drawing : matplotlib Axes or Figure
            What a function of `seglib.plots` gave.
        title : str
            The finding of the figure, as a headline.
        alt : str
            40 to 250 characters with a number, for readers who do not see the figure.
        data : DataFrame
            What is drawn, in 1 to 200 rows.
        columns : mapping
            As for `table`.
        n, population, sources, interval, slot : see `Block`
            What the result rests on.

        Returns
        -------
        Figure
            Put it last in its cell to show it.
        """
        grid = tabular.grid(data, columns=columns, where=f"figure {id!r}")
        pictures = capture(drawing, salt=f"{self.notebook}-{id}")
        evidence = self._evidence(n, population, sources, interval, slot)
        told = {"title": title, "alt": alt, "facts": _facts(title, alt)}
        return self._add(Figure(id=id, pictures=pictures, grid=grid, **told, **evidence))

    def note(self, id: str, text: str, *, slot: str | None = None) -> Note:
        """Tell a limit or how to read the page.

        Parameters
        ----------
        id, text : str
            Anchor, unique in the notebook; one or two sentences.
        slot : str, optional
            See `Block`.

        Returns
        -------
        Note
            Put it last in its cell to show it.
        """
        about = {"notebook": self.notebook, "formatter": self.formatter, "slot": slot}
        return self._add(Note(id=id, text=text, facts=_facts(text), **about))

    def say(self, sentence: str, **values: object) -> Said:
        """Fill a sentence with values in the client's language, for a figure's title or alternative text.

        Parameters
        ----------
        sentence : str
            With ``{name:format}`` placeholders, as for `finding`.
        **values
            A value for each placeholder; others are not looked at, so that one set can serve several sentences.

        Returns
        -------
        Said
            The sentence, a text that remembers its values.
        """
        used = {name for _, name, _, _ in string.Formatter().parse(sentence)}
        given = {name: tabular.plain(value) for name, value in values.items() if name in used}
        return fill(sentence, given, self.formatter)

    def _evidence(self, n, population, sources, interval, slot) -> dict[str, object]:
        if isinstance(sources, str):
            raise BlockError(f"`sources` must be a list of table names; got the text {sources!r}.")
        return {
            "n": tabular.plain(n),
            "population": population or "",
            "sources": tuple(sources or ()),
            "interval": None if interval is None else tuple(tabular.plain(end) for end in interval),
            "slot": slot,
            "notebook": self.notebook,
            "formatter": self.formatter,
        }

    def _add(self, block: Block) -> Block:
        cell = running_cell()
        if block.id in self.blocks and (cell is None or cell != self._cells[block.id]):
            raise BlockError(
                f"`id` of {block.where} is already used by {self.blocks[block.id].where} in this notebook. "
                "Give each block its own."
            )
        self.blocks[block.id], self._cells[block.id] = block, cell
        return block


def _facts(*texts: str) -> tuple[tuple[str, str, object], ...]:
    """What filled sentences tell, each value once, in order."""
    return tuple(dict.fromkeys(fact for text in texts if isinstance(text, Said) for fact in text.facts))
