"""What goes wrong in a row, and what must become of it? One function a corruption, with the verdict beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from oracle_shapes import Shape, truth

_ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
TEXT, ANY = ("text",), ("text", "xlsx", "jsonl")


@dataclass(frozen=True)
class Line:
    """A line of the file and its verdict.

    Attributes
    ----------
    content : dict, list or str
        A row, cells of another number, or the line as it is.
    fate : {"used", "aside", "merged", "blank"}
        What must become of it.
    reason : str
        What it carries in the quarantine or among the marks.
    changed : dict
        Values that must come out in place of the clean ones.
    repaired : frozenset of str
        Columns that must be among the repairs.
    """

    content: dict | list | str
    fate: str = "used"
    reason: str = ""
    changed: dict = field(default_factory=dict)
    repaired: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """All its letters."""
        return (
            self.content
            if isinstance(self.content, str)
            else "".join(self.content.values() if isinstance(self.content, dict) else self.content)
        )


@dataclass(frozen=True)
class Corruption:
    """One way in which a row goes wrong.

    Attributes
    ----------
    name : str
    lines : callable
        Row, its true values and the shape → the lines that stand in its place.
    kinds : tuple of str
        Kinds of files in which it occurs.
    """

    name: str
    lines: Callable[[dict, dict, Shape], list[Line]]
    kinds: tuple[str, ...] = ANY


def _aside(name: str, reason: str, kinds: tuple[str, ...] = ANY, **cells: str | Callable) -> Corruption:
    """Cells that make the row unusable."""
    return Corruption(name, lambda row, true, shape: [Line(_with(row, true, shape, cells), "aside", reason)], kinds)


def _repaired(name: str, **cells: Callable) -> Corruption:
    """Cells that are written in another way and mean the same."""
    return Corruption(name, lambda row, true, shape: [Line(_with(row, true, shape, cells), repaired=frozenset(cells))])


def _unread(name: str, reason: str, column: str, cell: str | Callable) -> Corruption:
    """A cell that is not vital and cannot be read: the value is missing, and listed."""

    def lines(row: dict, true: dict, shape: Shape) -> list[Line]:
        return [Line(_with(row, true, shape, {column: cell}), "used", reason, {column: None}, frozenset([column]))]

    return Corruption(name, lines)


def _kept(name: str, reason: str, column: str, text: str) -> Corruption:
    """A text that is kept as it is, and marked."""
    return Corruption(name, lambda row, true, shape: [Line(row | {column: text}, "used", reason, {column: text})])


def _with(row: dict, true: dict, shape: Shape, cells: dict[str, str | Callable]) -> dict:
    return row | {name: cell(true[name], shape) if callable(cell) else cell for name, cell in cells.items()}


def _broken(name: str, reason: str, content: Callable[[list[str]], list | str], kinds=TEXT) -> Corruption:
    """A line that cannot be split into its fields."""
    return Corruption(name, lambda row, true, shape: [Line(content(list(row.values())), "aside", reason)], kinds)


def _latin(digits: object, shape: Shape) -> str:
    return str(digits).translate(_ARABIC)


def _total(row: dict, true: dict, shape: Shape) -> list[Line]:
    numbers = {name: shape.number(Decimal("123.40")) for name, value in true.items() if isinstance(value, Decimal)}
    total = dict.fromkeys(row, "") | {"customer_id": "Total"} | numbers
    return [Line(row), Line(total, "aside", "total_row")]


def _header(row: dict, true: dict, shape: Shape) -> list[Line]:
    return [Line({name: name for name in row}, "aside", "repeated_header"), Line(row)]


def _next_year(value, shape: Shape) -> str:
    return shape.day(value.replace(year=2027))


def _no_day(value, shape: Shape) -> str:
    """The 30th of February."""
    return shape.day(value.replace(month=11, day=30)).replace("11", "02")


def _with_sign(sign: str) -> Callable:
    return lambda value, shape: shape.number(value) + sign


COMMON = [
    _broken("short", "wrong_number_of_fields", lambda cells: cells[:3]),
    _broken("long", "wrong_number_of_fields", lambda cells: [*cells, "x"]),
    _broken(
        "unquoted delimiter", "wrong_number_of_fields", lambda cells: "<delimiter>".join([*cells[:3], "a", *cells[3:]])
    ),
    _broken("NUL", "nul_character", lambda cells: [*cells[:3], "P\0", *cells[4:]]),
    _broken("unclosed quote", "broken_quotes", lambda cells: "<delimiter>".join([*cells[:3], '"P', *cells[4:]])),
    _broken("another encoding", "undecodable", lambda cells: [*cells[:3], "P\udc81", *cells[4:]]),
    _broken("broken object", "broken_json", lambda cells: '{"customer_id": "C001", "order_id"', ("jsonl",)),
    Corruption("repeated header", _header, ("text", "xlsx")),
    Corruption("blank line", lambda row, true, shape: [Line("", "blank"), Line(row)], ("text", "jsonl")),
    Corruption("total row", _total),
    _aside("no customer", "missing_customer_id", customer_id=""),
    _repaired("blanks", customer_id=lambda value, shape: f" {value}\u00a0"),
    _repaired("zero-width", customer_id=lambda value, shape: f"{value}\u200b"),
]
CORRUPTIONS = {
    "order_lines": [
        *COMMON,
        _aside("orphan", "orphan", customer_id="X9"),
        _aside("no day", "impossible_date_ordered_at", ordered_at=_no_day),
        _aside("after the end", "future_date", ordered_at=_next_year),
        _aside("free", "price_not_positive", unit_price="0"),
        _aside("negative price", "price_not_positive", unit_price=lambda value, shape: "-" + shape.number(value)),
        _aside("other currency", "foreign_currency_unit_price", unit_price=_with_sign(" $")),
        _aside("words for a price", "unreadable_unit_price", unit_price="ask"),
        _aside("Excel error", "excel_error", ("xlsx",), quantity="#N/A"),
        _repaired("Arabic digits", quantity=_latin, unit_price=_latin),
        _repaired("currency sign", unit_price=_with_sign(" €")),
        Corruption("line twice", lambda row, true, shape: [Line(row), Line(row, "used", "exact_duplicate")]),
        _kept("formula", "active_text", "product_id", "=cmd|' /C calc'!A0"),
    ],
    "customers": [
        *COMMON,
        _unread("no birthday", "impossible_date_birth_date", "birth_date", _no_day),
        _unread("words for income", "unreadable_income", "income", "a lot"),
        _unread("other currency", "foreign_currency_income", "income", _with_sign(" $")),
        _repaired("Arabic digits", income=_latin),
        _repaired("currency sign", income=_with_sign(" €")),
        Corruption("line twice", lambda row, true, shape: [Line(row), Line(row, "merged", "exact_duplicate")]),
        _kept("formula", "active_text", "name", "=cmd|' /C calc'!A0"),
    ],
}


def corruptions_for(table: str, shape: Shape) -> list[Corruption]:
    """The corruptions that can be written in a shape.

    An undecodable byte needs an encoding in which not every byte is a letter.
    """
    row, true = shape.rows(table)[0], truth(table, shape.names)[0]
    chosen = [corruption for corruption in CORRUPTIONS[table] if shape.kind in corruption.kinds]
    if shape.encoding not in ("utf-8", "cp1252"):
        chosen = [corruption for corruption in chosen if corruption.name != "another encoding"]
    return [
        corruption
        for corruption in chosen
        if all(shape.can_write(line.text) for line in corruption.lines(row, true, shape))
    ]
