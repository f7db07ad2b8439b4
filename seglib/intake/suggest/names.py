"""Which column of the contract does a column's name speak of, in the languages that shops write?

Names are brought to one form first: case, accents, blanks, underscores, letter variants of Arabic and Persian and the
many ways to write "number" do not count. Then they are compared with ``synonyms.yml``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from seglib import strict_yaml

SAME, PART = 1.0, 0.6
"""How much a name says that is one of the column's names, and one that only contains one of them."""

_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ی", "ـ": "", "ß": "ss"}
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_NUMBER = {"no", "nr", "num", "nummer", "nombor", "numero", "رقم", "شماره", "#", "№"}
_GLUE = {"of", "the", "de", "del", "la", "el", "du", "des", "le", "d", "der"}
_HUMP = re.compile(r"(?<=[a-zäöüß0-9])(?=[A-ZÄÖÜ])|(?<=[A-ZÄÖÜ])(?=[A-ZÄÖÜ][a-zäöüß])")


@cache
def words(name: str) -> tuple[str, ...]:
    """A name's words in one form, whatever its language and spelling.

    Parameters
    ----------
    name : str
        A column's name.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> words("InvoiceNo"), words("  invoice_nr. "), words("Größe")
    (('invoice', 'number'), ('invoice', 'number'), ('grosse',))
    """
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub(" " if "\u200c" in name else "", name))
    text = unicodedata.normalize("NFD", _HUMP.sub(" ", text).translate(_LETTERS).casefold())
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Mn").translate(_LETTERS)
    found = re.findall(r"[^\W_]+|[#№]", text)
    return tuple("number" if word in _NUMBER else word for word in found)


@cache
def _synonyms() -> dict[str, dict[str, list[tuple[str, ...]]]]:
    text = files(__package__).joinpath("synonyms.yml").read_text(encoding="utf-8")
    content, _ = strict_yaml.load(text)
    return {
        table: {
            column: [words(one) for listed in languages.values() for one in listed]
            for column, languages in columns.items()
        }
        for table, columns in content.items()
    }


@cache
def _telling(name: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name that tell something, in one order: number of order, order number."""
    return tuple(sorted(word for word in name if word not in _GLUE)) or name


@cache
def likeness(name: str, table: str, column: str) -> float:
    """How clearly a name speaks of a column of the contract.

    Parameters
    ----------
    name : str
        The name in the file.
    table, column : str
        A table and column of the contract.

    Returns
    -------
    float
        :data:`SAME`, :data:`PART` or 0.

    Examples
    --------
    >>> likeness("CustomerID", "customers", "customer_id"), likeness("رقم العمیل", "customers", "customer_id")
    (1.0, 1.0)
    >>> likeness("Nº cliente", "customers", "customer_id"), likeness("Date of birth", "customers", "birth_date")
    (1.0, 1.0)
    >>> likeness("Billing City", "customers", "city"), likeness("Colour", "customers", "city")
    (0.6, 0.0)
    """
    own = words(name)
    known = [words(column), *_synonyms()[table][column]]
    if any("".join(own) == "".join(other) or _telling(own) == _telling(other) for other in known if other):
        return SAME
    inside = [other for other in known if len("".join(other)) > 2 and set(other) < set(own)]
    return PART if inside else 0.0
