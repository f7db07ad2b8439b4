"""Online Retail, customers with a positive quantity and price: the figures published with the data."""

import ibis
import pytest

from seglib.clustering.structure import verdict
from seglib.features import customer_features
from seglib.segments import behavioural


@pytest.mark.real
def test_recency_frequency_monetary_of_online_retail(connection, shared_data):
    raw = connection.read_csv(str(shared_data / "online-retail/online_retail.csv.gz"), all_varchar=True)
    lines = raw.filter(
        raw.CustomerID.notnull(), raw.Quantity.cast("int64") > 0, raw.UnitPrice.cast("decimal(18, 6)") > 0
    )
    lines = lines.select(
        customer_id=lines.CustomerID.replace(".0", ""),
        order_id=lines.InvoiceNo,
        ordered_at=lines.InvoiceDate.cast("timestamp"),
        product_id=lines.StockCode,
        amount=(lines.Quantity.cast("decimal(18, 0)") * lines.UnitPrice.cast("decimal(18, 4)")).cast("decimal(18, 4)"),
        is_return=ibis.literal(False),
    )
    frame = connection.to_pandas(customer_features({"order_lines": lines}, as_of="2011-12-10"))
    assert len(frame) == 4338
    assert frame["n_lines"].sum() == 397_884
    assert frame["n_orders"].sum() == 18_532
    assert round(frame["gross_spend"].sum(), 2) == 8_911_407.90
    assert frame["recency_days"].agg(["mean", "median", "max"]).round(2).tolist() == [93.06, 51, 374]
    assert frame["n_orders"].agg(["mean", "median", "max"]).round(2).tolist() == [4.27, 2, 209]
    assert frame["gross_spend"].agg(["mean", "median", "max"]).round(2).tolist() == [2054.27, 674.48, 280_206.02]
    assert (frame["n_orders"] == 1).sum() == 1493
    # In a year, when customers buy is when they came: with the seasons, these fell into two "natural" groups.
    matrix = behavioural.matrix(frame)
    assert matrix.columns.tolist() == ["recency_days", "n_orders", "average_order_value"]
    assert verdict(matrix, random_state=0) == ("constructed", 2)
