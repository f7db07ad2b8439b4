"""Behavioural clusters: planted groups come back, traits that say nothing are left out, names tell segments apart."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from seglib.features.orders import MONTHS
from seglib.segments import behavioural
from seglib.segments.naming import unique_names
from seglib.segments.scales import ONE_SEASON, fit_scales, standardise
from seglib.segments.traits import KNOWN, RFM_TRAITS, Trait
from seglib.segments.views import looked_at


@pytest.fixture(scope="module")
def planted():
    """Three kinds of buyers, 60 each: small and frequent online, large and rare in the store, middling."""
    rng = np.random.default_rng(0)
    kind = np.repeat([0, 1, 2], 60)
    return pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(180)],
            "n_orders": np.array([24, 2, 7])[kind] + rng.integers(0, 2, 180),
            "recency_days": np.array([15.0, 300, 90])[kind] + rng.integers(0, 10, 180),
            "total_spend": (np.array([480.0, 800, 300])[kind] * rng.lognormal(0, 0.1, 180)).round(2),
            "average_order_value": (np.array([20.0, 400, 45])[kind] * rng.lognormal(0, 0.1, 180)).round(2),
            "share_online": np.array([0.95, 0.05, 0.5])[kind],
            "kind": kind,
        }
    )


def test_planted_groups_come_back_with_names_that_fit(planted):
    result = behavioural.segment(planted, n_boot=4, random_state=0)
    merged = result.assignments.merge(planted, on="customer_id")
    assert adjusted_rand_score(merged["kind"], merged["segment"]) == 1.0
    names = merged.groupby("kind")["segment_name"].first()
    assert "online" in names[0].lower() or "frequent" in names[0].lower()
    assert "large orders" in names[1].lower() or "few orders" in names[1].lower()
    assert result.note.startswith("3 groups have valleys between all of them")
    assert result.assignments["probability"].isna().all()


def test_centres_are_in_the_traits_own_units(planted):
    result = behavioural.segment(planted, k=3, traits=["average_order_value", "share_online"], random_state=0)
    definition = result.definition.set_index("segment").drop("not_yet_bought")
    merged = result.assignments.merge(planted, on="customer_id").groupby("segment")
    for segment, centre in definition["share_online"].items():
        assert centre == pytest.approx(merged["share_online"].mean()[segment])
    for segment, centre in definition["average_order_value"].items():
        assert centre == pytest.approx(merged["average_order_value"].median()[segment], rel=0.05)


def test_traits_that_say_nothing_are_left_out_and_named(features):
    result = behavioural.segment(
        features, traits=[*RFM_TRAITS, "n_social", "n_app", "average_gap_days"], k=2, random_state=0
    )
    details = result.details.set_index("trait")
    assert details["used"].to_dict() == {
        "recency_days": True,
        "n_orders": True,
        "total_spend": True,
        "average_gap_days": True,
        "n_social": False,
        "n_app": False,
    }
    assert details.loc["n_social", "reason"] == "equal for nearly all customers"
    assert details.loc["n_app", "reason"] == "not known"
    missing = features.loc[features["n_orders"] > 0, "average_gap_days"].isna().sum()
    assert details.loc["average_gap_days", "n_missing"] == missing
    assert (
        "Left out: n_social (equal for nearly all customers). Left out: n_app (not known)."
        in result.definition["rule"][0]
    )


def test_mostly_missing_traits_are_left_out(features):
    buyers = features[features["n_orders"] > 0].copy()
    buyers.loc[buyers.index[: int(len(buyers) * 0.6)], "share_online"] = np.nan
    _, left_out = fit_scales(buyers, ["n_orders", "share_online"])
    assert re.fullmatch(r"missing for \d+ of \d+ customers", left_out["share_online"])


def test_hand_computed_scale():
    # Shares 0, 0.25, 0.5, 0.75, 1: median 0.5. The 1st and 99th percentiles are 0.01 and 0.99, so the standard
    # deviation of the values pulled in is sqrt((2 * 0.49^2 + 2 * 0.25^2) / 5) = 0.347908.
    frame = pd.DataFrame({"top_category_share": [0.0, 0.25, 0.5, 0.75, 1.0]})
    scales, _ = fit_scales(frame, ["top_category_share"])
    spread = math.sqrt((2 * 0.49**2 + 2 * 0.25**2) / 5)
    assert (scales[0].centre, scales[0].scale) == (0.5, pytest.approx(spread))
    halves = [-0.5 / spread, -0.25 / spread, 0, 0.25 / spread, 0.5 / spread]
    assert standardise(frame, scales)["top_category_share"].tolist() == pytest.approx(halves)
    assert standardise(pd.DataFrame({"top_category_share": [np.nan, 9.0]}), scales)["top_category_share"].tolist() == [
        0.0,
        3.5,
    ]


def test_inverse_brings_values_back():
    frame = pd.DataFrame(
        {"total_spend": [1.0, 10, 100, 1000], "n_orders": [1, 2, 3, 4], "top_category_share": [0, 0.2, 0.7, 1]}
    )
    scales, _ = fit_scales(frame, list(frame.columns))
    for scale in scales:
        assert scale.invert(scale.apply(frame)).tolist() == pytest.approx(frame[scale.trait.name].tolist())


def test_trait_made_of_parts():
    trait = KNOWN["share_november_december"]
    frame = pd.DataFrame({column: [0, 0] for column in MONTHS}).assign(n_orders=[4, 0], orders_month_11=[1, 0])
    frame["orders_month_12"] = [2, 0]
    values = trait.values(frame)
    assert values.iloc[0] == 0.75
    assert np.isnan(values.iloc[1])


def test_a_season_that_came_once_is_no_habit():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(dict.fromkeys(MONTHS, 0), index=range(90)).assign(n_orders=2, total_spend=5.0)
    frame["orders_month_12"] = rng.integers(0, 3, 90)
    traits = ["n_orders", "share_november_december"]
    for days, left_out in ((373, {"share_november_december": ONE_SEASON}), (729, {})):
        frame["n_orders"], frame["tenure_days"] = rng.integers(2, 9, 90), days
        assert fit_scales(frame, traits)[1] == left_out


def test_names_are_told_apart_by_more_words_then_by_number():
    traits = [Trait(letter, letter, "count", f"high {letter}", f"low {letter}") for letter in "abc"]
    deviations = np.array([[3.0, 2.0, 1.0], [3.0, 2.0, -1.0], [3.0, 2.0, -1.0], [0.1, 0.2, 0.3]])
    assert unique_names(deviations, traits) == [
        "High a, high b, high c",
        "High a, high b, low c (1)",
        "High a, high b, low c (2)",
        "Average",
    ]


def test_few_customers_are_one_segment(planted):
    result = behavioural.segment(planted.iloc[:20], random_state=0)
    assert result.assignments["segment_name"].unique().tolist() == ["All buyers"]
    assert "too few to segment" in result.note


def test_many_customers_who_are_all_alike_are_one_segment(planted):
    alike = pd.concat([planted.iloc[:1]] * 40).assign(customer_id=[f"c{i}" for i in range(40)])
    result = behavioural.segment(alike, random_state=0)
    assert result.assignments["segment_name"].unique().tolist() == ["All buyers"]
    assert result.assign(planted)["segment"].unique().tolist() == ["b1"]
    table, choice = behavioural.compare(alike, n_boot=2, random_state=0)
    assert (len(table), choice.k, choice.code) == (0, 1, "too_few")
    with pytest.raises(ValueError, match="`traits` must hold a trait in which customers differ"):
        behavioural.segment(alike, k=2, random_state=0)


def test_structureless_customers_may_be_one_segment():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.lognormal(size=(120, 6)), columns=list("uvwxyz")).assign(n_orders=1)
    frame["customer_id"] = [f"c{i}" for i in range(120)]
    traits = [Trait(letter, letter, "count") for letter in "uvwxyz"]
    result = behavioural.segment(frame, traits=traits, n_boot=4, random_state=0)
    assert result.assignments["segment"].unique().tolist() == ["b1"]
    assert result.note.startswith("No stable segments")


def test_one_enormous_order_moves_few_others(planted):
    before = behavioural.segment(planted, k=3, random_state=0).assignments["segment"]
    planted = planted.copy()
    planted.loc[7, ["average_order_value", "total_spend"]] = 1e12
    after = behavioural.segment(planted, k=3, random_state=0).assignments["segment"]
    assert (before != after).drop(7).mean() <= 0.05


def test_new_customers_with_missing_values(planted):
    result = behavioural.segment(planted, k=3, random_state=0)
    new = planted.iloc[[0, 60]].assign(share_online=np.nan, customer_id=["x", "y"])
    assert result.assign(new)["segment"].tolist() == result.assignments["segment"].iloc[[0, 60]].tolist()


def test_messages(planted):
    with pytest.raises(ValueError, match=r"`traits` must be among recency_days, .* got 'colour'"):
        behavioural.segment(planted, traits=["colour"], random_state=0)
    with pytest.raises(ValueError, match="`traits` must hold a trait in which customers differ; got n_app: not known"):
        behavioural.segment(planted, traits=["n_app"], random_state=0)
    with pytest.raises(ValueError, match="must hold a customer with an order; got none"):
        behavioural.segment(planted.assign(n_orders=0), random_state=0)
    with pytest.raises(ValueError, match="`kind` of a `Trait` must be one of money, count, days, share; got 'size'"):
        behavioural.segment(planted, traits=[Trait("x", "x", "size")], random_state=0)


def test_a_figure_is_about_the_number_in_use_or_the_steadiest_one():
    table = pd.DataFrame({"k": [2, 3], "stability": [0.4, 0.6], "silhouette": [0.2, 0.1]})
    assert looked_at(table, 2) == {"groups": 2, "stability": 0.4, "silhouette": 0.2}
    assert looked_at(table, 1) == looked_at(table, 12) == {"groups": 3, "stability": 0.6, "silhouette": 0.1}
