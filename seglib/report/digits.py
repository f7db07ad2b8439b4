"""Which numbers does a text hold, and does a number rest on a value?

One rule of rounding holds for the whole report: a number is right if the value behind it, rounded half to even to the
decimals that are shown, is that number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel import Locale

_JOINER = "\u2060"  # keeps a minus with its number
_SIGNS = r"[^\w\s.,;:()<>=+*/&%–-]{1,4}"
_DIGITS = r"\d(?:[\d.,\u066b\u066c\u00a0\u202f’']*\d)?"


@dataclass(frozen=True)
class Shown:
    """A number as a text shows it.

    Parameters
    ----------
    text : str
        As it stands there.
    value : float
        What it says; a percentage as a fraction.
    step : float
        One unit of its last digit.
    below : bool, default False
        Whether what is meant is smaller: <0.1%.
    """

    text: str
    value: float
    step: float
    below: bool = False

    def rests_on(self, values: Iterable[float]) -> bool:
        """Tell whether one of some values, rounded as this number is, is this number, whatever its sign.

        Parameters
        ----------
        values : iterable of float
            The values.

        Returns
        -------
        bool
        """
        room = self.step / 2 * (1 + 1e-9) + 1e-12
        if self.below:
            return any(0 < abs(value) <= self.value for value in values)
        return any(abs(abs(value) - abs(self.value)) <= room for value in values)


def numbers_in(text: str, *, language: str = "en") -> list[Shown]:
    """Find the numbers of a text.

    Parameters
    ----------
    text : str
        The text.
    language : str, default "en"
        Locale that says which sign parts thousands and which decimals.

    Returns
    -------
    list of Shown
        In order.

    Examples
    --------
    >>> [(n.value, n.step) for n in numbers_in("38% of 1,204 brought €1.23M, −0.5 each; by day 76.")]
    [(0.38, 0.01), (1204.0, 1.0), (1230000.0, 10000.0), (-0.5, 0.1), (76.0, 1.0)]
    """
    way = _way(language)
    return [_shown(match, way) for match in way.pattern.finditer(text.replace(_JOINER, ""))]


@dataclass(frozen=True)
class _Way:
    """How a language writes numbers."""

    pattern: re.Pattern
    powers: dict[str, float]
    decimal: str
    group: str


@cache
def _way(language: str) -> _Way:
    locale = Locale.parse(language.replace("-", "_"))
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    powers = _powers(locale)
    letters = sorted({symbol for symbol in locale.currency_symbols.values() if symbol[-1:].isalpha()}, key=len)
    before = "|".join([*map(re.escape, reversed(letters)), _SIGNS])
    words = "|".join(map(re.escape, sorted(powers, key=len, reverse=True)))
    pattern = rf"(?<![\w.,])([−-]?)(?:{before})?({_DIGITS})(\s?(?:[%٪]|(?:{words})(?!\w)))?"
    return _Way(re.compile(pattern), powers, str(symbols["decimal"]), str(symbols["group"]))


def _powers(locale: Locale) -> dict[str, float]:
    """Words for thousands, millions and more, as short money has them; those of English are read everywhere."""
    found = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
    for patterns in locale.compact_currency_formats["short"].values():
        for size, pattern in patterns.items():
            word = re.sub(r"[0¤\s\u200e\u200f']", "", pattern.pattern.split(";")[0])
            if word:
                found[word] = float(size) / 10 ** (pattern.pattern.split(";")[0].count("0") - 1)
    return found


def _shown(match: re.Match, way: _Way) -> Shown:
    sign, digits, unit = match[1], match[2], (match[3] or "").strip()
    whole, _, part = digits.replace(way.group, "").replace("\u00a0", "").partition(way.decimal)
    whole, part = re.sub(r"\D", "", whole), re.sub(r"\D", "", part)
    scale = 0.01 if unit in ("%", "٪") else way.powers.get(unit, 1)
    value = float(f"{whole or 0}.{part or 0}") * scale
    short = len(whole) > 4 and not part and not whole[3:].strip("0")  # 56,800: money of three figures without a word
    step = scale * 10.0 ** (len(whole) - 3 if short else -len(part))
    below = match.string[: match.start()].endswith("<")
    return Shown(match[0].strip(), -value if sign else value, step, below)
