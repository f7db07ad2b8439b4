"""What may a ``client.yml`` say of its files and of cleaning? Each key with its type, its rule and its default."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from seglib.client_checks import EXCEL, ISO, date_pieces

LINE = "_line"
"""In place of a column's name: the number of the line."""

_VARIABLE = (
    "the name of an environment variable, such as SHOP_DATABASE_URL, that holds the database's URL; a URL holds a "
    "password, and a password does not belong in this file"
)
_THOUSANDS = (".", ",", "'", " ")
_CONVENTIONS = {"decimal": (".", ","), "calendar": ("gregorian", "jalali", "hijri", "buddhist")}


class Strict(BaseModel):
    """A part of ``client.yml``: unknown keys are refused, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    """One file (or files of one shape), or one table of a database, that feeds one table of the contract.

    Attributes
    ----------
    table : str
        A table of the contract.
    file : str or None
        Name under ``raw/``; a pattern such as ``orders_*.csv`` joins files of one shape.
    database : str or None
        In place of a file: name of the environment variable that holds a database's URL.
    from_table : str or None
        Its table or view, such as ``public.orders``.
    delimiter : str or None
        One character for text files, or ``blanks`` for runs of blanks; left out, it is found and shown.
    encoding : str or None
        Of a text file; left out, it is UTF-8 or what the file's byte-order mark says, and asked for otherwise.
    sheet : str or None
        Of an Excel file that has several.
    member : str or None
        Which of several files in a zip file.
    header : list of str or None
        Names of the columns, in order, of a file without a header row.
    header_line : int or None
        Physical line, from 1, of the header row; left out, the first line that is not blank.
    last_line : int or None
        Physical line after which nothing is read: for a file with several tables, one below the other.
    decimal : {".", ","} or dict of str to that or None
        The decimal mark, of all columns or by contract column; left out, it is found by evidence.
    thousands : str or None
        The thousands mark; left out, the other of point and comma.
    percent : {"fraction", "number", "unread"} or None
        What ``10 %`` is: 0.10, 10, or no value; left out, it is asked where it occurs.
    dates : list of str or dict of str to that or None
        Formats as of ``strftime``, ``iso``, ``excel-1900`` or ``excel-1904``, of all columns or by contract column:
        first the house format, then those that are repairs; left out, they are found by evidence.
    calendar : {"gregorian", "jalali", "hijri", "buddhist"} or dict of str to that or None
        Whose years the dates count, of all columns or by contract column; left out, ours, and asked where years look
        like others.
    timezone : str or None
        The shop's, such as ``Europe/Madrid``; times that carry a zone are brought to it.
    distinct : bool
        The file is finer than the table: its distinct rows are taken.
    items : list of str or dict of str to str or None
        Of a survey with one column a question: its questions, or the id of each with the column's name. Each cell
        becomes an answer of its own; where nobody has a number, the line is the respondent's.
    columns : dict of str to str or list of str
        Contract column: the column's name in the file; of several columns the values are joined by ``/``, as where an
        order has no number but a customer and a day. ``_line`` is the number of the line, where nothing else tells
        the rows of a file apart.
    constants : dict of str to str
        Contract column: the same value on every row.
    values : dict of str to dict
        Contract column: value in the file: value of the contract.
    """

    table: str
    file: str | None = None
    database: str | None = None
    from_table: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    member: str | None = None
    header: list[str] | None = None
    header_line: int | None = Field(default=None, ge=1)
    last_line: int | None = Field(default=None, ge=1)
    decimal: str | dict[str, str] | None = None
    thousands: str | None = None
    percent: Literal["fraction", "number", "unread"] | None = None
    dates: list[str] | dict[str, list[str]] | None = None
    calendar: str | dict[str, str] | None = None
    timezone: str | None = None
    distinct: bool = False
    items: Annotated[list[str], Field(min_length=1)] | Annotated[dict[str, str], Field(min_length=1)] | None = None
    columns: dict[str, str | Annotated[list[str], Field(min_length=2)]]
    constants: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)

    @field_validator("file", mode="before")
    @classmethod
    def _no_url(cls, file: object) -> object:
        if "://" in str(file):
            raise ValueError(f"must be the name of a file; a database is read by `database`: {_VARIABLE}")
        return file

    @field_validator("database", mode="before")
    @classmethod
    def _variable(cls, name: object) -> object:
        if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise ValueError(f"must be {_VARIABLE}")  # and never what was found instead
        return name

    @field_validator("delimiter")
    @classmethod
    def _one_character(cls, delimiter: str | None) -> str | None:
        if delimiter not in (None, "blanks") and (len(delimiter) != 1 or delimiter in '"\r\n'):
            raise ValueError(f'must be one character, such as ";" or "\\t" for a tab, or blanks; got {delimiter!r}')
        return delimiter

    @field_validator("thousands")
    @classmethod
    def _known_mark(cls, mark: str | None) -> str | None:
        if mark is not None and mark not in _THOUSANDS:
            raise ValueError(f"must be one of {' '.join(map(repr, _THOUSANDS))}; got {mark!r}")
        return mark

    @field_validator("decimal", "dates", "calendar", mode="before")
    @classmethod
    def _known_convention(cls, given: object, info: ValidationInfo) -> object:
        for one in given.values() if isinstance(given, dict) else [given]:
            if info.field_name == "dates":
                if not isinstance(one, list) or not all(isinstance(form, str) for form in one):
                    raise ValueError(f'must be a list of formats such as ["%d.%m.%Y"]; got {one!r}')
                for form in one:
                    if form not in (ISO, *EXCEL):
                        date_pieces(form)
            elif one not in _CONVENTIONS[info.field_name]:
                known = " or ".join(map(repr, _CONVENTIONS[info.field_name]))
                raise ValueError(f"must be {known}; got {one!r}")
        return given

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        if zone is not None and zone not in available_timezones():
            raise ValueError(f"must be a time zone such as Europe/Madrid or Asia/Tehran; got {zone!r}")
        return zone

    @property
    def questions(self) -> dict[str, str]:
        """Columns of a survey with one column a question, by the question's id."""
        return dict(self.items) if isinstance(self.items, dict) else {item: item for item in self.items or ()}

    @property
    def brings(self) -> set[str]:
        """Columns of the contract that the source has a value for."""
        given = {*self.columns, *self.constants}
        if self.items:
            given |= {"item_id", "answer"}
            given |= set() if given & {"customer_id", "respondent_id"} else {"respondent_id"}
        return given

    def convention(self, key: str, column: str) -> Any:
        """What is declared of one column under a key that may hold one value or one for each column.

        Parameters
        ----------
        key : str
            ``decimal``, ``dates`` or ``calendar``.
        column : str
            A contract column.

        Returns
        -------
        str, list of str or None
            ``None`` where nothing is declared of it.
        """
        given = getattr(self, key)
        if key == "decimal" and given is None and self.thousands in (".", ","):
            return "," if self.thousands == "." else "."  # the one mark says the other
        return given.get(column) if isinstance(given, dict) else given


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
    unmatched_returns : {"use", "quarantine"}
        Whether a return for which there is no earlier sale in the files is taken off the customer's money or set aside.
    non_products : list of str
        Article numbers that are no goods (postage, fees, vouchers); ``*`` stands for any text: ``gift_*``.
    non_product_lines : {"use", "quarantine"}
        Whether their lines stay in the money of the order, and are only left out of products, or are set aside.
    id_variants : {"flag", "merge"}
        Whether customers' ids that differ only in case, blanks or the composition of letters stay apart, with a mark,
        or are read as the one that is listed, or else seen most often.
    same_customer : list of {"email", "phone"}
        What makes customers with different ids one customer; none (default): they are listed, and nobody is merged.
    linkage : {"probabilistic"} or None
        Whether customers who are probably one person, by name, birthday, address and place, are listed too; needs the
        extra ``linkage``. Nobody is merged by it.
    same_person : list of list of str
        Ids that are known to be one customer, such as ``[["001005", "002317"]]``; they are merged.
    quarantine_limit : float
        Share of a table's rows, 0 to 1, above which cleaning refuses to go on.
    orphan_limit : float
        The same for rows whose customer is not in the list of customers; they count apart.
    missing : list of str
        What stands for "not known" besides an empty cell, such as ``N/A``.
    rules : list of ClientRule
        The client's own, on top of the standard ones.
    """

    exact_duplicates: Literal["keep", "merge"] = "keep"
    conflicting_rows: Literal["ask", "last", "most"] = "ask"
    cancellation_prefix: str | None = None
    unmatched_returns: Literal["use", "quarantine"] = "use"
    non_products: list[str] = Field(default_factory=list)
    non_product_lines: Literal["use", "quarantine"] = "use"
    id_variants: Literal["flag", "merge"] = "flag"
    same_customer: list[Literal["email", "phone"]] = Field(default_factory=list)
    linkage: Literal["probabilistic"] | None = None
    same_person: list[Annotated[list[str], Field(min_length=2)]] = Field(default_factory=list)
    quarantine_limit: float = Field(default=0.05, ge=0, le=1)
    orphan_limit: float = Field(default=0.20, ge=0, le=1)
    missing: list[str] = Field(default_factory=list)
    rules: list[ClientRule] = Field(default_factory=list)

    @field_validator("non_products")
    @classmethod
    def _numbers_once(cls, codes: list[str]) -> list[str]:
        for code in codes:
            if not code.strip("* ") or ";" in code or codes.count(code) > 1:
                raise ValueError(f"must be article numbers, each once and without a semicolon; got {code!r}")
        return codes
