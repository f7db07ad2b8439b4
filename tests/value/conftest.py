"""The public sample of CDNOW, of which all published fits are."""

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def cdnow(shared_data):
    """Summary of 2,357 customers until 30 September 1997, in weeks."""
    table = pd.read_csv(shared_data / "cdnow-sample" / "cdnow_customers_summary_with_transactions.csv")
    names = {"ID": "customer_id", "x": "frequency", "t_x": "recency", "zbar": "monetary_value"}
    return table.rename(columns=names).astype({"customer_id": "str"})


@pytest.fixture(scope="session")
def cdnow_lines(shared_data):
    """The sample as clean order lines: the rows of one customer and day are one order."""
    names = ["master", "customer_id", "day", "quantity", "amount"]
    rows = pd.read_csv(shared_data / "cdnow-sample" / "CDNOW_sample.txt", sep=r"\s+", names=names, dtype=str)
    rows["order_id"] = rows["customer_id"] + "-" + rows["day"]
    rows["ordered_at"] = pd.to_datetime(rows["day"], format="%Y%m%d")
    return rows.astype({"amount": float, "quantity": float})
