"""Traits of customers as of a day; every age worked out by hand."""

from datetime import date

import ibis
import pandas as pd
import pytest

from seglib.features import TRAITS, customer_traits, without_objectors

SCHEMA = {
    "customer_id": "string",
    "birth_date": "date",
    "birth_year": "int64",
    "age": "int64",
    "education": "string",
    "income": "decimal(18, 4)",
    "signup_date": "date",
    "objected": "boolean",
}


@pytest.fixture
def traits(connection):
    rows = [
        ("birthday today", date(1990, 6, 30), None, None, " primary ", 10, None, None),
        ("birthday tomorrow", date(1990, 7, 1), None, None, "", None, None, False),
        ("leap day", date(2000, 2, 29), 1950, 99, None, None, None, None),  # the date counts, not year or age
        ("by year", None, 1980, 10, None, None, None, None),
        ("by age", None, None, 33, None, None, None, None),
        ("not born yet", date(2027, 1, 1), None, None, None, None, None, None),
        ("too late", None, None, 40, None, None, date(2026, 7, 1), None),
        ("objected", None, None, 40, None, None, None, True),
    ]
    customers = ibis.memtable(pd.DataFrame(rows, columns=list(SCHEMA)).astype(object), schema=ibis.schema(SCHEMA))
    tables = without_objectors({"customers": customers})
    return lambda as_of: connection.to_pandas(customer_traits(tables, as_of=as_of)).set_index("customer_id")


def test_ages_on_a_day(traits):
    ages = traits("2026-06-30")["age"]
    assert ages.drop("not born yet").to_dict() == {
        "birthday today": 36,
        "birthday tomorrow": 35,
        "leap day": 26,
        "by year": 45,  # most people born in 1980 turn 46 later in the year
        "by age": 33,
    }
    assert pd.isna(ages["not born yet"])
    assert traits("2026-12-31").loc["by year", "age"] == 46


def test_who_came_later_or_objected_has_no_row(traits):
    assert {"too late", "objected"} & set(traits("2026-06-30").index) == set()
    assert "too late" in traits("2026-07-01").index


def test_empty_text_is_missing(traits):
    education = traits("2026-06-30")["education"]
    assert education["birthday today"] == "primary"
    assert education.drop("birthday today").isna().all()


def test_columns_and_types_whatever_the_sources(tables, connection):
    for some in (tables, {"order_lines": tables["order_lines"]}, {"customers": tables["customers"]}):
        expression = customer_traits(some, as_of="2026-01-31")
        schema = expression.schema()
        assert dict(zip(schema.names, map(str, schema.types), strict=True)) == TRAITS
    assert sorted(connection.to_pandas(customer_traits(tables, as_of="2026-01-31"))["customer_id"]) == [
        "ann",
        "bob",
        "cem",
        "dan",
    ]
