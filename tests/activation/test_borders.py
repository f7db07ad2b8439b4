"""The chance of a segment: sharp in the middle of a group, and between groups as often right as it says."""

import json

import numpy as np
import pandas as pd
import pytest
from shop_in_segments import draw_shop

from seglib.activation.borders import chances, learn_borders
from seglib.activation.models import ModelError, keep_adopted, read_borders, read_model
from seglib.segments import behavioural
from seglib.segments.rfm import rfm_scores, rfm_segments

TRAITS = ["n_orders", "recency_days", "average_order_value"]
ASKED = {"k": 3, "traits": TRAITS, "random_state": 0}


def blurred(n: int, *, seed: int) -> pd.DataFrame:
    """Three kinds of customers that run into each other."""
    draw = np.random.default_rng(seed)
    kind = draw.integers(3, size=n)
    return pd.DataFrame(
        {
            "customer_id": [f"c{i:05d}" for i in range(n)],
            "n_orders": 1 + draw.poisson(np.array([1, 6, 3])[kind]),
            "recency_days": draw.gamma(4, np.array([60, 20, 25])[kind]),
            "average_order_value": draw.lognormal(np.array([3, 3, 4.2])[kind], 0.5),
        }
    )


@pytest.fixture(scope="module")
def shop():
    features, _ = draw_shop()
    made = behavioural.segment(features, **ASKED)
    return features, made, learn_borders(made, features, n_again=20, random_state=1)


def test_customers_in_the_middle_are_sure_and_those_without_an_order_are(shop):
    features, made, borders = shop
    sure = chances(made, borders, features)
    assert borders.shape == (20, 3, 3) and np.mean(sure > 0.9) > 0.9
    assert (sure[features["n_orders"] == 0] == 1).all()


def test_the_chance_is_as_often_right_as_it_says():
    """Held against the borders of a sample so large that it draws them as they are."""
    large = blurred(6_000, seed=99)
    truth = behavioural.segment(large, **ASKED)
    new, told, right = blurred(2_000, seed=98), [], []
    for seed in range(8):
        own = blurred(150, seed=seed)
        made = behavioural.segment(own, **ASKED)
        told.append(chances(made, learn_borders(made, own, n_again=30, random_state=seed), new))
        pairs = pd.crosstab(made.assign(new)["segment"], truth.assign(new)["segment"])
        partner = pairs.idxmax(axis=1)
        right.append((made.assign(new)["segment"].map(partner) == truth.assign(new)["segment"]).to_numpy())
    told, right = np.concatenate(told), np.concatenate(right)
    assert abs(told.mean() - right.mean()) < 0.02
    unsure = told < 0.9
    assert unsure.mean() > 0.05 and abs(told[unsure].mean() - right[unsure].mean()) < 0.06
    assert right[told > 0.99].mean() > 0.99


def test_borders_are_kept_with_their_model_and_with_no_other(shop, tmp_path):
    features, made, borders = shop
    keep_adopted(made, tmp_path, as_of="2026-06-30", borders=borders)
    kept = read_borders(tmp_path)
    np.testing.assert_allclose(kept, borders, atol=1e-4)
    again = chances(read_model(tmp_path / "adopted.json"), kept, features)
    assert np.mean(again == chances(made, borders, features)) > 0.99
    stale = json.loads((tmp_path / "borders.json").read_text(encoding="utf-8"))
    assert not set(features["customer_id"]) & set(map(str, stale["centers"]["array"]["values"]))
    other = behavioural.segment(features, **ASKED | {"k": 2})
    (tmp_path / "keep").write_bytes((tmp_path / "borders.json").read_bytes())
    keep_adopted(other, tmp_path, as_of="2026-07-31")
    assert read_borders(tmp_path) is None  # those of the former model are gone
    (tmp_path / "keep").rename(tmp_path / "borders.json")
    with pytest.raises(ModelError, match="another model"):
        read_borders(tmp_path)


def test_rules_that_are_certain_have_no_borders(shop):
    features, *_ = shop
    rule = rfm_segments(rfm_scores(features.assign(total_spend=features["n_orders"] * 10.0), n_bins=3))
    assert learn_borders(rule, features, random_state=0) is None
