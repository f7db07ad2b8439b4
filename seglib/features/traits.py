"""Who is each customer, as far as the list of customers says: age, household, income, work, the web, as of a date."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from seglib.features.customer import known_customers
from seglib.features.observation import complete, observation_end

TRAITS = {
    "customer_id": "string",
    "age": "int64",
    "age_band": "string",
    "gender": "string",
    "income": "float64",
    "income_band": "string",
    "education": "string",
    "occupation": "string",
    "household_size": "int64",
    "children": "int64",
    "marital_status": "string",
    "web_skill": "string",
    "device": "string",
    "referral": "string",
    "acquisition_channel": "string",
    "area_type": "string",
    "service_effort": "int64",
    "followers": "int64",
}
"""Column: its type. All but `customer_id` may be missing."""

OLDEST = 120
MIDSUMMER = (7, 2)  # half of the people born in a year have had their birthday


def customer_traits(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str) -> ir.Table:
    """Give one row of traits per customer, as of a day.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by their names in the contract; `customers` or `order_lines` is needed, others are not looked at.
    as_of : datetime.date or str
        The day at which ages count.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer who had signed up or ordered by `as_of`, as
        :func:`seglib.features.customer_features` has; the columns and types of :data:`TRAITS`. `age` is in completed
        years from `birth_date`; where that is missing, the age of most people born in `birth_year`; else `age` as it
        was given. An age below 0 or above 120 is missing. Texts are without blanks around them, an empty one is
        missing. Nothing is executed; the order of rows is not defined.

    Raises
    ------
    ValueError
        If neither `customers` nor `order_lines` is given, or `as_of` is no date.

    Examples
    --------
    >>> import ibis
    >>> customers = ibis.memtable({"customer_id": ["c1"], "birth_year": [1980]})
    >>> ibis.duckdb.connect().execute(customer_traits({"customers": customers}, as_of="2026-12-31").age)
    0    46
    Name: age, dtype: int64
    """
    end = observation_end(as_of)
    known = known_customers(tables, end)
    if "customers" not in tables:
        return known.select(
            **{name: known[name] if name == "customer_id" else ibis.null(dtype) for name, dtype in TRAITS.items()}
        )
    customers = complete(tables["customers"], "customers")
    traits = customers.mutate(customer_id=customers.customer_id.cast("string"), age=_age(customers, end))
    traits = known.left_join(traits, "customer_id").drop("customer_id_right")
    return traits.select(**{name: _tidy(traits[name], dtype) for name, dtype in TRAITS.items()})


def _age(customers: ir.Table, end: datetime.date) -> ir.IntegerValue:
    born = customers.birth_date
    had_birthday = (born.month() * 100 + born.day()) <= end.month * 100 + end.day
    by_date = end.year - born.year() - ibis.ifelse(had_birthday, 0, 1)
    by_year = end.year - customers.birth_year - (0 if (end.month, end.day) >= MIDSUMMER else 1)
    age = ibis.coalesce(by_date, by_year, customers.age).cast("int64")
    return ibis.ifelse(age.between(0, OLDEST), age, ibis.null("int64"))


def _tidy(column: ir.Column, dtype: str) -> ir.Column:
    return column.cast("string").strip().nullif("") if dtype == "string" else column.cast(dtype)
