"""How well does a column of a file fit a column of the contract, by its name and by its values, and in which words?"""

from __future__ import annotations

from dataclasses import dataclass

import pandera.ibis as pa

from seglib.contracts import columns
from seglib.intake.suggest.columns import Column
from seglib.intake.suggest.forms import date_form, number_form
from seglib.intake.suggest.look import Look
from seglib.intake.suggest.names import SAME, likeness

_NEARLY_ALL, _MOST = 0.95, 0.5
_MOST_PLACES = 300
_FEW_KINDS = 40
_KINDS = ("gender", "education", "occupation", "marital_status", "acquisition_channel", "referral", "device")
_IN_RANGES = {"age_band": "age", "income_band": "income"}  # what is called so but written as ranges
_KINDS += ("age_band", "income_band", "sales_channel", "channel", "arm")


@dataclass(frozen=True, eq=False)
class Fit:
    """A column of a file as a candidate for a column of the contract.

    Attributes
    ----------
    column : Column
        The file's.
    score : float
        What its name and its values say, together; above 1 where the name is one of the contract column's names.
    evidence : tuple of str
        The same in words.
    named : bool
        Whether the name alone says it.
    """

    column: Column
    score: float
    evidence: tuple[str, ...]
    named: bool


def percent(share: float) -> str:
    """A share in words; almost all is not all, and almost none is not none.

    Parameters
    ----------
    share : float
        From 0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> percent(1), percent(0.999), percent(0.249), percent(0.001)
    ('100 %', 'over 99 %', '25 %', 'under 1 %')
    """
    if 0.995 <= share < 1:
        return "over 99 %"
    return "under 1 %" if 0 < share < 0.005 else f"{share:.0%}".replace("%", " %")


def several(n: int, what: str) -> str:
    """How many there are, in words.

    Parameters
    ----------
    n : int
    what : str
        Of what, where there are several.

    Returns
    -------
    str

    Examples
    --------
    >>> several(1, "rows"), several(4070, "different values")
    ('1 row', '4,070 different values')
    """
    return "1 " + what.removeprefix("different ").removesuffix("s") if n == 1 else f"{n:,} {what}"


def fit(look: Look, column: Column, table: str, name: str) -> Fit | None:
    """Judge one column of a file as one column of the contract.

    Parameters
    ----------
    look : Look
        The file.
    column : Column
        One of its columns.
    table, name : str
        A table and column of the contract.

    Returns
    -------
    Fit or None
        None where neither name nor values speak for it, or the values speak against it.
    """
    named = max(likeness(column.name, table, called) for called in (name, _IN_RANGES.get(name, name)))
    by_values = name == "email" and column.shares.get("email", 0) >= _NEARLY_ALL
    if not column.filled or not (named or by_values):
        return None
    words = against(look, column, table, name)
    if words is not None and words.startswith("!"):
        return None
    said = {1.0: "by its name", 0.0: "by its values"}.get(named, "in part by its name")
    evidence = [said, f"{percent(column.filled)} filled"]
    if words:
        evidence.append(words)
    return Fit(column, max(named, 0.9 * by_values) + 0.1 * column.filled, tuple(evidence), named == SAME)


def against(look: Look, column: Column, table: str, name: str) -> str:
    """What the values of a column say of it as a column of the contract.

    Parameters
    ----------
    look : Look
        The file.
    column : Column
        One of its columns.
    table, name : str
        A table and column of the contract.

    Returns
    -------
    str
        Evidence for it; begins with ``!`` where the values rule it out, and empty where they say nothing.
    """
    contract = columns(table)[name]
    dtype = contract.dtype.type
    if dtype.is_temporal():
        form = date_form(look, column)
        return f"{percent(form.read)} are dates" if form else "!no dates"
    if dtype.is_boolean():
        return _at_least(column.shares.get("yes_no", 0), _NEARLY_ALL, "yes or no")
    if dtype.is_numeric():
        return _number(look, column, name, contract)
    return _text(look, column, name)


def _at_least(share: float, least: float, what: str) -> str:
    return f"{percent(share)} are {what}" if share >= least else f"!only {percent(share)} are {what}"


def _number(look: Look, column: Column, name: str, contract: pa.Column) -> str:
    if column.shares.get("figure", 0) < _MOST:
        return "!no numbers"
    form = number_form(look, column)
    if form.read < _NEARLY_ALL:
        return f"!only {percent(form.read)} are numbers"
    whole = column.shares.get("digits", 0)
    if contract.dtype.type.is_integer() and whole < _NEARLY_ALL:
        return f"!only {percent(whole)} are whole numbers"
    fraction = column.shares.get("fraction", 0) >= _NEARLY_ALL and column.shares.get("between", 0) > 0.2
    if name == "discount" and fraction:
        return "!a share, not money"
    if name == "margin_rate" and not fraction:
        return "!money, not a share"
    if name == "birth_year" and column.shapes.get("Y", 0) < _NEARLY_ALL:
        return "!no years"
    if name == "age" and column.shapes.get("Y", 0) > _MOST:
        return "!years of birth, not ages"
    return f"{percent(form.read)} are numbers"


def _text(look: Look, column: Column, name: str) -> str:
    shares = column.shares
    number = shares.get("figure", 0) >= _NEARLY_ALL
    email = shares.get("email", 0)
    if name == "email":
        return _at_least(email, _MOST, "e-mail addresses")
    if name == "phone":
        return _at_least(shares.get("phone", 0), _MOST, "phone numbers")
    if name == "currency":
        return _at_least(shares.get("currency", 0), _NEARLY_ALL, "currency codes")
    if name.endswith("_id"):
        dates = not number and date_form(look, column)
        return "!dates" if dates else several(column.distinct, "different values")
    if name == "postal_code":
        return several(column.distinct, "different values")
    if name == "answer":
        return ""
    if email >= _MOST:
        return "!e-mail addresses"
    if number or date_form(look, column):
        return "!numbers or dates"
    if name in ("country", "region") and column.distinct > _MOST_PLACES:
        return "!" + several(column.distinct, "different values")
    if name in _KINDS and column.distinct > _FEW_KINDS:
        return "!" + several(column.distinct, "different values")
    return several(column.distinct, "different values")
