"""What three public sets say: categories of a grocer and an office supplier, holidays of wholesale customers."""

import datetime as dt

import ibis
import pytest

from seglib.features import bought_items, order_days
from seglib.segments.purchases.calendar import occasions
from seglib.segments.purchases.favourites import favourites, prior_weight
from seglib.segments.purchases.levels import coarsest_known
from seglib.segments.purchases.occasions import located, rises
from seglib.segments.purchases.together import bought_together

pytestmark = pytest.mark.real


CONNECTION = ibis.duckdb.connect()


def read(file, **columns):
    raw = CONNECTION.read_csv(str(file), all_varchar=True, ignore_errors=True)
    return raw.select(**{name: raw[column] for name, column in columns.items()})


@pytest.fixture(scope="module")
def superstore(shared_data):
    raw = read(
        shared_data / "superstore/superstore.csv",
        customer_id="Customer ID", order_id="Order ID", ordered_at="Order Date", product_id="Product ID",
        amount="Sales", category="Category", country="Country",
    )  # fmt: skip
    raw = raw.filter(raw.order_id.like("__-____-%"), raw.customer_id.notnull())  # below stand other tables
    raw = raw.mutate(ordered_at=raw.ordered_at.as_timestamp("%m/%d/%Y"), amount=raw.amount.cast("decimal(18, 4)"))
    lines = raw.mutate(ordered_at=raw.ordered_at.cast("timestamp(6)"), quantity=ibis.literal(1)).drop(
        "category", "country"
    )
    products = raw.select("product_id", "category").distinct(on="product_id")
    return {
        "order_lines": lines,
        "products": products,
        "customers": raw.select("customer_id", "country").distinct(on="customer_id"),
    }


@pytest.fixture(scope="module")
def grocer(shared_data):
    folder = shared_data / "complete-journey"
    lines = read(
        folder / "transactions_sample.csv.gz",
        customer_id="household_id", order_id="basket_id", ordered_at="transaction_timestamp", product_id="product_id",
        amount="sales_value",
    )  # fmt: skip
    lines = lines.mutate(ordered_at=lines.ordered_at.cast("timestamp(6)"), amount=lines.amount.cast("decimal(18, 4)"))
    products = read(folder / "products.csv.gz", product_id="product_id", category="department", brand="brand")
    return {"order_lines": lines.mutate(quantity=ibis.literal(1)), "products": products}


def test_office_customers_are_alike_in_what_they_buy(superstore):
    counts = bought_items(superstore, as_of="2018-12-31").to_pandas()
    assert sorted(counts["item"].unique()) == ["Furniture", "Office Supplies", "Technology"]
    assert prior_weight(counts) > 1e5
    assert favourites(counts)["favourite"].isna().all()
    assert (bought_together(counts)["verdict"] == "open").all()


def test_office_customers_buy_before_christmas(superstore):
    days = located(order_days(superstore, as_of="2018-12-31").to_pandas())
    assert set(days["country"]) == {"US"}
    calendar = occasions(["US"], first=days["day"].min().date(), last=dt.date(2018, 12, 31))
    table = rises(days, calendar, as_of="2018-12-31").set_index("occasion")
    assert table.loc["Christmas", "verdict"] == "occasion"
    assert 1.4 < table.loc["Christmas", "low"] < table.loc["Christmas", "high"] < 1.9
    assert table.loc["Thanksgiving", "verdict"] == "season"  # orders go on rising after it


def test_a_grocers_departments(grocer):
    by, counts = coarsest_known(grocer, as_of="2018-01-01")
    assert by == "category"
    table = favourites(counts)
    assert (table["favourite"] == "GROCERY").mean() < 0.2 < (table["most_bought"] == "GROCERY").mean()
    pairs = bought_together(counts)
    assert (pairs["naive_lift"] > 1.2).sum() > 100  # who shops much buys from every department
    assert 1 <= (pairs["verdict"] == "together").sum() <= 10
