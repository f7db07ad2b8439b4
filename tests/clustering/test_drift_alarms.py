"""Alarms sound where customers changed, say where, and are silent where chance explains it."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from seglib.calibration.steady import two_years
from seglib.clustering.drift import FEWEST, drift, paired_difference


def test_of_the_same_customers_the_difference_is_that_of_a_paired_test():
    rng = np.random.default_rng(0)
    before = pd.Series(rng.normal(size=80))
    after = before * 0.8 + rng.normal(0.3, 0.4, 80)
    found, paired = paired_difference(before, after), stats.ttest_rel(after, before)
    assert found["difference"] == pytest.approx((after - before).mean())
    assert found["p"] == pytest.approx(paired.pvalue, rel=1e-9)
    ends = paired.confidence_interval(0.95)
    assert (found["low"], found["high"]) == pytest.approx((ends.low, ends.high))


def test_of_strangers_the_variance_is_that_of_two_samples():
    rng = np.random.default_rng(1)
    before, after = pd.Series(rng.normal(size=90)), pd.Series(rng.normal(size=120), index=range(500, 620))
    found = paired_difference(before, after)
    error = (found["high"] - found["difference"]) / stats.t.ppf(0.975, 89)
    assert error == pytest.approx(np.sqrt(before.var() / 90 + after.var() / 120), rel=1e-9)


def test_values_that_are_all_one_differ_surely_or_not_at_all():
    ones = pd.Series(1.0, range(40))
    assert paired_difference(ones, ones)["p"] == 1 and paired_difference(ones, ones + 1)["p"] == 0
    assert np.isnan(paired_difference(ones[:1], ones)["p"])
    tenth = pd.Series(-0.72070076, range(121))  # of which the mean is off by the last digit
    assert paired_difference(tenth, pd.Series(-0.72070076, range(60, 192)))["p"] == 1


@pytest.fixture(scope="module")
def changed():
    before, after = two_years(900, np.random.default_rng(3), shift=0.6)
    names = [pd.Series(np.where(year["orders"] > 0, "many", "few"), year.index) for year in (before, after)]
    return before, after, names


def test_an_alarm_names_the_trait_that_changed_and_no_other(changed):
    before, after, names = changed
    table = drift(before, after, segment_before=names[0], segment_after=names[1])
    alarms = table[table["alarm"]]
    assert set(alarms["trait"]) == {"online"} and {"input", "profile"} == set(alarms["kind"])
    assert (alarms["adjusted"] < 0.05).all() and (alarms["effect"] >= 0.2).all()
    assert table[table["kind"] == "size"].set_index("segment")[["before", "after"]].sum().tolist() == pytest.approx(
        [1, 1]
    )


def test_a_counter_that_was_switched_off_is_an_alarm_though_no_value_changed(changed):
    before, after, names = changed
    off = after.assign(online=before["online"].mean()).assign(app=after["app"].where(after.index % 3 > 0))
    table = drift(before, off, segment_before=names[0], segment_after=names[1])
    missing = table[table["kind"] == "missing"].set_index("trait")
    assert missing.loc["app", "alarm"] and missing.loc["app", "after"] == pytest.approx((after.index % 3 == 0).mean())


def test_few_customers_raise_no_alarm_however_much_changed(changed):
    before, after, names = changed
    few = drift(before[: FEWEST - 1], after + 5, segment_before=names[0][: FEWEST - 1], segment_after=names[1])
    assert not few["alarm"].any() and few["p"].isna().all()


def test_a_difference_too_small_to_matter_is_none_however_sure():
    rng = np.random.default_rng(5)
    before = pd.DataFrame({"trait": rng.normal(size=20_000)})
    one = pd.Series("all", before.index)
    table = drift(before, before + 0.1, segment_before=one, segment_after=one)
    assert table.loc[0, "adjusted"] < 1e-6 and not table["alarm"].any()
