"""In which numbers, money and dates does the report speak to its reader?

`Formatter` knows one locale, so that the same notebook can be had in English, Arabic, Persian or
Malay; `translation` gives the words. Digits are Western everywhere: one digit system on a page.
"""

import datetime as dt
import math
import numbers
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pandas as pd
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.numbers import format_compact_currency, get_currency_precision, parse_pattern

from seglib.report.formats import FORMATS, MISSING, check_format, is_missing
from seglib.report.wording import translation

__all__ = ["FORMATS", "MISSING", "Formatter", "check_format", "is_missing", "translation"]

_MINUS = "\u2212"


@dataclass(frozen=True)
class Formatter:
    """Numbers, money and dates as one client reads them.

    Parameters
    ----------
    language : str
        Locale, for example ``"en"`` or ``"ar"``.
    currency : str
        ISO 4217 code of the client's money.

    Raises
    ------
    ValueError
        If the locale is unknown.

    Examples
    --------
    >>> f = Formatter("en", "EUR")
    >>> f.money(1234.5), f.money(12.5), f.percent(0.196), f.percent(0.987), f.count(1234), f.format(None, "money")
    ('€1,234', '€12.50', '20%', '98.7%', '1,234', '–')
    """

    language: str
    currency: str

    def __post_init__(self) -> None:
        try:
            _ = self.locale
        except (UnknownLocaleError, ValueError) as error:
            raise ValueError(
                f"`language` must be a locale such as 'en', 'ar' or 'ms'; got {self.language!r}."
            ) from error

    @property
    def locale(self) -> Locale:
        """The Babel locale."""
        return Locale.parse(self.language.replace("-", "_"))

    def count(self, value: float, decimals: int | None = None) -> str:
        """Give a whole number with separators.

        Parameters
        ----------
        value : float
            The number.
        decimals : int, optional
            Default 0.

        Returns
        -------
        str
            The text to show.
        """
        return self._decimal(value, (decimals or 0, decimals or 0))

    def number(self, value: float, decimals: int | None = None) -> str:
        """Give a number with two decimals below 100, one below 1,000, none above or where it is whole.

        Parameters
        ----------
        value : float
            The number.
        decimals : int, optional
            Default: as the value needs.

        Returns
        -------
        str
            The text to show.
        """
        places = self.decimals([value], "number") if decimals is None else decimals
        return self._decimal(value, (places, places))

    def percent(self, value: float, decimals: int | None = None) -> str:
        """Give a fraction as a percentage: whole from 10% to 90%, with one decimal at most near the ends.

        By default a little is never shown as nothing, nor almost all as all: ``<0.1%``, ``>99.9%``.

        Parameters
        ----------
        value : float
            A fraction: 0.2 is 20%.
        decimals : int, optional
            Default: as the value needs.

        Returns
        -------
        str
            The text to show.
        """
        if decimals is None:
            if 0 < value <= 0.0005:
                return f"<{self.percent(0.001)}"
            if -0.0005 <= value < 0 or 0.9995 <= value < 1:
                return f">{self.percent(-0.001 if value < 0 else 0.999)}"
        places = (0, 0 if 0.1 <= abs(value) <= 0.9 else 1) if decimals is None else (decimals, decimals)
        return self._apply(self.locale.percent_formats[None].pattern, value, places)

    def money(self, value: float, decimals: int | None = None, *, compact: bool = False) -> str:
        """Give money, without cents from 100 up.

        Parameters
        ----------
        value : float
            In the client's currency.
        decimals : int, optional
            Default: as the value needs.
        compact : bool, default False
            Shorten to three figures from 10,000 up.

        Returns
        -------
        str
            The text to show.
        """
        if compact and abs(value) >= 10_000:
            rounded = float(f"{float(value):.3g}")
            places = 2 - math.floor(math.log10(abs(rounded))) % 3
            return format_compact_currency(rounded, self.currency, locale=self.locale, fraction_digits=places)
        places = self.decimals([value], "money") if decimals is None else decimals
        return self._apply(self.locale.currency_formats["standard"].pattern, value, (places, places))

    def date(self, value: dt.date | str) -> str:
        """Give a day in the locale's medium form.

        Parameters
        ----------
        value : date or str
            A day; ISO 8601 if text.

        Returns
        -------
        str
            The text to show.
        """
        return format_date(pd.Timestamp(value).date(), "medium", locale=self.locale)

    def month(self, value: dt.date | str) -> str:
        """Give the month of a day, in the locale's short form, with its year.

        Parameters
        ----------
        value : date or str
            A day; ISO 8601 if text.

        Returns
        -------
        str
            The text to show.
        """
        return format_skeleton("yMMM", pd.Timestamp(value).date(), locale=self.locale)

    def days(self, value: float, decimals: int | None = None) -> str:
        """Give a number of whole days with its unit.

        Parameters
        ----------
        value : float
            Days.
        decimals : int, optional
            Not used: days are whole.

        Returns
        -------
        str
            The text to show.
        """
        whole = dt.timedelta(days=int(Decimal(str(float(value))).quantize(Decimal(1), ROUND_HALF_EVEN)))
        return format_timedelta(whole, granularity="day", threshold=1e9, locale=self.locale)

    def text(self, value: object) -> str:
        """Give text as it is.

        Parameters
        ----------
        value : object
            Anything with a text.

        Returns
        -------
        str
            The text to show.
        """
        return str(value)

    def format(self, value: object, kind: str, *, decimals: int | None = None, compact: bool = False) -> str:
        """Show one value in a named format.

        Parameters
        ----------
        value : object
            The value; a missing one becomes an en dash.
        kind : {"count", "number", "percent", "money", "cents", "date", "month", "days", "text"}
            The format.
        decimals : int, optional
            Decimals, where a column needs the same for all its rows.
        compact : bool, default False
            Shorten large money, for headlines.

        Returns
        -------
        str
            The text to show.

        Raises
        ------
        ValueError
            If the format is unknown or the value does not fit it.
        """
        check_format(kind, where="a value")
        if is_missing(value):
            return MISSING
        if kind == "text":
            return self.text(value)
        if kind in ("date", "month"):
            return getattr(self, kind)(value)
        if isinstance(value, bool) or not isinstance(value, numbers.Number | Decimal):
            raise ValueError(f"A value in the format {kind!r} must be a number; got {value!r}.")
        if not math.isfinite(value):
            raise ValueError(f"A value in the format {kind!r} must be finite; got {value!r}.")
        if kind in ("money", "cents"):
            return self.money(value, self.decimals([], kind) if kind == "cents" else decimals, compact=compact)
        return getattr(self, kind)(value, decimals)

    def decimals(self, values: Sequence[object], kind: str) -> int | None:
        """Choose the decimals that all values of a column share, so that they align.

        Parameters
        ----------
        values : sequence
            The column's values; missing ones do not count.
        kind : str
            The column's format.

        Returns
        -------
        int or None
            Decimals, or None where the format has none to choose.
        """
        sizes = [abs(float(v)) for v in values if not is_missing(v)] if kind in ("number", "money") else []
        largest = max(sizes, default=0.0)
        if kind == "cents":
            return get_currency_precision(self.currency)
        if kind == "money":
            return 0 if largest >= 100 else get_currency_precision(self.currency)
        if kind == "number":
            whole = all(size.is_integer() for size in sizes)
            return 0 if whole or largest >= 1000 else 1 if largest >= 100 else 2
        return {"percent": 1, "count": 0}.get(kind)

    def _decimal(self, value: float, places: tuple[int, int]) -> str:
        return self._apply(self.locale.decimal_formats[None].pattern, value, places)

    def _apply(self, pattern: str, value: float, places: tuple[int, int]) -> str:
        shape = parse_pattern(pattern)
        shape.frac_prec = places
        exact = value if isinstance(value, Decimal) else Decimal(str(float(value)))
        with localcontext() as context:
            context.prec = 400  # room for every float
            step = Decimal(1).scaleb(-places[1] - (2 if "%" in pattern else 0))
            exact = abs(rounded) if (rounded := exact.quantize(step, ROUND_HALF_EVEN)) == 0 else rounded  # no "-0"
            shown = shape.apply(exact, self.locale, currency=self.currency, currency_digits=False)
        return shown.replace("-", _MINUS) if exact < 0 else shown
