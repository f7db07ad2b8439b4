"""Passports for groups, rules and classes, and what keeps a segment out of campaigns."""

import numpy as np
import pandas as pd
import pytest

from seglib.client_segments import Evaluation
from seglib.report.text import Formatter
from seglib.segments import evaluation
from seglib.segments.evaluation import number_headings, number_verdicts, number_views
from seglib.segments.evaluation.subject import Subject
from seglib.segments.segmentation import build


def made_by_cut(frame: pd.DataFrame):
    """Two segments, cut at the 90th percentile."""
    cut = frame["spend"].quantile(0.9)
    definition = pd.DataFrame({"segment": ["high", "low"], "segment_name": ["High", "Low"]})
    return build("cut", frame, definition=definition, details=pd.DataFrame(),
                 rule=lambda new: pd.Series(np.where(new["spend"] > cut, "high", "low"), index=new.index))  # fmt: skip


def made_by_lot(frame: pd.DataFrame):
    """Two segments that have to do with who is in the sample and nothing else."""
    seed = int(frame["spend"].sum() * 1000)
    definition = pd.DataFrame({"segment": ["a", "b"], "segment_name": ["A", "B"]})

    def by_lot(new):
        return pd.Series(np.random.default_rng(seed).choice(["a", "b"], len(new)), index=new.index)

    return build("lot", frame, definition=definition, details=pd.DataFrame(), rule=by_lot)


@pytest.fixture(scope="module")
def customers():
    rng = np.random.default_rng(2)
    spend = rng.lognormal(4, 1, 400)
    return pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(400)],
            "n_orders": 1,
            "spend": spend,
            "age": 40 + 10 * (spend > np.quantile(spend, 0.9)) + rng.standard_normal(400),
        }
    )


def test_a_declared_rule_is_found_again_and_says_what_sets_it_apart(customers):
    found = evaluation.rule_passports(
        made_by_cut, customers, held_out=customers[["age"]], n_boot=15, random_state=0
    ).set_index("code")
    assert found.loc["high", "n"] == 40 and found.loc["high", "share"] == pytest.approx(0.1)
    assert found["jaccard"].between(0.7, 1).all() and found.loc["low", "grade"] == "A"
    assert found.loc["high", "apart"].startswith("age +")
    assert set(number_headings.PASSPORTS) - {"size", "again"} <= set(found.reset_index().columns)


def test_segments_by_lot_are_kept_out_unless_the_client_writes_why(customers):
    found = evaluation.rule_passports(made_by_lot, customers, n_boot=15, random_state=0)
    assert set(found["grade"]) == {"D"}
    assert number_verdicts.trusted(found)["sentence"].startswith("None of the")
    kept = evaluation.held_back(found, settings=Evaluation())
    assert not kept["exported"].any() and kept["held_back_by"].str.contains("Jaccard").all()
    reason = "they are what the trade calls them"
    told = evaluation.held_back(found, settings=Evaluation(export_anyway={"a": reason})).set_index("code")
    assert told.loc["a", "exported"] and told.loc["a", "reason"] == reason and not told.loc["b", "exported"]


def test_segments_without_fixed_names_are_matched_before_they_are_compared(customers):
    def renamed(frame):
        made = made_by_cut(frame)
        swap = {"high": "low", "low": "high"} if int(frame["spend"].sum()) % 2 else {"high": "high", "low": "low"}
        return build("cut", frame, definition=made.definition, details=pd.DataFrame(),
                     rule=lambda new: made.rule(new).map(swap))  # fmt: skip

    matched = evaluation.rule_passports(renamed, customers, named=False, n_boot=15, random_state=0)
    by_code = evaluation.rule_passports(renamed, customers, n_boot=15, random_state=0)
    assert matched["jaccard"].min() > 0.7 > by_code["jaccard"].min()


def test_a_reason_of_three_words_is_none(customers):
    with pytest.raises(ValueError, match="must say in 5 words or more why 'b1' may be used"):
        Evaluation(export_anyway={"b1": "we want it"})


def test_halves_of_a_long_cloud_are_trusted_only_where_a_valley_parts_them():
    X = pd.DataFrame(np.random.default_rng(3).standard_normal((120, 2)) * [5, 1], columns=["a", "b"])
    made = Subject("behavioural", X, X[[]], "customers", "orders", lambda one: ["Near", "Far"])
    told = {"k": 2, "n_boot": 10, "random_state": 0}
    found = evaluation.group_passports(made, **told)
    assert found["code"].tolist() == ["b1", "b2"] and found["segment_name"].tolist() == ["Near", "Far"]
    assert (found["jaccard"] > 0.75).all() and not found["grade"].isin(["A", "B"]).any()
    natural = evaluation.group_passports(made, natural=True, **told)
    assert natural["grade"].isin(["A", "B"]).all() and natural["null_jaccard"].isna().all()
    assert number_verdicts.trusted(natural)["sentence"] == number_verdicts.TRUST["all"]


@pytest.mark.parametrize(
    ("grades", "low", "kind"),
    [
        ("AB", 0.8, "all"),
        ("ABC", 0.8, "pattern"),
        ("ACC", 0.8, "patterns"),
        ("ACD", 0.8, "some"),
        ("CC", 0.8, "none_but_patterns"),
        ("CD", 0.8, "none"),
        ("AA", 1.0, "fixed"),
    ],
)
def test_trust_is_said_as_it_is(grades, low, kind):
    table = pd.DataFrame({"grade": list(grades)}).assign(segment_name="x", n=20, jaccard_low=low)
    assert number_verdicts.trusted(table)["sentence"] == number_verdicts.TRUST[kind]


def test_what_keeps_a_segment_from_a_better_grade_is_said_beside_it():
    row = {"jaccard": 0.9, "jaccard_low": 0.8, "jaccard_high": 1.0, "share": 0.5, "share_low": 0.4, "share_high": 0.6}
    table = pd.DataFrame([row | {"null_jaccard": null, "apart": ""} for null in (0.95, 0.7, float("nan"))])
    told = number_views.passports(table, Formatter("en", "EUR"))["again"].tolist()
    assert told == ["0.90 (0.80 to 1.00); pieces of a cloud reach 0.95", "0.90 (0.80 to 1.00)", "0.90 (0.80 to 1.00)"]
    always = table.head(1).assign(jaccard=1.0, jaccard_low=1.0)
    assert number_views.passports(always, Formatter("en", "EUR"))["again"].tolist() == ["always"]


def test_the_table_of_grades_is_the_rules():
    table = number_views.grades()
    assert table["grade"].tolist() == ["A", "B", "C", "D"] and table["least_jaccard"].is_monotonic_decreasing
