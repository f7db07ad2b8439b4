"""What is a condition on a customer? A field within bounds, or of some values, with what counts for the unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlglot import exp

from seglib.activation.cutting import digits
from seglib.activation.fields import Field


@dataclass(frozen=True)
class Condition:
    """What holds of one field.

    Parameters
    ----------
    field : Field
        Of which field.
    above, up_to : float or None
        Bounds of a number, the lower one not included; None is open.
    among, other_than : tuple of str
        Values that a category must be one of, or none of.
    missing : bool
        Whether it holds of customers of whom the field is not known.
    """

    field: Field
    above: float | None = None
    up_to: float | None = None
    among: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    missing: bool = False

    def holds(self, features: pd.DataFrame) -> np.ndarray:
        """Tell of which customers it holds.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer.

        Returns
        -------
        ndarray of bool
        """
        values = self.field.values(features)
        unknown = values.isna().to_numpy()
        inside = np.ones(len(values), dtype=bool)
        if self.field.is_number:
            numbers = values.to_numpy(float)
            if self.above is not None:
                inside &= numbers > self.above
            if self.up_to is not None:
                inside &= numbers <= self.up_to
        else:
            if self.among:
                inside &= values.isin(self.among).to_numpy()
            if self.other_than:
                inside &= ~values.isin(self.other_than).to_numpy()
        return np.where(unknown, self.missing, inside)

    def sql(self) -> exp.Expression:
        """Say it in SQL.

        Returns
        -------
        sqlglot.exp.Expression
            Never unknown: true or false.
        """
        column = self.field.sql()
        parts: list[exp.Expression] = []
        if self.above is not None:
            parts.append(exp.GT(this=column.copy(), expression=exp.Literal.number(digits(self.above))))
        if self.up_to is not None:
            parts.append(exp.LTE(this=column.copy(), expression=exp.Literal.number(digits(self.up_to))))
        for values, wanted in ((self.among, True), (self.other_than, False)):
            if values:
                found = exp.In(this=column.copy(), expressions=[exp.Literal.string(one) for one in values])
                parts.append(found if wanted else exp.not_(found))
        unknown = exp.Is(this=column.copy(), expression=exp.Null())
        known = exp.and_(*parts) if parts else exp.not_(unknown.copy())
        if self.missing:
            return exp.paren(exp.or_(unknown, known)) if parts else exp.true()
        return exp.and_(exp.not_(unknown), known) if parts else known

    def filters(self) -> list[dict[str, object]]:
        """Say it as a filter of a CRM: fields, operators and values that must all hold.

        Returns
        -------
        list of dict
            `field`, `operator` (`greater_than`, `at_most`, `is_any_of`, `is_none_of`, `is_known`), `value`, and
            `or_unknown`: whether customers without a value pass, too.
        """
        told = [
            ("greater_than", self.above),
            ("at_most", self.up_to),
            ("is_any_of", list(self.among) or None),
            ("is_none_of", list(self.other_than) or None),
        ]
        given = [(operator, value) for operator, value in told if value is not None]
        if not given:
            return [] if self.missing else [{"field": self.field.name, "operator": "is_known", "value": None}]
        return [
            {"field": self.field.name, "operator": operator, "value": value, "or_unknown": self.missing}
            for operator, value in given
        ]

    def text(self, *, complete: bool = False) -> str:
        """Say it in words.

        Parameters
        ----------
        complete : bool, default False
            Whether the field is known of everybody, so that nothing need be said of the others.

        Returns
        -------
        str
            Empty where it holds of everybody.
        """
        label, also = self.field.label, " or not known" if self.missing and not complete else ""
        if self.among or self.other_than:
            told = [_listed(self.among)] if self.among else []
            told += [f"other than {_listed(self.other_than)}"] if self.other_than else []
            return f"{label} {', '.join(told)}{also}"
        low = None if self.above is None else written(self.above, self.field.kind)
        high = None if self.up_to is None else written(self.up_to, self.field.kind)
        if low is None and high is None:
            return f"{label} known" if not self.missing else ""
        if low is None:
            return f"{label} up to {high}{also}" if self.up_to != 0 else f"no {label}{also}"
        return f"{label} above {low}{also}" if high is None else f"{label} above {low} to {high}{also}"


def written(number: float, kind: str) -> str:
    """Write a bound for a reader.

    Parameters
    ----------
    number : float
        In the field's unit.
    kind : str
        Of the field.

    Returns
    -------
    str
        Shares as percentages; nothing is rounded, since bounds are round already.

    Examples
    --------
    >>> written(0.25, "share"), written(1200.0, "money"), written(0.125, "share"), written(3.0, "count")
    ('25%', '1,200', '12.5%', '3')
    """
    shown = float(f"{number * 100:.12g}") if kind == "share" else number
    whole, _, rest = digits(shown).partition(".")
    grouped = f"{int(whole):,}" if whole not in ("-0",) else "-0"
    return grouped + (f".{rest}" if rest else "") + ("%" if kind == "share" else "")


def merged(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Join conditions on one field into one each.

    Parameters
    ----------
    conditions : sequence of Condition
        All of which must hold.

    Returns
    -------
    tuple of Condition
        One a field, in the order in which the fields came.
    """
    found: dict[str, Condition] = {}
    for one in conditions:
        so_far = found.get(one.field.name)
        if so_far is None:
            found[one.field.name] = one
            continue
        above = [bound for bound in (so_far.above, one.above) if bound is not None]
        up_to = [bound for bound in (so_far.up_to, one.up_to) if bound is not None]
        among = so_far.among or one.among
        if among:
            other_than: tuple[str, ...] = ()
        else:
            other_than = tuple(dict.fromkeys([*so_far.other_than, *one.other_than]))
        found[one.field.name] = Condition(
            one.field,
            max(above, default=None),
            min(up_to, default=None),
            among,
            other_than,
            so_far.missing and one.missing,
        )
    return tuple(found.values())


def _listed(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"
