"""Segments foretell what they know, and nothing by chance."""

import numpy as np
import pandas as pd
import pytest

from seglib.segments.evaluation.crossfit import errors


def heavy_tailed(rng, n):
    """Most buy nothing, a few very much."""
    return np.where(rng.random(n) < 0.4, rng.lognormal(3, 1.5, n), 0.0)


def test_segments_by_lot_are_beyond_noise_in_less_than_one_of_twenty_draws():
    found = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        lot = pd.Series(rng.integers(0, 8, 250).astype(str))
        found.append(errors({"lot": lot}, heavy_tailed(rng, 250), sets=[("lot",)], n_repeats=1, random_state=seed))
    gains = [one.gain(("lot",)) for one in found]
    assert np.mean([gain.beyond_noise for gain in gains]) <= 0.05
    assert np.mean([gain.value for gain in gains]) <= 0.0


def test_a_base_that_only_repeats_part_of_the_truth_adds_nothing_to_it():
    added = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        truth = rng.integers(0, 4, 300)
        echo = np.where(rng.random(300) < 0.5, truth, rng.integers(0, 8, 300))
        outcome = np.where(rng.random(300) < 0.2 + 0.2 * truth, rng.lognormal(3, 1, 300), 0.0)
        segments = {"truth": pd.Series(truth.astype(str)), "echo": pd.Series(echo.astype(str))}
        sets = [("truth",), ("echo", "truth")]
        found = errors(segments, outcome, sets=sets, n_repeats=1, random_state=seed)
        added.append(found.gain(sets[1], sets[0]).beyond_noise)
    assert np.mean(added) <= 0.05


def test_the_score_is_the_share_of_variance_that_the_truth_explains_and_many_segments_by_lot_add_nothing():
    rng = np.random.default_rng(1)
    truth, lot = rng.integers(0, 5, 2000), rng.integers(0, 40, 2000)
    outcome = 0.5 * truth + rng.normal(size=2000)
    segments = {"truth": pd.Series(truth.astype(str)), "lot": pd.Series(lot.astype(str))}
    found = errors(segments, outcome, sets=[("truth",), ("lot",), ("truth", "lot")], n_repeats=1, random_state=0)
    own, added = found.gain(("truth",)), found.gain(("truth", "lot"), ("truth",))
    assert own.low < 0.5 / 1.5 < own.high  # variance of 0.5 times 0 to 4: 0.5
    assert found.gain(("truth", "lot"), ("lot",)).beyond_noise
    assert added.low <= 0 and added.value == pytest.approx(0, abs=0.01)


def test_a_small_difference_is_found_among_enough_customers():
    rng = np.random.default_rng(5)
    half = rng.integers(0, 2, 4000)
    found = errors(
        {"x": pd.Series(half.astype(str))}, 0.3 * half + rng.normal(size=4000), sets=[("x",)], random_state=0
    )
    assert found.gain(("x",)).beyond_noise
    assert found.gain(("x",)).value == pytest.approx(0.022, abs=0.01)


def test_that_somebody_is_not_known_foretells_nothing():
    rng = np.random.default_rng(2)
    answered = rng.random(1000) < 0.4
    segments = pd.Series(rng.choice(list("abc"), 1000)).where(answered)
    outcome = 2.0 * answered + rng.normal(size=1000)  # those who answer buy more, whatever they answer
    assert not errors({"x": segments}, outcome, sets=[("x",)], random_state=0).gain(("x",)).beyond_noise


def test_equal_outcomes_have_nothing_to_foretell():
    gain = errors({"x": pd.Series(list("ab") * 60)}, np.ones(120), sets=[("x",)], random_state=0).gain(("x",))
    assert (gain.value, gain.low, gain.high, gain.beyond_noise) == (0, 0, 0, False)
