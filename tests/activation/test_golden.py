"""Few questions type a person: chosen and judged on others, in whole points that anybody can add up."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from shop_in_segments import draw_shop

from seglib.activation import rule_verdicts
from seglib.activation.golden import golden_questions
from seglib.activation.points import POINTS_A_NAT


@pytest.fixture(scope="module")
def golden():
    features, assignments = draw_shop()
    return features, golden_questions(assignments, features)


def test_two_questions_are_enough_for_three_planted_kinds(golden):
    _, found = golden
    asked = {one.field.name for one in found.score.questions}
    assert len(asked) <= 3
    assert asked & {"recency_days", "n_orders"} and found.accuracy > 0.9
    assert found.curve["n_questions"].tolist() == list(range(1, len(found.curve) + 1))
    assert found.mean_chance == pytest.approx(found.accuracy, abs=0.06)


@pytest.mark.parametrize(("accuracy", "told"), [([0.5, 0.97, 0.98], (3, 2)), ([0.5, 0.95, 0.98], (3, None))])
def test_fewer_questions_are_named_where_they_get_nearly_as_far(golden, accuracy, told):
    curve = pd.DataFrame({"n_questions": [1, 2, 3], "accuracy": accuracy, "chosen": [False, False, True]})
    said = rule_verdicts.curve(dataclasses.replace(golden[1], curve=curve))
    assert (said["asked"], said.get("fewer")) == told
    assert said.get("already", accuracy[1]) == accuracy[1]


def test_points_are_whole_and_the_chance_is_what_they_say(golden):
    features, found = golden
    score = found.score
    codes = score.codes(features)
    told = score.assign(codes)
    for i in (0, 17, 200):
        sums = score.start + sum(table[:, code] for table, code in zip(score.points, codes[i], strict=True))
        chance = np.exp(sums / POINTS_A_NAT) / np.exp(sums / POINTS_A_NAT).sum()
        assert told["segment"][i] == score.segments[int(np.flatnonzero(sums == sums.max())[0])]
        assert told["percent"][i] == pytest.approx(100 * chance.max(), abs=0.51)
    assert all(table.dtype.kind == "i" and table.min() == 0 for table in score.points)


def test_the_confusion_adds_up_to_the_customers_with_an_order(golden):
    features, found = golden
    assert found.n == int((features["n_orders"] > 0).sum()) == found.confusion["n"].sum()
    right = found.confusion.loc[found.confusion["segment"] == found.confusion["found"], "n"].sum()
    assert right / found.n == pytest.approx(found.accuracy)


def test_the_reason_names_the_answers_that_gave_most_points(golden):
    features, found = golden
    codes = found.score.codes(features)
    sums, reasons = found.score.sums(codes), found.score.reasons(codes)
    for i in (3, 50, 399):
        best, second = np.argsort(-sums[i], kind="stable")[:2]
        gains = [table[best, c] - table[second, c] for table, c in zip(found.score.points, codes[i], strict=True)]
        leading = found.score.questions[int(np.argmax(gains))]
        assert max(gains) <= 0 or reasons[i].startswith(leading.field.label)


def test_nothing_is_promised_where_segments_are_chance():
    features, assignments = draw_shop()
    rng = np.random.default_rng(3)
    drawn = rng.choice(["x", "y"], len(features))
    assignments = assignments.assign(segment=drawn, segment_name=drawn)
    found = golden_questions(assignments, features)
    assert found.accuracy < 0.6


def test_one_segment_is_refused():
    features, assignments = draw_shop(60)
    with pytest.raises(ValueError, match="two segments or more"):
        golden_questions(pd.DataFrame(assignments).assign(segment="a", segment_name="A"), features)
