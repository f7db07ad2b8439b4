"""RFM: equal customers equal scores, cut points that score new customers, a name for every combination."""

import itertools
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglib.report.text import Formatter
from seglib.segments.rfm import SCORES, rfm_scores, rfm_segments
from seglib.segments.rfm_names import SEGMENTS, levels, score_ranges
from seglib.segments.views import cut_points


def table_of(rows):
    frame = pd.DataFrame(rows, columns=["recency_days", "n_orders", "total_spend"])
    return frame.assign(customer_id=[f"c{i}" for i in range(len(frame))])


def test_quintiles_without_ties():
    # Ten different values in each: two customers a score. Recency 1 is the best, so its score is 5.
    features = table_of([(day, day, 100.0 * day) for day in range(1, 11)])
    table = rfm_scores(features).table
    assert table["f_score"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert table["m_score"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert table["r_score"].tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


def test_ties_at_the_bottom_keep_the_ends_of_the_scale():
    # Frequencies 1 (six of ten), 2 (two), 3 (one), 9 (one). Boundaries lie below 60, 80 and 90 % of customers: the cuts
    # for 20, 40 and 60 % all fall on the first, the cut for 80 % on the second. So 1 -> 1, 2 -> 4, 3 and 9 -> 5.
    features = table_of([(5, orders, 1.0 * i) for i, orders in enumerate([1] * 6 + [2, 2, 3, 9])])
    scores = rfm_scores(features)
    assert scores.table["f_score"].tolist() == [1] * 6 + [4, 4, 5, 5]
    cuts = scores.cut_points[scores.cut_points["measure"] == "n_orders"]
    assert cuts[["score", "n"]].values.tolist() == [[1, 6], [4, 2], [5, 2]]
    assert cuts["up_to"].tolist()[:2] == [1, 2]
    assert (scores.table["r_score"] == 5).all()  # all as recent as each other: the best


def test_new_customers_are_scored_by_the_stored_cut_points(features):
    scores = rfm_scores(features)
    new = table_of([(0, 1000, 1e9), (1e6, 1, -5.0), (np.nan, 0, 0.0)])
    assigned = scores.assign(new)
    assert assigned[list(SCORES)].iloc[0].tolist() == [5, 5, 5]
    assert assigned[list(SCORES)].iloc[1].tolist() == [1, 1, 1]
    assert assigned[list(SCORES)].iloc[2].isna().all()
    pd.testing.assert_frame_equal(scores.assign(features), scores.table)
    # a subset is scored as it was within the whole
    some = features.iloc[::7]
    expected = scores.table.iloc[::7].reset_index(drop=True)
    pd.testing.assert_frame_equal(scores.assign(some), expected)


def test_cut_points_tell_the_scores(features):
    scores = rfm_scores(features, n_bins=4)
    merged = scores.table.merge(features, on="customer_id")
    for score, measure in zip(SCORES, ("recency_days", "n_orders", "total_spend"), strict=True):
        cuts = scores.cut_points[scores.cut_points["measure"] == measure]
        for row in cuts.itertuples():
            low = -np.inf if np.isnan(row.above) else row.above
            high = np.inf if np.isnan(row.up_to) else row.up_to
            inside = merged[(merged[measure] > low) & (merged[measure] <= high)]
            inside = inside[inside["n_orders"] > 0]
            assert (inside[score] == row.score).all()
            assert len(inside) == row.n
        assert cuts["n"].sum() == (features["n_orders"] > 0).sum()


def test_grid_counts_every_buyer(features):
    scores = rfm_scores(features)
    grid = scores.grid()
    assert grid["n"].sum() == (features["n_orders"] > 0).sum()
    assert (grid["n"] * grid["value"]).sum() == pytest.approx(features["total_spend"].sum())
    at = (scores.table["r_score"] == 5) & (scores.table["f_score"] == 5)
    cell = grid[(grid["r_score"] == 5) & (grid["f_score"] == 5)].iloc[0]
    assert cell["n"] == at.sum()
    assert cell["value"] == pytest.approx(features.loc[at.fillna(False).to_numpy(bool), "total_spend"].mean())


buyers = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 5), st.integers(-3, 30).map(float)), min_size=1, max_size=40
).filter(lambda rows: any(orders for _, orders, _ in rows))


