"""The method's own example: the fast food survey in two to eight segments (eleven binary items, 1,453 people).

The bands hold with 100 samples and two seeds; the tests use ten samples.
"""

import pandas as pd
import pytest

from seglib.clustering import choose, lineage, numbers, passports, segment_stability

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def items(shared_data):
    return (pd.read_csv(shared_data / "mcdonalds-survey/mcdonalds.csv").iloc[:, :11] == "Yes").astype(float)


@pytest.fixture(scope="module")
def found(items):
    return segment_stability(items, ks=range(2, 9), n_boot=10, random_state=0)


def test_up_to_six_segments_come_again_and_more_do_not_all(found):
    table = found.table
    four = table[table["k"] == 4]
    assert list(four["n"]) == [240, 315, 318, 580]
    assert four["jaccard_mean"].between(0.84, 0.99).all()
    assert (table[table["k"] <= 4]["jaccard_mean"] > 0.8).all()
    assert four["elsewhere"].idxmax() == four["n"].idxmax()  # the largest segment has the vaguest border
    lowest = table.groupby("k")["jaccard_mean"].min()
    assert lowest[6] > 0.75  # a search that stops in local optima gives 0.58
    assert (lowest[[7, 8]] < 0.75).all()
    assert table[table["k"] == 8]["jaccard_mean"].max() > 0.8  # though some of the eight are found each time


def test_descent(found):
    segments = lineage(found.solutions).segments.set_index(["k", "segment"])
    # of four segments two stay as they were among three; the other two take in members of a third
    assert list(segments.loc[4, "stability"]) == pytest.approx([0.76, 0.59, 0.94, 0.99], abs=0.03)
    assert list(segments.loc[4, "ancestor"]) == [0, 0, 1, 2]
    # the fifth is put together out of members of several: 62 % of its largest ancestor
    assert segments.loc[(5, 3), "ancestor_share"] == pytest.approx(0.62, abs=0.03)
    assert segments.loc[5, "stability"].idxmin() == 3
    assert (segments.groupby("k")["n"].sum() == 1453).all()


def test_passports_of_four_segments(items, shared_data):
    answers = pd.read_csv(shared_data / "mcdonalds-survey/mcdonalds.csv")
    like = answers["Like"].str.extract(r"([+-]?\d+)")[0].astype(float)
    table = passports(
        items, k=4, n_boot=20, random_state=0, held_out=pd.DataFrame({"like": like, "age": answers["Age"]})
    )
    assert set(table["grade"]) <= {"A", "B"}
    assert table.loc[0, "apart"].startswith("like −1.3")  # "disgusting" and not "yummy"
    assert table.loc[3, "apart"].startswith("like +1.0")
    assert table.loc[3, "stability"] == pytest.approx(0.99, abs=0.03)
    assert table["silhouette"].idxmax() == 3


def test_four_segments_are_recommended_as_in_the_book(items):
    table, found = numbers(items, ks=range(2, 9), n_boot=10, random_state=2026)
    best = choose(table)
    assert (best.k, best.code) == (found.k, found.verdict) == (4, "reproducible")
    assert table.set_index("k").loc[4, "smallest_n"] == 240
