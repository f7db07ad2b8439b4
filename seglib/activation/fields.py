"""By which fields may a rule or a question tell customers apart? Each with its words and one way to compute it."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd
from sqlglot import exp

from seglib.segments.demographic.bands import LABELS
from seglib.segments.sentences import sentence_case
from seglib.segments.traits import KNOWN, per_order

NUMBERS = ("age", "income", "household_size", "children")
PLACES = {"country": "Country", "region": "Region", "city": "City", "postal_code": "Postal code"}
CATEGORY = "category"


@dataclass(frozen=True)
class Field:
    """A number or a category of a customer.

    Parameters
    ----------
    name : str
        Under which it is asked for.
    label : str
        What it is, in words.
    kind : {"money", "count", "days", "share", "number", "category"}
        How it is written.
    parts : tuple of str, optional
        Columns of the features that are added up and divided by `n_orders`; left out, it is the column of its name.
    """

    name: str
    label: str
    kind: str
    parts: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return self.kind != CATEGORY

    def heading(self, currency: str) -> str:
        """Say what it is with its unit, as a question or the head of a column begins.

        Parameters
        ----------
        currency : str
            That money is in.

        Returns
        -------
        str
        """
        words = sentence_case(self.label)
        return f"{words} ({currency})" if self.kind == "money" else words

    def needs(self) -> tuple[str, ...]:
        """Name the columns of the features that it takes.

        Returns
        -------
        tuple of str
        """
        return (*self.parts, "n_orders") if self.parts else (self.name,)

    def values(self, features: pd.DataFrame) -> pd.Series:
        """Read it of customers.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer; a column of the field's own name counts before its parts.

        Returns
        -------
        pandas.Series
            Of float, or of text with None where nothing is known.
        """
        if self.name in features.columns or not self.parts:
            own = features[self.name]
            return own.astype(float) if self.is_number else own.astype(object).where(own.notna(), None)
        return per_order(features, self.parts)

    def sql(self) -> exp.Expression:
        """Say it as an expression over the columns of the features.

        Returns
        -------
        sqlglot.exp.Expression
            Names are quoted.
        """
        if not self.parts:
            return exp.column(self.name, quoted=True)
        first, *others = (exp.cast(exp.column(part, quoted=True), "DOUBLE") for part in self.parts)
        total = functools.reduce(lambda so_far, one: exp.Add(this=so_far, expression=one), others, first)
        none = exp.Literal.number("0")
        orders = exp.func("NULLIF", exp.cast(exp.column("n_orders", quoted=True), "DOUBLE"), none)
        return exp.Div(this=exp.paren(total) if others else total, expression=orders, safe=False, typed=False)


HABITS = tuple(Field(one.name, one.label, one.kind, one.parts) for one in KNOWN.values())
"""What customers do."""
TRAITS = (
    *(Field(name, label.lower(), "number" if name in NUMBERS else CATEGORY) for name, label in LABELS.items()),
    *(Field(name, label.lower(), CATEGORY) for name, label in PLACES.items()),
)
"""Who and where they are."""


def known_fields(features: pd.DataFrame, *, of: Collection[Field] = (*HABITS, *TRAITS)) -> list[Field]:
    """List the fields that a table of features can tell, and in which customers differ.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    of : collection of Field
        Which ones are asked for; all by default.

    Returns
    -------
    list of Field
        In the order of `of`; what is missing for more than half of the customers is left out.
    """
    there = [one for one in of if set(one.needs()) <= set(features.columns)]
    values = {one.name: one.values(features) for one in there}
    return [one for one in there if values[one.name].notna().mean() >= 0.5 and values[one.name].nunique() > 1]


def fields_of(base: str) -> Sequence[Field]:
    """Give the fields that explain segments of a base.

    Parameters
    ----------
    base : str
        What customers are segmented by: of behaviour, only what they do may explain it.

    Returns
    -------
    sequence of Field
    """
    return HABITS if base in ("behavioural", "rfm", "lifecycle") else (*HABITS, *TRAITS)