@settings(max_examples=80, deadline=None)
@given(rows=buyers, n_bins=st.integers(2, 10))
def test_equal_customers_have_equal_scores_and_better_never_scores_less(rows, n_bins):
    features = table_of(rows)
    scores = rfm_scores(features, n_bins=n_bins).table.join(features.drop(columns="customer_id"))
    scores = scores[scores["n_orders"] > 0]
    for score, measure, sign in (
        ("r_score", "recency_days", -1),
        ("f_score", "n_orders", 1),
        ("m_score", "total_spend", 1),
    ):
        assert (scores.groupby(measure)[score].nunique() == 1).all()
        ordered = scores.sort_values(measure)[score].astype(int).to_numpy() * sign
        assert (np.diff(ordered) >= 0).all()
        if scores[measure].nunique() > 1:
            assert set(scores[score].agg(["min", "max"])) == {1, n_bins}


@settings(max_examples=80, deadline=None)
@given(rows=buyers, more=st.integers(1, 40), data=st.data())
def test_more_spend_never_lowers_m_even_when_the_cuts_are_made_anew(rows, more, data):
    features = table_of(rows)
    at = data.draw(st.sampled_from([i for i, row in enumerate(rows) if row[1]]))
    richer = features.copy()
    richer.loc[at, "total_spend"] += more
    before, after = rfm_scores(features), rfm_scores(richer)
    assert after.table.loc[at, "m_score"] >= before.table.loc[at, "m_score"]
    assert before.assign(richer).loc[at, "m_score"] >= before.table.loc[at, "m_score"]


@pytest.mark.parametrize("n_bins", range(2, 11))
def test_every_combination_of_scores_has_exactly_one_name(n_bins):
    boxes = score_ranges(n_bins)
    for r, f, m in itertools.product(range(1, n_bins + 1), repeat=3):
        inside = boxes[
            boxes["r_from"].le(r)
            & boxes["r_to"].ge(r)
            & boxes["f_from"].le(f)
            & boxes["f_to"].ge(f)
            & boxes["m_from"].le(m)
            & boxes["m_to"].ge(m)
        ]
        assert len(inside) == 1, (r, f, m)
    assert set(boxes["segment"]) <= set(SEGMENTS["segment"])


def test_levels_are_thirds_of_the_scale():
    # (s - 1/2) / 4 = 1/8, 3/8, 5/8, 7/8: only the first is below 1/3, only the last is 2/3 or more.
    assert levels(4) == {"low": (1, 1), "middle": (2, 3), "high": (4, 4)}
    assert levels(3) == {"low": (1, 1), "middle": (2, 2), "high": (3, 3)}
    assert levels(10) == {"low": (1, 3), "middle": (4, 7), "high": (8, 10)}


def test_named_segments(features):
    segmentation = rfm_segments(rfm_scores(features))
    names = segmentation.assignments.set_index("customer_id")["segment"]
    assert (names[(features["n_orders"] == 0).to_numpy()] == "not_yet_bought").all()
    assert not (names[(features["n_orders"] > 0).to_numpy()] == "not_yet_bought").any()
    scores = rfm_scores(features).table.set_index("customer_id")
    champions = scores[names == "champions"]
    assert len(champions) > 0
    assert champions[["r_score", "f_score"]].min().min() >= 4
    assert champions["m_score"].min() >= 3
    assert segmentation.definition.set_index("segment").loc["champions", "rule"] == "R 4–5, F 4–5, M 3–5"
    assert segmentation.definition.notna().all().all()


