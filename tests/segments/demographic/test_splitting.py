"""The split: it finds what is planted, keeps silent in noise, and is judged on customers who did not choose it."""

import functools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from seglib.client_segments import Demographic
from seglib.report.text import Formatter
from seglib.segments.demographic import verdicts
from seglib.segments.demographic.gain import Gain, leaf_means, out_of_sample_gain
from seglib.segments.demographic.outcomes import Outcome, outcomes
from seglib.segments.demographic.splitting import split
from seglib.segments.demographic.tree import Node, grow, prune
from seglib.segments.worth import Worth

SIZES, ORDERED = [8, 4, 6], [True, False, True]
GROWING = functools.partial(grow, sizes=SIZES, ordered=ORDERED, least=20)


def draw(n, seed, *, effect=0.0):
    """Categories, and an outcome with a long tail that the first three categories of the first variable raise."""
    rng = np.random.default_rng(seed)
    codes = np.stack([rng.integers(0, size, n) for size in SIZES], axis=1)
    return codes, rng.lognormal(3, 1, n) * (1 + effect * (codes[:, 0] < 3))


def people(n, seed, *, effect=0.0):
    """Customers whose age below 35 raises the outcome."""
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 80, n).astype(float)
    frame = pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)], "n_orders": 1, "age": age})
    frame["device"] = rng.choice(["phone", "computer", "tablet"], n)
    frame["income"] = np.where(rng.random(n) < 0.7, rng.lognormal(10, 0.4, n), np.nan)
    values = pd.Series(rng.lognormal(3, 0.8, n) * (1 + effect * (age < 35)))
    return frame, Outcome("margin", "Margin", "money", values)


def test_noise_is_called_noise_in_95_of_100_draws_and_more():
    found = [out_of_sample_gain(*draw(250, seed), growing=GROWING, random_state=seed).proven for seed in range(100)]
    assert sum(found) <= 5


def test_yes_or_no_in_noise():
    found = []
    for seed in range(40):
        codes, values = draw(250, seed)
        answers = (values > np.median(values)).astype(float)
        found.append(out_of_sample_gain(codes, answers, growing=GROWING, random_state=seed).proven)
    assert sum(found) <= 2


def test_a_planted_difference_is_found():
    found = [
        out_of_sample_gain(*draw(500, seed, effect=2), growing=GROWING, random_state=seed).proven for seed in range(10)
    ]
    assert sum(found) >= 9


def test_the_split_is_where_it_was_planted():
    features, outcome = people(1500, 1, effect=2)
    result = split(features, outcome=outcome, random_state=0)
    assert result.proven
    assert result.leaves["segment_name"].tolist() == ["Age up to 34", "Age 35 and over or not known"]
    young = features["age"] < 35
    assert (result.segmentation.assignments["segment"] == np.where(young, "d1", "d2")).all()
    truth = outcome.values[young].mean(), outcome.values[~young].mean()
    assert all(row.low < mean < row.high for row, mean in zip(result.leaves.itertuples(), truth, strict=True))


def test_leaves_are_measured_on_customers_who_did_not_choose_them():
    features, outcome = people(1500, 1, effect=2)
    leaves = split(features, outcome=outcome, random_state=0).leaves
    assert leaves["n_honest"].sum() == 750
    # Where the splits were chosen on noise, an honest leaf is no better than the rest, on average over many draws.
    higher = []
    for seed in range(60):
        codes, values = draw(400, seed)
        first, second = slice(0, 200), slice(200, 400)
        tree = grow(codes[first], values[first], sizes=SIZES, ordered=ORDERED, least=20, alpha=2.0, depth=1)
        best = leaf_means(tree, codes[first], values[first]).argmax()
        honest, chosen = (leaf_means(tree, codes[half], values[half])[best] / values.mean() for half in (second, first))
        higher.append((honest, chosen))
    honest, chosen = np.mean(higher, axis=0)
    assert chosen > 1.1
    assert honest == pytest.approx(1, abs=0.05)


def test_nothing_to_tell_apart_leaves_all_customers_together():
    features, outcome = people(400, 3)
    result = split(features, outcome=outcome, random_state=0)
    assert not result.proven
    assert result.segmentation.summary["segment_name"].tolist() == ["All customers"]
    assert result.segmentation.note == "The traits of customers do not tell them apart."
    few, outcome = people(60, 1, effect=9)
    assert split(few, outcome=outcome, random_state=0).gain == Gain(0.0, 0.0, 0.0, 60, measured=False)


def test_who_answers_nothing_is_apart_but_no_proof():
    features, outcome = people(800, 5)
    features.loc[:399, ["age", "income", "device"]] = np.nan
    outcome.values[:400] *= 10
    assert not split(features, outcome=outcome, random_state=0).proven
    features, outcome = people(1500, 1, effect=2)
    features.loc[:99, ["age", "income", "device"]] = np.nan
    summary = split(features, outcome=outcome, random_state=0).segmentation.summary.set_index("segment_name")
    assert summary.loc["Not known", "n"] == 100


