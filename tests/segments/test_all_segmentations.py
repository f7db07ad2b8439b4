"""What every segmentation promises, whatever its scheme."""

import math
import re

import numpy as np
import pandas as pd
import pytest

from seglib.client_segments import Geographic
from seglib.segments import behavioural, demographic, geographic, habits, lifecycle, psychographic
from seglib.segments.demographic.outcomes import Outcome
from seglib.segments.purchases import interest_segments
from seglib.segments.rfm import rfm_scores, rfm_segments
from seglib.segments.segmentation import NOT_YET_BOUGHT
from seglib.segments.summary import summarise


def split_on_age(features):
    """A split of an outcome that the young have more of."""
    if not isinstance(features, pd.DataFrame) or "n_orders" not in features:
        return demographic.split(features, outcome=None, random_state=0)
    young = Outcome("x", "x", "money", (features["age"] < 40) * 2.0 + features["discount_rate"].fillna(0.5))
    return demographic.split(features, outcome=young, random_state=0).segmentation


def by_answers(features, **options):
    """Those who think alike, by the answers beside the features."""
    items = [f"q{i}" for i in range(1, 7)]
    whole = isinstance(features, pd.DataFrame) and {*items} <= {*features.columns} and len(features)
    columns = ["customer_id", "item_id", "answer"]
    survey = pd.DataFrame([(answer, item, answer) for item in items for answer in "01"], columns=columns)
    if whole:
        survey = features.melt("customer_id", items, *columns[1:]).dropna()
        survey["answer"] = survey["answer"].astype(int).astype("str")
    battery = psychographic.read_battery(survey)
    return psychographic.segment(features, battery, k=2, random_state=0, **options)


SCHEMES = {
    "rfm": lambda features: rfm_segments(rfm_scores(features)),
    "rfm by margin, 3 bins": lambda features: rfm_segments(rfm_scores(features, n_bins=3, monetary="total_margin")),
    "lifecycle": lifecycle.segment,
    "channel": habits.by_channel,
    "discount": habits.by_discount,
    "returns": habits.by_returns,
    "behavioural": lambda features: behavioural.segment(features, k=4, random_state=0),
    "behavioural on rfm": lambda features: behavioural.segment(
        features, k=3, traits=behavioural.RFM_TRAITS, random_state=0
    ),
    "interests": lambda features: interest_segments.segment(features, k=2, random_state=0),
    "answers": by_answers,
    "answers, k-centroids": lambda features: by_answers(features, method="k_centroids"),
    "life stages": demographic.segment,
    "bands of income": lambda features: demographic.segment(features, by="income"),
    "split on age": split_on_age,
    "occupations": lambda features: demographic.segment(features, by="occupation"),
    "places": lambda features: geographic.segment(features, random_state=0),
    "climates": lambda features: geographic.segment(features, by="climate", random_state=0),
    "delivery zones": lambda features: geographic.segment(
        features, by="zone", settings=Geographic(zones={"Van": ["1", "2"], "Parcel": ["3"]}), random_state=0
    ),
}
OF_PEOPLE = {  # who has never ordered is somebody, and lives somewhere, all the same
    "answers",
    "answers, k-centroids",
    "life stages",
    "bands of income",
    "occupations",
    "split on age",
    "places",
    "climates",
    "delivery zones",
}
MONEY = ["gross_spend", "returned_value", "total_spend", "total_margin", "average_order_value"]


@pytest.fixture(params=SCHEMES, ids=str)
def segment(request):
    return SCHEMES[request.param]


def by_customer(segmentation):
    return segmentation.assignments.set_index("customer_id")["segment"].sort_index()


def test_every_customer_is_in_exactly_one_segment(segment, features):
    result = segment(features)
    assert result.assignments["customer_id"].tolist() == features["customer_id"].tolist()
    assert list(result.assignments.columns) == ["customer_id", "segment", "segment_name", "probability"]
    assert set(result.assignments["segment"]) <= set(result.definition["segment"])
    assert result.assignments[["segment", "segment_name"]].notna().all().all()
    assert result.definition["segment"].is_unique
    assert result.definition["segment_name"].is_unique
    assert result.definition[["segment_name", "rule"]].map(len).gt(0).all().all()


@pytest.mark.parametrize("segment", [SCHEMES[name] for name in SCHEMES if name not in OF_PEOPLE])
def test_customers_without_an_order_are_not_yet_buyers(segment, features):
    found = segment(features)
    assert ((found.assignments["segment"] == NOT_YET_BOUGHT) == (features["n_orders"] == 0)).all()
    words = found.definition.set_index("segment").loc[NOT_YET_BOUGHT]  # who sent all back has ordered, and is here too
    assert (words["segment_name"], words["rule"]) == ("No kept order", "No order yet, or all of them taken back")


def test_totals_are_conserved(segment, features):
    summary = segment(features).summary
    assert summary["n"].sum() == len(features)
    assert summary["share"].sum() == pytest.approx(1)
    for money, share in (("total_spend", "spend_share"), ("total_margin", "margin_share")):
        assert math.fsum(summary[money].dropna()) == pytest.approx(math.fsum(features[money].dropna()), rel=1e-12)
        assert summary[share].sum() == pytest.approx(1)


