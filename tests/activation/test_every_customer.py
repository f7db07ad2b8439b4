"""Python, SQL, the spreadsheet and the page in Chromium agree on every customer of the demo, and of a real shop."""

from types import SimpleNamespace

import pandas as pd
import pytest
from shop_in_segments import by_sql
from test_typing_sheet import calculated

from seglib.activation.fields import HABITS
from seglib.activation.golden import golden_questions
from seglib.activation.models import read_model, write_model
from seglib.activation.rules import explain
from seglib.activation.typing_sheet import write_sheet
from seglib.client_brand import Brand
from seglib.features import customer_features
from seglib.report.typing_page import typing_page
from seglib.segments.rfm import rfm_scores, rfm_segments


def segmented(features: pd.DataFrame):
    """The features, segments by recency, frequency and money, and three questions that tell them."""
    segmentation = rfm_segments(rfm_scores(features, n_bins=3))
    return features, segmentation, golden_questions(segmentation, features, fields=HABITS, most=3)


def agree(features: pd.DataFrame, segmentation, golden, folder) -> None:
    """By rules, by questions and by the kept model, all forms say the same."""
    score = golden.score
    rules = explain(segmentation, features, fields=HABITS)
    assert rules.low > rules.largest
    assert by_sql(rules, features).tolist() == rules.assign(features).tolist()
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


def agree_in_browser(features: pd.DataFrame, golden, chromium, folder) -> None:
    """The offline page types every customer as Python does."""
    shop = SimpleNamespace(name="Shop", language="en", currency="EUR", brand=Brand())
    (folder / "typing.html").write_text(typing_page(golden, shop), encoding="utf-8")
    codes = golden.score.codes(features)
    told = golden.score.assign(codes)
    page = chromium.new_page()
    page.goto((folder / "typing.html").as_uri())
    found = page.evaluate("rows => typing.all(rows)", codes.tolist())
    page.close()
    assert [tuple(one) for one in found] == list(zip(told["segment"], told["percent"], strict=True))


@pytest.fixture(scope="module")
def of_demo(demo):
    features = customer_features(demo.cleaned.tables, as_of=demo.client.as_of).order_by("customer_id").to_pandas()
    assert len(features) > 2_500
    return segmented(features)


@pytest.fixture(scope="module")
def of_online_retail(shared_data):
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
    return segmented(features)


def test_all_forms_agree_on_every_customer_of_the_demo(of_demo, tmp_path):
    agree(*of_demo, tmp_path)


@pytest.mark.browser
def test_the_page_agrees_on_every_customer_of_the_demo(of_demo, chromium, tmp_path):
    agree_in_browser(of_demo[0], of_demo[2], chromium, tmp_path)


@pytest.mark.real
def test_all_forms_agree_on_every_customer_of_online_retail(of_online_retail, tmp_path):
    agree(*of_online_retail, tmp_path)


@pytest.mark.real
@pytest.mark.browser
def test_the_page_agrees_on_every_customer_of_online_retail(of_online_retail, chromium, tmp_path):
    agree_in_browser(of_online_retail[0], of_online_retail[2], chromium, tmp_path)
