"""What does every result carry that reaches a reader?

A block holds raw values with their formats and what they rest on (population, n, sources,
interval), never markup. It shows itself in JupyterLab, and its JSON is all that the renderer takes
from an executed notebook.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar

from seglib.report.tabular import Grid
from seglib.report.text import Formatter, translation

MIMETYPE = "application/vnd.seglib.block+json"
SLOTS = ("lead", "action", "first", "who", "money", "next", "quality", "unknown")
_ID = re.compile(r"[a-z][a-z0-9-]{0,47}")


class BlockError(ValueError):
    """A block lacks something that its reader needs."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """What all blocks carry.

    Parameters
    ----------
    id : str
        Lower-case letters, digits and hyphens; unique in its notebook; its anchor on the page.
    notebook : str
        The notebook it comes from, such as ``"05_behavioural"``.
    formatter : Formatter
        The client's language and currency.
    n : int or None
        Size of the population.
    population : str
        Who or what was counted, such as ``"customers with an order"``.
    sources : tuple of str
        Tables that the result rests on.
    interval : tuple of float or None
        Low and high end of the 95% interval, in the format of the result.
    slot : str or None
        Part of the index that repeats the block: one of `SLOTS`.
    facts : tuple of (str, str, object)
        Name, format and value of what its title, its alternative text or its note tells.

    Raises
    ------
    BlockError
        If something required is missing or malformed.
    """

    id: str
    notebook: str
    formatter: Formatter
    n: int | None = None
    population: str = ""
    sources: tuple[str, ...] = ()
    interval: tuple[float, float] | None = None
    slot: str | None = None
    facts: tuple[tuple[str, str, object], ...] = ()

    kind: ClassVar[str] = ""
    needs_evidence: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not _ID.fullmatch(self.id):
            raise BlockError(
                "`id` of a block must begin with a letter and have at most 48 lower-case letters, digits "
                f"and hyphens; got {self.id!r}."
            )
        if self.slot is not None and self.slot not in SLOTS:
            raise BlockError(f"`slot` of {self.where} must be one of {', '.join(SLOTS)}; got {self.slot!r}.")
        if self.needs_evidence:
            self._check_evidence()
        if self.interval is not None and not self.interval[0] <= self.interval[1]:
            raise BlockError(f"`interval` of {self.where} must be (low, high); got {self.interval!r}.")

    def _check_evidence(self) -> None:
        if not isinstance(self.n, int) or isinstance(self.n, bool) or self.n < 0:
            raise BlockError(f"`n` of {self.where} must be a whole number, 0 or more; got {self.n!r}.")
        if not self.population.strip():
            raise BlockError(f"`population` of {self.where} must say who was counted; got {self.population!r}.")
        if not self.sources or not all(isinstance(s, str) and s.strip() for s in self.sources):
            raise BlockError(f"`sources` of {self.where} must name its tables; got {list(self.sources)!r}.")

    def _require(self, name: str) -> None:
        if not str(getattr(self, name)).strip():
            raise BlockError(f"`{name}` of {self.where} must not be empty.")

    @property
    def where(self) -> str:
        """The block as messages name it."""
        return f"{self.kind} {self.id!r}"

    @property
    def evidence(self) -> str:
        """Population, n and interval in words."""
        _ = translation(self.formatter.language)
        parts = [_("n = {n} {population}", n=self.formatter.count(self.n), population=self.population)]
        if self.interval is not None:
            low, high = (self.formatter.format(end, self._interval_format) for end in self.interval)
            parts.append(_("95% interval {low} to {high}", low=low, high=high))
        return ", ".join(parts)

    @property
    def _interval_format(self) -> str:
        return "number"

    def payload(self) -> dict[str, object]:
        """Give the block as JSON-able raw values and formats.

        Returns
        -------
        dict
            What `from_payload` turns back into the same block.
        """
        values = {f.name: _jsonable(getattr(self, f.name)) for f in fields(self) if f.name != "formatter"}
        voice = {"language": self.formatter.language, "currency": self.formatter.currency}
        return {"kind": self.kind} | voice | values

    def __str__(self) -> str:
        """Give the stable plain text that notebooks are compared by."""
        raise NotImplementedError

    def __repr__(self) -> str:
        """Show as the plain text."""
        return str(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        if os.environ.get("SEGLIB_BLOCKS") == "text":
            return {"text/plain": str(self)}
        from seglib.report.fragments import standalone

        return {"text/plain": str(self), "text/html": standalone(self), MIMETYPE: self.payload()}


def _jsonable(value: object) -> object:
    if isinstance(value, Grid):
        return {"columns": [vars(c) for c in value.columns], "rows": [list(row) for row in value.rows]}
    if isinstance(value, tuple):
        return [_jsonable(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value