def test_order_of_rows_does_not_matter(segment, features):
    expected = segment(features)
    shuffled = segment(features.sample(frac=1, random_state=3))
    pd.testing.assert_series_equal(by_customer(shuffled), by_customer(expected))
    pd.testing.assert_frame_equal(shuffled.summary, expected.summary, check_exact=True)
    pd.testing.assert_frame_equal(shuffled.definition, expected.definition, check_exact=True)


def test_names_of_customers_do_not_matter(segment, features):
    other = features.assign(customer_id=[f"z{i}" for i in reversed(range(len(features)))])
    assert segment(other).assignments["segment"].tolist() == segment(features).assignments["segment"].tolist()


def test_currency_does_not_matter(segment, features):
    cents = features.assign(**{column: features[column] * 100 for column in MONEY})
    assert segment(cents).assignments["segment"].tolist() == segment(features).assignments["segment"].tolist()


def test_equal_customers_are_in_the_same_segment(segment, features):
    twins = pd.concat([features, features.assign(customer_id="twin " + features["customer_id"])], ignore_index=True)
    segments = segment(twins).assignments["segment"].to_numpy()
    assert (segments[: len(features)] == segments[len(features) :]).all()


def test_the_rule_gives_the_assignments_again(segment, features):
    result = segment(features)
    pd.testing.assert_frame_equal(result.assign(features), result.assignments)
    some = features.sample(40, random_state=1)
    expected = result.assignments.set_index("customer_id").loc[some["customer_id"]].reset_index()
    pd.testing.assert_frame_equal(result.assign(some), expected)


def test_input_stays_as_it_was(segment, features):
    before = features.copy(deep=True)
    segment(features).assign(features)
    pd.testing.assert_frame_equal(features, before)


def test_rows_of_the_contract(segment, features):
    rows = segment(features).to_contract(as_of="2026-06-30", model_id="m1")
    columns = ["customer_id", "scheme", "segment", "segment_name", "probability", "as_of", "model_id"]
    assert list(rows.columns) == columns
    assert len(rows) == len(features)
    assert str(rows["as_of"].iloc[0]) == "2026-06-30"


def test_summary_shows_itself_with_text_escaped(segment, features):
    result = segment(features)
    hostile = result.summary.assign(segment_name="<script>alert(1)</script>")
    shown = type(result)(**{**vars(result), "summary": hostile})._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_messages(segment, features):
    needed = "q1" if segment in (SCHEMES["answers"], SCHEMES["answers, k-centroids"]) else "n_orders"
    with pytest.raises(ValueError, match=f"must have the column `{needed}`"):
        segment(features.drop(columns=needed))
    with pytest.raises(ValueError, match=re.escape("must have at least one customer; got 0 rows")):
        segment(features.iloc[:0])
    with pytest.raises(TypeError, match="must be a pandas DataFrame; got list"):
        segment([1, 2])
    repeated = features.copy()
    repeated.loc[0, "customer_id"] = repeated.loc[1, "customer_id"]
    with pytest.raises(ValueError, match="0 missing and 1 repeated ids"):
        segment(repeated)


def test_summary_by_hand():
    # Two customers in one segment, one in the other; a missing margin is not counted as zero for the median.
    features = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "n_orders": [1, 3, 2],
            "total_spend": [10.0, 30.0, 60.0],
            "total_margin": [5.0, np.nan, 15.0],
        }
    )
    assignments = pd.DataFrame({"segment": ["x", "x", "y"], "segment_name": ["X", "X", "Y"]})
    summary = summarise(features, assignments, order=["y", "none", "x"])
    assert summary["segment"].tolist() == ["y", "x"]
    assert summary["n"].tolist() == [1, 2]
    assert summary["spend_share"].tolist() == [0.6, 0.4]
    assert summary["margin_share"].tolist() == [0.75, 0.25]
    assert summary["median_n_orders"].tolist() == [2, 2]
    assert summary["median_total_margin"].tolist() == [15, 5]


def test_the_interval_of_a_share_of_the_money_holds_it_in_95_of_100_samples():
    draw = np.random.default_rng(7)
    true, n, held = 0.3 * 50 / (0.3 * 50 + 0.7 * 20), 400, []
    for _ in range(400):
        rich = draw.random(n) < 0.3
        money = np.where(rich, draw.gamma(2, 25, n), draw.gamma(2, 10, n))
        features = pd.DataFrame({"customer_id": np.arange(n).astype(str), "total_margin": money})
        assignments = pd.DataFrame({"segment": np.where(rich, "rich", "rest"), "segment_name": "x"})
        row = summarise(features, assignments, order=["rich", "rest"]).iloc[0]
        held.append(row["margin_share_low"] <= true <= row["margin_share_high"])
    assert 0.915 <= np.mean(held) <= 0.985  # 99.9 % of binomial draws at 95%