def test_order_of_rows_and_names_do_not_matter():
    features, outcome = people(900, 2, effect=2)
    expected = split(features, outcome=outcome, random_state=0)
    shuffled = features.assign(customer_id=[f"z{i}" for i in range(900)]).sample(frac=1, random_state=1)
    other = Outcome("margin", "Margin", "money", outcome.values.loc[shuffled.index])
    found = split(shuffled, outcome=other, random_state=0)
    pd.testing.assert_frame_equal(found.leaves, expected.leaves)
    assert found.gain.value == pytest.approx(expected.gain.value)


def test_a_leaf_by_hand():
    tree = Node(0, np.array([True, False, False]), (Node(), Node(1, np.array([False, True]), (Node(), Node()))))
    codes = np.array([[0, 0], [1, 1], [2, 0]])
    assert tree.leaf(codes).tolist() == [0, 1, 2]
    assert leaf_means(tree, codes, np.array([1.0, 2.0, 3.0])).tolist() == [1, 2, 3]
    assert [len(path) for path in tree.paths()] == [1, 2, 2]


def test_outcomes_are_of_those_who_can_have_them():
    features = pd.DataFrame(
        {
            "customer_id": list("abcd"),
            "n_orders": [2, 1, 1, 0],
            "total_margin": [10.0, 20.0, 30.0, np.nan],
            "tenure_days": [400.0, 400.0, 10.0, np.nan],
            "second_order_days": [30.0, np.nan, np.nan, np.nan],
        }
    )
    asked = pd.DataFrame({"customer_id": ["a", "d"], "n_asked": [4, 2], "n_responded": [1, 2]})
    found = outcomes(features, Worth("total_margin", "Margin", "margin"), asked)
    assert found["margin"].values.notna().tolist() == [True, True, True, False]
    assert found["retention"].values.dropna().to_dict() == {0: 1.0, 1: 0.0}  # c's first order is ten days old
    assert found["response"].values.dropna().to_dict() == {0: 0.25, 3: 1.0}


def test_where_nothing_is_known_no_verdict_is_given():
    features, outcome = people(900, 2, effect=2)
    nothing = split(features[["customer_id", "n_orders"]], outcome=outcome, random_state=0)
    assert not nothing.gain.measured
    formatter = Formatter("en", "EUR")
    assert verdicts.gains({"margin": nothing}, formatter)["verdict"].tolist() == [verdicts.OPEN]
    assert verdicts.gains({"margin": split(features, outcome=outcome, random_state=0)}, formatter)["gain"].notna().all()


def test_a_split_that_is_never_found_is_a_no_and_not_an_open_question():
    features, _ = people(900, 4)
    late = pd.Series([0.0] * 4 + [1.0] * 896)  # nearly everybody comes back: there is nothing to split
    result = split(features, outcome=Outcome("retention", "Second orders", "percent", late), random_state=0)
    assert result.gain == Gain(0.0, 0.0, 0.0, 900)
    told = verdicts.gains({"retention": result}, Formatter("en", "EUR")).iloc[0]
    assert (told["verdict"], told["told"]) == (verdicts.NO, verdicts.NEVER)


@pytest.mark.parametrize(("gain", "verdict"), [(0.15, verdicts.YES), (0.05, verdicts.LITTLE), (0.01, verdicts.HARDLY)])
def test_a_small_gain_is_not_told_as_a_large_one(gain, verdict):
    outcome = SimpleNamespace(label="Margin", format="money")
    one = SimpleNamespace(proven=True, outcome=outcome, gain=Gain(gain, gain / 2, gain * 2, 500))
    assert verdicts.gains({"margin": one}, Formatter("en", "EUR"))["verdict"].tolist() == [verdict]
    assert ("a little" in verdicts.proof(one)["sentence"]) == (verdict == verdicts.LITTLE)


def test_income_below_a_cut_is_under_it():
    frame = pd.DataFrame({"customer_id": [f"c{i}" for i in range(800)], "n_orders": 1})
    frame["income"] = np.linspace(10_000, 90_000, 800)
    values = pd.Series(np.random.default_rng(1).gamma(9, 1, 800) + 20 * (frame["income"] >= 50_000))
    result = split(
        frame,
        outcome=Outcome("margin", "Margin", "money", values),
        settings=Demographic(income=[50_000]),
        random_state=0,
    )
    assert result.leaves["segment_name"].tolist()[:2] == ["Income 50,000 and over", "Income under 50,000 or not known"]


def test_a_split_that_other_customers_do_not_bear_out_is_taken_back():
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 2, (400, 2))
    real, chance = np.array([True, False]), np.array([True, False])
    below = Node(1, chance, (Node(), Node()))
    tree = Node(0, real, (below, Node()))
    values = 5.0 * codes[:, 0] + rng.standard_normal(400)
    pruned = prune(tree, codes, values)
    assert (pruned.variable, pruned.n_leaves) == (0, 2)
    assert prune(below, codes, values).n_leaves == 1
    assert prune(tree, codes, values + 5.0 * codes[:, 1]).n_leaves == 3
