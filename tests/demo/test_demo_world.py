"""The planted types are there, differ in part, and follow their parameters."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu

from seglib.demo import RANDOM_STATE
from seglib.demo.truth import FEATURES, LOGGED, attainable_agreement
from seglib.demo.types import PLANTED, TYPES
from seglib.demo.world import LATENT, make_customers, seasons


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return make_customers(random_state=RANDOM_STATE)


def _auc(values: pd.Series, chosen: pd.Series) -> float:
    """Chance that a chosen customer has the higher value, or the lower one, whichever is greater."""
    known = values.notna()
    one, other = values[known & chosen], values[known & ~chosen]
    share = mannwhitneyu(one, other).statistic / (len(one) * len(other))
    return max(share, 1 - share)


def test_shares_of_the_types(types):
    shares = types.value_counts(normalize=True)
    for planted in TYPES:
        assert shares[planted.name] == pytest.approx(planted.share, abs=0.001)
    assert 0.35 <= shares["rest"] <= 0.42


@pytest.mark.parametrize("planted", TYPES, ids=lambda planted: planted.name)
def test_latent_draws_follow_their_distributions(customers, planted):
    own = customers[customers["type"] == planted.name]
    p = planted
    # means and variances of gamma(r, alpha), beta(a, b) and gamma(q, v); 4 standard errors of the mean
    moments = {
        "purchase_rate": (p.r / p.alpha, p.r / p.alpha**2),
        "dropout": (p.a / (p.a + p.b), p.a * p.b / ((p.a + p.b) ** 2 * (p.a + p.b + 1))),
        "spend_rate": (p.q / p.v, p.q / p.v**2),
    }
    for name, (mean, variance) in moments.items():
        assert own[name].mean() == pytest.approx(mean, abs=4 * np.sqrt(variance / len(own))), name


def test_season_is_one_on_average_and_earlier_in_the_south(customers):
    curves = seasons(customers)
    assert np.allclose(curves[:, :365].mean(axis=1), 1)
    gardeners = (customers["type"] == "gardener").to_numpy()
    peak = {
        country: curves[gardeners & (customers["country"] == country).to_numpy()][:, :365].mean(axis=0).argmax()
        for country in ("Spain", "Ireland", "Germany", "Norway")
    }
    assert list(peak) == sorted(peak, key=peak.get)
    assert peak["Norway"] - peak["Spain"] > 45


def test_no_trait_alone_separates_a_type(customers):
    traits = customers.assign(
        age=-customers["birth_date"].astype("int64"), female=(customers["gender"] == "female").astype(int)
    )
    for name in PLANTED:
        strength = [
            _auc(traits[trait], traits["type"] == name)
            for trait in ("age", "female", "income", "followers", "service_effort", "children", "latitude")
        ]
        assert 0.55 < max(strength) < 0.99, name


def test_joe_and_sarah_are_who_they_are(order_lines, types, crm):
    orders = order_lines.drop_duplicates("order_id").assign(type=lambda table: table["customer_id"].map(types))
    by_type = orders.groupby("type")
    amount = (order_lines["quantity"] * order_lines["unit_price"] - order_lines["discount"]).groupby(
        order_lines["order_id"]
    )
    value = orders.set_index("order_id").assign(amount=amount.sum()).groupby("type")["amount"].mean()
    in_store = by_type["channel"].agg(lambda channel: (channel == "store").mean())
    online = by_type["channel"].agg(lambda channel: (channel == "web").mean())
    assert in_store["joe"] > 0.75 and online["sarah"] > 0.85
    assert in_store["joe"] < 0.99 and online["sarah"] < 0.99
    assert value["joe"] > 200 and value["sarah"] < 50
    followers = pd.to_numeric(crm["Follower"]).groupby(crm["Kundennr"].map(types)).median()
    assert 1_500 < followers["sarah"] < 6_000
    assert followers["sarah"] > 10 * followers.drop("sarah").max()


def test_some_registered_and_never_bought(order_lines, types):
    assert 0.02 < 1 - order_lines["customer_id"].nunique() / len(types) < 0.08


def test_key_matches_the_files(demo_folder, dirt, types):
    key = json.loads((demo_folder / "truth" / "key.json").read_text())
    assert key["dirt"] == dirt["kind"].value_counts().to_dict()
    assert {name: each["n"] for name, each in key["types"].items()} == types.value_counts().to_dict()
    assert key["attainable"]["features"] == FEATURES
    # useful, and not trivially perfect
    assert 0.55 <= key["attainable"]["six_planted_types"] <= 0.8
    assert 0.2 <= key["attainable"]["all_seven_groups"] < key["attainable"]["six_planted_types"]


def test_attainable_agreement_of_separate_and_of_equal_groups():
    apart = pd.DataFrame({name: [1.0, 2.0, 1.0, 2.0, 90.0, 91.0, 90.0, 91.0] for name in FEATURES})
    names = pd.Series(["a"] * 4 + ["b"] * 4)
    assert attainable_agreement(apart, names) == 1.0
    mixed_up = pd.Series(["a", "b"] * 4)  # types that the features know nothing of
    assert attainable_agreement(apart, mixed_up) < 0.2
    assert set(LOGGED) < set(FEATURES)


def test_latent_columns_are_in_no_raw_file(raw_lines):
    for name, lines in raw_lines.items():
        assert not set(LATENT) & set(lines[0].replace(";", ",").replace("\t", ",").split(",")), name
        assert not any(planted in line for line in lines for planted in ("bargain", "gifter")), name
