"""Python, SQL and the spreadsheet agree on every customer of the demo, and of a real shop."""

import pandas as pd
import pytest
from shop_in_segments import by_sql
from test_typing_sheet import calculated

from seglib.activation.fields import HABITS
from seglib.activation.golden import golden_questions
from seglib.activation.models import read_model, write_model
from seglib.activation.rules import explain
from seglib.activation.typing_sheet import write_sheet
from seglib.features import customer_features
from seglib.segments.rfm import rfm_scores, rfm_segments


def agree(features: pd.DataFrame, folder) -> None:
    """By rules, by questions and by the kept model, all forms say the same."""
    segmentation = rfm_segments(rfm_scores(features, n_bins=3))
    rules = explain(segmentation, features, fields=HABITS)
    assert rules.low > rules.largest
    assert by_sql(rules, features).tolist() == rules.assign(features).tolist()
    score = golden_questions(segmentation, features, fields=HABITS, most=3).score
    codes = score.codes(features)
    told = score.assign(codes)
    write_sheet(score, folder / "typing.xlsx", ids=features["customer_id"].tolist(), codes=codes)
    rows = calculated(folder / "typing.xlsx", folder)[2 : 2 + len(features)]
    at = 1 + len(score.questions)
    assert [row[0] for row in rows] == features["customer_id"].tolist()
    assert [row[at] for row in rows] == told["segment_name"].tolist()
    assert [int(row[at + 1]) for row in rows] == told["percent"].tolist()
    kept = read_model(write_model(segmentation, folder, model_id="rfm"))
    pd.testing.assert_frame_equal(kept.assign(features), segmentation.assignments)


def test_all_forms_agree_on_every_customer_of_the_demo(demo, tmp_path):
    clean = demo.cleaned.tables
    features = customer_features(clean, as_of=demo.client.as_of).order_by("customer_id").to_pandas()
    assert len(features) > 2_500
    agree(features, tmp_path)


@pytest.mark.real
def test_all_forms_agree_on_every_customer_of_online_retail(shared_data, tmp_path):
    lines = pd.read_csv(shared_data / "online-retail/online_retail.csv.gz", dtype={"InvoiceNo": str, "CustomerID": str})
    lines = lines[lines["CustomerID"].notna() & (lines["Quantity"] > 0) & (lines["UnitPrice"] > 0)]
    lines = lines.assign(at=pd.to_datetime(lines["InvoiceDate"]), amount=lines["Quantity"] * lines["UnitPrice"])
    grouped = lines.groupby("CustomerID", sort=True)
    features = pd.DataFrame(
        {
            "n_orders": grouped["InvoiceNo"].nunique(),
            "recency_days": (lines["at"].max() - grouped["at"].max()).dt.days.astype(float),
            "total_spend": grouped["amount"].sum().round(2),
            "n_products": grouped["StockCode"].nunique(),
        }
    )
    features = features.assign(average_order_value=features["total_spend"] / features["n_orders"])
    features = features.rename_axis("customer_id").reset_index()
    assert len(features) == 4_338
    agree(features, tmp_path)
