"""What was bought and on which days, by hand on the tiny tables."""

import datetime as dt

import ibis
import pandas as pd
import pytest

from seglib.features import bought_items, order_days, without_objectors


def rows(table):
    return sorted(map(tuple, table.to_pandas().itertuples(index=False)))


def test_orders_with_each_category_and_their_money(tables):
    assert rows(bought_items(tables, as_of="2026-01-31")) == [
        ("ann", "cups", 2, 30.0),  # o1 and o2; the return is no purchase
        ("ann", "pots", 1, 25.1),
        ("ann", "tea", 1, 4.9),
        ("bob", "pots", 1, 0.0),
    ]  # the pin has no category; eve's and ann's orders of February are too late


def test_only_what_came_after_a_day(tables):
    assert rows(bought_items(tables, as_of="2026-01-31", since="2025-03-11")) == [("bob", "pots", 1, 0.0)]


def test_products_go_by_name_or_else_by_id_and_need_no_list(tables):
    named = bought_items(tables, as_of="2026-01-31", by="product").to_pandas()
    assert set(named["item"]) == {"Mug", "Pot", "Tea", "pin"}
    alone = bought_items({"order_lines": tables["order_lines"]}, as_of="2026-01-31", by="product").to_pandas()
    assert set(alone["item"]) == {"mug", "pot", "tea", "pin"}
    assert rows(bought_items({"order_lines": tables["order_lines"]}, as_of="2026-01-31")) == []


def test_each_day_counts_once(tables):
    days = order_days(tables, as_of="2026-01-31").to_pandas()
    assert days["country"].isna().all()
    found = sorted((row.customer_id, pd.Timestamp(row.day).date()) for row in days.itertuples())
    of_ann = [dt.date(2025, 1, 10), dt.date(2025, 3, 11), dt.date(2026, 1, 31)]
    assert found == [*(("ann", day) for day in of_ann), ("bob", dt.date(2026, 1, 1))]


def test_who_objected_to_profiling_has_no_row(tables):
    people = pd.DataFrame({"customer_id": ["ann", "bob"], "objected": [True, None], "country": ["Spain", "Norway"]})
    people = ibis.memtable(
        people, schema=ibis.schema({"customer_id": "string", "objected": "boolean", "country": "string"})
    )
    tables = without_objectors({**tables, "customers": people})
    assert rows(bought_items(tables, as_of="2026-01-31")) == [("bob", "pots", 1, 0.0)]
    assert order_days(tables, as_of="2026-01-31").to_pandas()["country"].tolist() == ["Norway"]


def test_an_unknown_level_is_refused(tables):
    with pytest.raises(ValueError, match=r"must be one of category, brand, product; got 'colour'"):
        bought_items(tables, as_of="2026-01-31", by="colour")
