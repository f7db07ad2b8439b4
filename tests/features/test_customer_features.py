"""One row per customer, every number worked out by hand from the tiny tables of conftest.py."""

import datetime
import re

import ibis
import pandas as pd
import pytest

from seglib.features import COLUMNS, customer_features, orders

AS_OF = "2026-01-31"


@pytest.fixture
def features(connection, tables):
    return connection.to_pandas(customer_features(tables, as_of=AS_OF)).set_index("customer_id").sort_index()


def test_has_the_declared_columns_and_types(tables):
    schema = customer_features(tables, as_of=AS_OF).schema()
    assert dict(zip(schema.names, map(str, schema.types), strict=True)) == {
        name: dtype for name, (dtype, _) in COLUMNS.items()
    }


def test_one_row_for_everyone_known_by_the_day(features):
    # fay signs up the day after, eve orders at midnight after the last day; cem has no customer record but a line.
    assert list(features.index) == ["ann", "bob", "cem", "dan"]


def test_regular_customer(features):
    ann = features.loc["ann"]
    assert ann.first_order_at == pd.Timestamp("2025-01-10 09:00")
    assert ann.last_order_at == pd.Timestamp("2026-01-31 23:59")  # on the last day: counts
    assert ann.recency_days == 0
    assert ann.tenure_days == 386  # 10 January 2025 to 31 January 2026: 365 + 21
    assert (ann.n_orders, ann.n_order_days, ann.n_lines) == (4, 3, 5)  # o2 and o3 fall on one day; r1 is a return
    assert ann.average_gap_days == 193.0  # 386 days between first and last order day, two gaps
    assert ann.gap_variation == pytest.approx(abs(60 - 326) / 386)  # of two gaps: half over mean
    assert (ann.n_products, ann.n_categories) == (4, 3)  # pin is in no category
    assert ann.gross_spend == 100.0  # 20 + 25.10 + 10 + 4.90 + 40
    assert ann.returned_value == 10.0
    assert ann.total_spend == 90.0
    assert ann.total_margin == 10.0  # 8 + 4 + 2 - 4; two lines without cost do not count
    assert ann.average_order_value == 25.0  # 100 / 4
    assert ann.discount_rate == pytest.approx(5 / 105)  # 5 off 105 before discount
    assert ann.return_rate == 0.1
    # o4's channel is unknown: shares are of the three others.
    assert ann[["share_online", "share_store", "share_phone"]].tolist() == [2 / 3, 1 / 3, 0.0]
    assert (ann.top_category, ann.top_category_share) == ("cups", 0.3)  # cups 30, pots 25.10, tea 4.90, unknown 40
    assert ann[[f"orders_month_{month:02d}" for month in range(1, 13)]].tolist() == [2, 0, 2] + [0] * 9
    assert ann[["n_touchpoints", "n_web", "n_app", "n_email", "n_social"]].tolist() == [3, 1, 0, 1, 1]
    assert ann.last_touch_days == 1


def test_free_order_counts_as_an_order(features):
    bob = features.loc["bob"]
    assert (bob.n_orders, bob.gross_spend, bob.average_order_value) == (1, 0.0, 0.0)
    assert bob.recency_days == 30
    assert bob.share_phone == 1.0
    assert bob[["average_gap_days", "discount_rate", "return_rate", "top_category_share"]].isna().all()
    assert (bob.n_service_contacts, bob.service_minutes) == (2, 0.3)  # exactly, though 0.1 + 0.2 is not in floats


def test_return_without_a_sale(features):
    cem = features.loc["cem"]
    assert (cem.n_orders, cem.n_lines, cem.gross_spend, cem.returned_value, cem.total_spend) == (0, 0, 0, 10, -10)
    assert pd.isna(cem.recency_days)


def test_customer_without_orders_has_zero_counts_and_missing_dates(features):
    dan = features.loc["dan"]
    for name, (_, default) in orders.COLUMNS.items():
        assert pd.isna(dan[name]) if default is None else dan[name] == default
    assert (dan.n_touchpoints, dan.n_app, dan.last_touch_days) == (1, 1, 0)


@pytest.mark.parametrize("present", [["customers"], ["order_lines"], ["order_lines", "touchpoints"]])
def test_missing_tables_give_the_same_columns(connection, tables, present):
    some = {name: tables[name] for name in present}
    features = customer_features(some, as_of=AS_OF)
    assert features.schema() == customer_features(tables, as_of=AS_OF).schema()
    frame = connection.to_pandas(features)
    assert (frame["n_service_contacts"] == 0).all()
    assert len(frame) == 3


def test_columns_that_a_client_does_not_have_are_missing_values(connection, tables):
    lines = tables["order_lines"].drop("sales_channel", "discount", "margin", "product_id")
    frame = connection.to_pandas(customer_features({"order_lines": lines}, as_of=AS_OF))
    assert frame[["share_online", "total_margin", "top_category"]].isna().all().all()
    assert frame["gross_spend"].sum() == 100.0


def test_order_of_rows_and_duplicated_runs_do_not_matter(connection, tables, lines_frame, lines_table):
    expected = connection.to_pandas(customer_features(tables, as_of=AS_OF).order_by("customer_id"))
    again = connection.to_pandas(customer_features(tables, as_of=AS_OF).order_by("customer_id"))
    pd.testing.assert_frame_equal(again, expected, check_exact=True)
    for seed in range(5):
        shuffled = {**tables, "order_lines": lines_table(lines_frame.sample(frac=1, random_state=seed))}
        frame = connection.to_pandas(customer_features(shuffled, as_of=AS_OF).order_by("customer_id"))
        pd.testing.assert_frame_equal(frame, expected, check_exact=True)


def test_later_events_change_nothing(connection, tables):
    before = tables["order_lines"].filter(tables["order_lines"].ordered_at < "2026-02-01")
    frame = connection.to_pandas(
        customer_features({**tables, "order_lines": before}, as_of=AS_OF).order_by("customer_id")
    )
    expected = connection.to_pandas(customer_features(tables, as_of=AS_OF).order_by("customer_id"))
    pd.testing.assert_frame_equal(frame, expected)


def test_money_adds_up(features):
    assert (features["gross_spend"] - features["returned_value"]).tolist() == features["total_spend"].tolist()


@pytest.mark.parametrize("as_of", ["2026-01-31", datetime.date(2026, 1, 31), datetime.datetime(2026, 1, 31, 8)])
def test_as_of_may_be_text_or_date(connection, tables, as_of):
    assert connection.execute(customer_features(tables, as_of=as_of).gross_spend.sum()) == 100.0


def test_messages(tables):
    with pytest.raises(ValueError, match=re.escape("must hold `customers` or `order_lines`; got ['products']")):
        customer_features({"products": tables["products"]}, as_of=AS_OF)
    with pytest.raises(ValueError, match="`as_of` must be a date or ISO text such as '2026-06-30'; got '31/01/2026'"):
        customer_features(tables, as_of="31/01/2026")
    with pytest.raises(ValueError, match="Table `order_lines` must have the column `amount`"):
        customer_features({"order_lines": tables["order_lines"].drop("amount")}, as_of=AS_OF)


@pytest.mark.parametrize("dialect", ["postgres", "databricks"])
def test_can_be_said_in_the_other_engines_sql(tables, dialect):
    # databricks speaks Spark SQL; the pyspark dialect needs pyspark installed
    unbound = {name: ibis.table(table.schema(), name=name) for name, table in tables.items()}
    sql = ibis.to_sql(customer_features(unbound, as_of=AS_OF), dialect=dialect)
    assert "2026-02-01" in sql
