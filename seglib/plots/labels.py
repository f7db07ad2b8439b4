"""How are numbers and names written in a figure? Numbers short, in the reader's language; names on a few lines."""

from __future__ import annotations

import functools
import textwrap
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal

import pandas as pd
from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_compact_currency, format_compact_decimal, parse_pattern
from matplotlib import font_manager

MISSING = "–"
FALLBACKS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK JP", "Noto Emoji", "Segoe UI Symbol", "Arial Unicode MS")
_MINUS = "\u2212"
_COMPACT_FROM = 10_000


def count(value: float, *, language: str = "en") -> str:
    """Write a whole number with its separators.

    Parameters
    ----------
    value : float
        A number of things; a missing one becomes an en dash.
    language : str, default "en"
        Locale such as ``"en"`` or ``"ar"``.

    Returns
    -------
    str
        The number as text.

    Examples
    --------
    >>> count(135080), count(float("nan"))
    ('135,080', '–')
    """
    if _is_missing(value):
        return MISSING
    locale = _locale(language)
    return _shown(locale.decimal_formats[None].pattern, Decimal(str(float(value))), 0, locale)


def percent(value: float, *, language: str = "en", decimals: int = 0) -> str:
    """Write a fraction as a percentage; what is little does not become nothing.

    Parameters
    ----------
    value : float
        A fraction: 1 is 100%; a missing one becomes an en dash.
    language : str, default "en"
        Locale.
    decimals : int, default 0
        Decimals; one where a share would otherwise be rounded to none or to all.

    Returns
    -------
    str
        The percentage as text.

    Examples
    --------
    >>> percent(0.2493), percent(0.2493, decimals=1), percent(0.004), percent(0.00001), percent(0.9999)
    ('25%', '24.9%', '0.4%', '<0.1%', '>99.9%')
    """
    if _is_missing(value):
        return MISSING
    locale, exact, sign = _locale(language), Decimal(str(float(value))), ""
    if _hides(exact, decimals):
        decimals = max(decimals, 1)
    if _hides(exact, decimals):
        edge = Decimal(1).scaleb(-decimals - 2)
        exact, sign = (edge.copy_sign(exact), "<") if abs(exact) < edge else (1 - edge, ">")
    return sign + _shown(locale.percent_formats[None].pattern, exact, decimals, locale)


def amount(value: float, *, currency: str = "", language: str = "en") -> str:
    """Write an amount with three significant figures, shortened from 10,000 on; below that to the whole unit.

    Parameters
    ----------
    value : float
        Money or another quantity; a missing one becomes an en dash.
    currency : str, default ""
        ISO 4217 code; without one the number stands alone.
    language : str, default "en"
        Locale.

    Returns
    -------
    str
        The amount as text.

    Examples
    --------
    >>> amount(8_911_407.9, currency="GBP"), amount(-1234.5, currency="EUR"), amount(20_000), amount(12.5)
    ('£8.91M', '−€1,234', '20K', '12.5')
    """
    if _is_missing(value):
        return MISSING
    locale, size = _locale(language), abs(float(value))
    exact = Decimal(f"{float(value):.{4 if 1_000 <= size < 9_999.5 else 3}g}").normalize()
    _, digits, exponent = exact.as_tuple()
    if abs(exact) >= _COMPACT_FROM:
        places = max(0, len(digits) - 1 - exact.adjusted() % 3)
        size = abs(exact)
        if currency:
            text = format_compact_currency(size, currency, locale=locale, fraction_digits=places)
        else:
            text = format_compact_decimal(size, locale=locale, fraction_digits=places)
        return _MINUS + text if exact < 0 else text
    places = max(0, -exponent)
    if not currency:
        return _shown(locale.decimal_formats[None].pattern, exact, places, locale)
    places = max(places, 2) if places else 0
    return _shown(locale.currency_formats["standard"].pattern, exact, places, locale, currency)


def month(value: object, *, language: str = "en") -> str:
    """Write the month of a date.

    Parameters
    ----------
    value : date
        Any day of the month.
    language : str, default "en"
        Locale.

    Returns
    -------
    str
        Month and year.

    Examples
    --------
    >>> import datetime
    >>> month(datetime.date(2026, 2, 1))
    'Feb 2026'
    """
    return format_skeleton("yMMM", value, locale=_locale(language))


def quarter(value: object, *, language: str = "en") -> str:
    """Write the quarter of a date.

    Parameters
    ----------
    value : date
        Any day of the quarter.
    language : str, default "en"
        Locale.

    Returns
    -------
    str
        Quarter and year.

    Examples
    --------
    >>> import datetime
    >>> quarter(datetime.date(2026, 4, 1))
    'Q2 2026'
    """
    return format_skeleton("yQQQ", value, locale=_locale(language))


def name(value: object, *, width: int = 22, lines: int = 3) -> str:
    """Write a name on a few lines, without signs for which there is no glyph.

    Parameters
    ----------
    value : object
        A name out of the data, of any length and script; a missing or empty one becomes an en dash.
    width : int, default 22
        Characters a line; those of Chinese, Japanese and Korean count as two.
    lines : int, default 3
        Lines at most; what is longer ends in an ellipsis.

    Returns
    -------
    str
        The name with line breaks.

    Examples
    --------
    >>> name("Occasional buyers of gifts and decoration")
    'Occasional buyers of\\ngifts and decoration'
    >>> name("Occasionalbuyersofgiftsanddecoration", lines=1)
    'Occasionalbuyersofgif…'
    """
    if _is_missing(value):
        return MISSING
    given = " ".join(str(value).split())
    kept = " ".join("".join(sign for sign in given if _has_glyph(sign)).split()) or given
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in kept)
    width = max(width * len(kept) // (len(kept) + wide or 1), 2)
    shown = textwrap.wrap(kept, width, max_lines=lines, placeholder=" …")
    if shown and shown[-1].strip() == "…":  # the next word fills a line by itself: its beginning says more than nothing
        shown[-1] = textwrap.wrap(kept, width)[len(shown) - 1][: width - 1] + "…"
    return "\n".join(shown) or MISSING


@functools.cache
def fonts() -> tuple[str, ...]:
    """Give the fonts of all figures: the one that comes with matplotlib, then those installed for other scripts.

    Returns
    -------
    tuple of str
        Family names.
    """
    installed = set(font_manager.get_font_names())
    return ("DejaVu Sans", *(font for font in FALLBACKS if font in installed))


@functools.cache
def _glyphs() -> frozenset[int]:
    paths = [font_manager.findfont(font) for font in fonts()]
    return frozenset().union(*(font_manager.get_font(path).get_charmap() for path in paths))


def _has_glyph(sign: str) -> bool:
    """Letters are always kept, so that a name in a rare script shows that it is there."""
    return ord(sign) in _glyphs() or (unicodedata.category(sign)[0] in "LMN" and not 0xFE00 <= ord(sign) <= 0xFE0F)


def _is_missing(value: object) -> bool:
    return bool(pd.isna(value))


def _hides(exact: Decimal, decimals: int) -> bool:
    rounded = exact.quantize(Decimal(1).scaleb(-decimals - 2), ROUND_HALF_EVEN)
    return rounded != exact and rounded in (0, 1)


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def _shown(pattern: str, exact: Decimal, places: int, locale: Locale, currency: str | None = None) -> str:
    shape = parse_pattern(pattern)
    shape.frac_prec = (places, places)
    text = shape.apply(abs(exact), locale, currency=currency, currency_digits=False)
    return _MINUS + text if exact < 0 and any(digit in text for digit in "123456789") else text
