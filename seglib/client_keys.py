"""What may a ``client.yml`` say of its files and of cleaning? Each key with its type, its rule and its default."""

from __future__ import annotations

from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field, field_validator

from seglib.client_checks import date_pieces

_THOUSANDS = (".", ",", "'", " ")


class Strict(BaseModel):
    """A part of ``client.yml``: unknown keys are refused, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    """One file (or files of one shape) that feeds one table of the contract.

    Attributes
    ----------
    table : str
        A table of the contract.
    file : str
        Name under ``raw/``; a pattern such as ``orders_*.csv`` joins files of one shape.
    delimiter : str or None
        One character, for text files; left out, it is found and shown.
    encoding : str
        Of a text file.
    sheet : str or None
        Of an Excel file that has several.
    header : list of str or None
        Names of the columns, in order, of a file without a header row.
    decimal : {".", ","}
        The decimal mark.
    thousands : str or None
        The thousands mark; left out, the other of point and comma.
    dates : list of str
        Formats as of ``strftime``: first the house format, then those that are repairs; none for ISO 8601.
    distinct : bool
        The file is finer than the table: its distinct rows are taken.
    columns : dict of str to str
        Contract column: the column's name in the file.
    constants : dict of str to str
        Contract column: the same value on every row.
    values : dict of str to dict
        Contract column: value in the file: value of the contract.
    """

    table: str
    file: str
    delimiter: str | None = None
    encoding: str = "utf-8"
    sheet: str | None = None
    header: list[str] | None = None
    decimal: Literal[".", ","] = "."
    thousands: str | None = None
    dates: list[str] = Field(default_factory=list)
    distinct: bool = False
    columns: dict[str, str]
    constants: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)

    @field_validator("delimiter")
    @classmethod
    def _one_character(cls, delimiter: str | None) -> str | None:
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
            raise ValueError(f'must be one character, such as ";" or "\\t" for a tab; got {delimiter!r}')
        return delimiter

    @field_validator("thousands")
    @classmethod
    def _known_mark(cls, mark: str | None) -> str | None:
        if mark is not None and mark not in _THOUSANDS:
            raise ValueError(f"must be one of {' '.join(map(repr, _THOUSANDS))}; got {mark!r}")
        return mark

    @field_validator("dates")
    @classmethod
    def _whole_dates(cls, formats: list[str]) -> list[str]:
        for one in formats:
            date_pieces(one)
        return formats


class ClientRule(Strict):
    """A client's own cleaning rule: rows whose column matches a regular expression.

    Attributes
    ----------
    name : str
        Code in the ledger: small letters, digits and underscores.
    table, column : str
        Where it looks.
    matches : str
        Regular expression (RE2) on the text as received.
    outcome : {"quarantine", "flag"}
        What happens to the row.
    reason : str
        Why, as shown to the reader.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    table: str
    column: str
    matches: str
    outcome: Literal["quarantine", "flag"] = "quarantine"
    reason: str

    @field_validator("matches")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            pc.match_substring_regex(pa.array([""]), pattern)  # RE2, as in the engine: no look-around
        except pa.ArrowInvalid as error:
            raise ValueError(f"must be a regular expression that RE2 knows; got {pattern!r} ({error})") from None
        return pattern


class Cleaning(Strict):
    """What cleaning does where the right answer depends on the business.

    Attributes
    ----------
    exact_duplicates : {"keep", "merge"}
        Whether an order line that repeats another in every column is used, with a mark, or taken as a copy.
    conflicting_rows : {"ask", "last", "most"}
        Which row counts where one key has several: the run stops and asks, the last one, the one seen most often.
    cancellation_prefix : str or None
        Order ids that begin so are cancellations.
    quarantine_limit : float
        Share of a table's rows, 0 to 1, above which cleaning refuses to go on.
    rules : list of ClientRule
        The client's own, on top of the standard ones.
    """

    exact_duplicates: Literal["keep", "merge"] = "keep"
    conflicting_rows: Literal["ask", "last", "most"] = "ask"
    cancellation_prefix: str | None = None
    quarantine_limit: float = Field(default=0.05, ge=0, le=1)
    rules: list[ClientRule] = Field(default_factory=list)
