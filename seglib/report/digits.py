"""Which numbers does a text hold, and does a number rest on a value?

One rule of rounding holds for the whole report: a number is right if the value behind it, rounded half to even to the
decimals that are shown, is that number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale

_NUMBER = re.compile(
    r"(?<![\w.,])([−-]?)(?:[^\w\s.,;:()<>=+*/&%–-]{1,4})?(\d(?:[\d.,\u066b\u066c\u00a0\u202f’']*\d)?)"
    r"(\s?[%٪]|[KMBT](?![\w]))?"
)
_JOINER = "\u2060"  # keeps a minus with its number
_POWERS = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}


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
    """

    text: str
    value: float
    step: float

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
    locale = Locale.parse(language.replace("-", "_"))
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    decimal, group = str(symbols["decimal"]), str(symbols["group"])
    return [_shown(match, decimal, group) for match in _NUMBER.finditer(text.replace(_JOINER, ""))]


def _shown(match: re.Match, decimal: str, group: str) -> Shown:
    sign, digits, unit = match[1], match[2], (match[3] or "").strip()
    whole, _, part = digits.replace(group, "").replace("\u00a0", "").partition(decimal)
    whole, part = re.sub(r"\D", "", whole), re.sub(r"\D", "", part)
    scale = 0.01 if unit in ("%", "٪") else _POWERS.get(unit, 1)
    value = float(f"{whole or 0}.{part or 0}") * scale
    return Shown(match[0].strip(), -value if sign else value, scale * 10.0 ** -len(part))
