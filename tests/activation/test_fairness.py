"""Groups are compared by their rates on the lists, and red is only what chance and small numbers do not explain."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from seglib.activation.crm import fairness
from seglib.report.text import Formatter
from seglib.value.trials.proportions import ratio_of_shares


def _rates(**groups: tuple[int, int]) -> pd.DataFrame:
    """Rates of groups given as listed, of how many."""
    names = np.repeat(list(groups), [n for _, n in groups.values()])
    listed = np.concatenate([np.arange(n) < x for x, n in groups.values()])
    return fairness.rates(pd.Series(listed), pd.Series(names, dtype=object), trait="Gender")


def test_rates_and_ratios_are_those_of_the_definition():
    table = _rates(a=(61, 211), b=(44, 97), c=(9, 40)).set_index("group")
    shares = {"a": 61 / 211, "b": 44 / 97, "c": 9 / 40}
    assert table["share"].to_dict() == pytest.approx(shares, abs=1e-12)
    assert table["ratio"].drop("a").to_dict() == pytest.approx(
        {one: shares[one] / shares["a"] for one in "bc"}, abs=1e-12
    )
    smallest = table["ratio"].fillna(1).min() / table["ratio"].fillna(1).max()
    assert smallest == pytest.approx(min(shares.values()) / max(shares.values()), abs=1e-12)  # demographic parity ratio


def test_red_only_where_the_interval_lies_wholly_outside():
    table = _rates(a=(150, 300), b=(60, 300), c=(118, 300)).set_index("group")
    assert table["verdict"].to_dict() == {"a": fairness.YES, "b": fairness.NO, "c": fairness.YES}
    assert table.loc["c", "ratio"] < fairness.ALIKE[0] < table.loc["c", "high"]  # by the ratio alone it would be red
    told = fairness.verdict(table.reset_index())
    assert told["names"] == "gender b" and told["sentence"].startswith("Ask why before writing: {names}.")
    shown = fairness.view(table.reset_index(), Formatter("en", "EUR"))
    assert shown["times"].tolist()[:2] == ["the measure", "0.40 (0.31 to 0.51)"]
    assert shown["group"].tolist() == ["Gender: a", "Gender: b", "Gender: c"]


@pytest.mark.parametrize("groups", [{"a": (150, 300), "b": (2, 29)}, {"a": (150, 300)}])
def test_small_groups_and_one_alone_are_not_assessed(groups):
    table = _rates(**groups)
    assert set(table["verdict"]) == {fairness.OPEN}
    assert fairness.verdict(table)["fewest"] == fairness.FEWEST


def test_of_equal_rates_one_in_twenty_intervals_leaves_out_one_and_hardly_any_is_red():
    rng, draws = np.random.default_rng(3), 4000
    x, x0 = rng.binomial(150, 0.4, draws), rng.binomial(250, 0.4, draws)
    found = ratio_of_shares(x, 150, x0, 250)
    wrong = ((found["low"] > 1) | (found["high"] < 1)).sum()
    low, high = stats.binom.ppf([0.0005, 0.9995], draws, 0.05)
    assert low <= wrong <= high
    red = (found["high"] < fairness.ALIKE[0]) | (found["low"] > fairness.ALIKE[1])
    assert red.mean() < 0.01


def test_the_demo_is_read_without_objectors(demo):
    listed = demo.cleaned.tables["customers"].customer_id.execute()
    table = fairness.fairness(demo.cleaned.tables, demo.client, listed=listed[:1500])
    assert table.groupby("trait")["n"].sum().max() < len(listed)
    assert set(table["trait"]) == {"Gender", "Age"} and table["n_listed"].sum() <= 2 * 1500