def test_monetary_may_be_another_feature(features):
    by_margin = rfm_scores(features, monetary="total_margin")
    assert set(by_margin.cut_points["measure"]) == {"recency_days", "n_orders", "total_margin"}
    assert rfm_segments(by_margin).summary["n"].sum() == len(features)


@pytest.mark.parametrize("n_bins", [1, 11, 5.0, True, "5"])
def test_n_bins_message(features, n_bins):
    message = f"`n_bins` of `rfm_scores` must be an int in [2, 10]; got {n_bins!r}."
    with pytest.raises(ValueError, match=re.escape(message)):
        rfm_scores(features, n_bins=n_bins)


def test_other_messages(features):
    with pytest.raises(ValueError, match="must have the column `recency_days`"):
        rfm_scores(features.drop(columns="recency_days"))
    with pytest.raises(ValueError, match="must hold a customer with an order; got none"):
        rfm_scores(features[features["n_orders"] == 0])
    with pytest.raises(ValueError, match="0 missing and 300 repeated ids"):
        rfm_scores(pd.concat([features, features]))
    unknown = features.copy()
    unknown.loc[unknown["n_orders"].idxmax(), "total_spend"] = np.nan
    with pytest.raises(ValueError, match="`total_spend` must be known for every customer with an order; got 1 missing"):
        rfm_scores(unknown)


def online_retail(shared_data):
    lines = pd.read_csv(shared_data / "online-retail/online_retail.csv.gz", dtype={"InvoiceNo": str, "CustomerID": str})
    lines = lines[lines["CustomerID"].notna() & (lines["Quantity"] > 0) & (lines["UnitPrice"] > 0)]
    lines["amount"] = (lines["Quantity"] * (lines["UnitPrice"] * 1000).round()).astype(int) / 1000
    return lines.rename(columns={"CustomerID": "customer_id", "InvoiceDate": "at", "InvoiceNo": "order_id"})


def cdnow(shared_data):
    names = ["master_id", "customer_id", "at", "cds", "amount"]
    lines = pd.read_csv(shared_data / "cdnow-sample/CDNOW_sample.txt", sep=r"\s+", names=names, dtype=str)
    return lines.assign(amount=lines["amount"].astype(float), order_id=lines["at"])


@pytest.mark.real
@pytest.mark.parametrize("read", [online_retail, cdnow])
def test_equal_customers_of_real_shops_have_equal_scores(read, shared_data):
    lines = read(shared_data)
    at = pd.to_datetime(lines["at"]).dt.normalize()
    features = (
        lines.assign(at=at)
        .groupby("customer_id")
        .agg(last=("at", "max"), n_orders=("order_id", "nunique"), total_spend=("amount", "sum"))
        .reset_index()
    )
    features["total_spend"] = features["total_spend"].round(2)
    features["recency_days"] = (at.max() - features["last"]).dt.days
    for n_bins in (2, 5, 10):
        merged = rfm_scores(features, n_bins=n_bins).table.merge(features, on="customer_id")
        for score, measure in zip(SCORES, ("recency_days", "n_orders", "total_spend"), strict=True):
            assert merged.groupby(measure)[score].nunique().max() == 1
            assert merged[score].agg(["min", "max"]).tolist() == [1, n_bins]


def test_who_has_the_lowest_score_of_frequency_ordered_once_and_no_less():
    people = pd.DataFrame({"customer_id": [f"c{i}" for i in range(60)], "n_orders": [1] * 20 + [2] * 20 + [5] * 20})
    people = people.assign(recency_days=range(60), total_spend=np.arange(60) * 10.0)
    shown = cut_points(rfm_scores(people, n_bins=3), Formatter("en", "EUR")).set_index("score")
    assert shown["n_orders"].tolist() == ["3 or more", "2", "1"]
    assert shown["recency_days"].tolist()[-1].endswith("or more")
