"""How does a text of the business's data become a cell that every import reads as it is meant?"""

from __future__ import annotations

import hashlib
import unicodedata

_JOINERS = "\u200c\u200d"  # Persian letters and emoji need them
_BREAKS_OFF = ("Mn", "Me", "Cf")


def one_line(text: object) -> str:
    """Give a text on one line, without signs that nobody sees.

    Parameters
    ----------
    text : object
        A missing one becomes empty.

    Returns
    -------
    str
        Breaks and tabs are blanks, control signs and marks of direction are gone, composed (NFC).

    Examples
    --------
    >>> one_line("Ana\\r\\n  Lopez\\u202e"), one_line(None)
    ('Ana Lopez', '')
    """
    if not isinstance(text, str):
        return ""
    signs = (" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    kept = (sign for sign in signs if unicodedata.category(sign) not in ("Cc", "Cf", "Cs") or sign in _JOINERS)
    return " ".join("".join(kept).split())


def shortened(text: str, most: int) -> str:
    """Cut a text to a number of bytes of UTF-8, between two signs.

    Parameters
    ----------
    text : str
    most : int
        Bytes.

    Returns
    -------
    str
        No longer than that, and no half sign or joiner at its end.

    Examples
    --------
    >>> shortened("Ñandú", 3), shortened("abc", 255)
    ('Ña', 'abc')
    """
    if len(text.encode()) <= most:
        return text
    cut = text.encode()[:most].decode(errors="ignore")
    rest = text[len(cut) :]
    if unicodedata.category(rest[0]) in _BREAKS_OFF and cut:  # the sign that it belongs to goes with it
        cut = cut[:-1]
    while cut and (cut[-1] in _JOINERS or cut[-1] == " "):
        cut = cut[:-1]
    return cut


def first_and_last(name: object) -> tuple[str, str]:
    """Part a name into first and last name.

    Parameters
    ----------
    name : object
        "First Last" or "Last, First"; one word is a last name.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> first_and_last("Ana María López"), first_and_last("López, Ana"), first_and_last("Cher")
    (('Ana María', 'López'), ('Ana', 'López'), ('', 'Cher'))
    """
    plain = one_line(name)
    if "," in plain:
        last, _, first = plain.partition(",")
        return first.strip(), last.strip()
    first, _, last = plain.rpartition(" ")
    return first, last


def hashed(text: str) -> str:
    """Give the SHA-256 of a text, trimmed and in small letters, as advertising programs compare it.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        64 hexadecimal digits; empty for an empty text.

    Examples
    --------
    >>> hashed(" Ana@Example.org ")[:16], hashed("")
    ('86b9260a115ceac8', '')
    """
    plain = text.strip().lower()
    return hashlib.sha256(plain.encode()).hexdigest() if plain else ""
