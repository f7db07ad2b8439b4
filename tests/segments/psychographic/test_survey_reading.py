"""Answers as numbers, a survey as one row a respondent, answers that cannot be used, scales that measure."""

import numpy as np
import pandas as pd
import pytest

from seglib.client_segments import Psychographic
from seglib.segments.psychographic import factors, quality, reliability, sentences, style
from seglib.segments.psychographic.answers import AGREEMENT, read_answers
from seglib.segments.psychographic.battery import read_battery
from seglib.segments.psychographic.measures import measures


def long(wide):
    """One row an answer, as the contract's survey has it."""
    table = wide.rename_axis("customer_id").reset_index().melt("customer_id", var_name="item_id", value_name="answer")
    return table.assign(answer=table["answer"].map(lambda value: None if pd.isna(value) else f"{value:g}"))


@pytest.mark.parametrize(
    ("answers", "kind", "codes"),
    [
        (["Yes", "no ", "YES"], "binary", {"yes": 1, "no": 0}),
        (["نعم", "لا"], "binary", {"نعم": 1, "لا": 0}),
        (["1", "5", "3"], "ordinal", {"1": 1, "3": 3, "5": 5}),
        (["I hate it!-5", "0", "+3"], "ordinal", {"i hate it!-5": -5, "0": 0, "+3": 3}),
        (["1 - not at all", "2", "3"], "ordinal", {"1 - not at all": 1, "2": 2, "3": 3}),
        (["red", "blue"], "nominal", {"blue": 0, "red": 1}),
        (["18", "71", "44"], "numeric", {"18": 18, "44": 44, "71": 71}),
        ([AGREEMENT[2][0], AGREEMENT[2][4]], "ordinal", dict(zip(AGREEMENT[2], range(1, 6), strict=True))),
    ],
)
def test_what_answers_stand_for(answers, kind, codes):
    reading = read_answers(pd.Series(answers))
    assert (reading.kind, reading.codes) == (kind, codes)


def test_scale_and_order_are_taken_at_their_word():
    beyond = read_answers(pd.Series(["1", "4", "9"]), scale="1-5")
    assert (beyond.low, beyond.high, beyond.codes) == (1, 5, {"1": 1, "4": 4})
    assert np.isnan(beyond.numbers(pd.Series(["9"])).iloc[0])
    visits = read_answers(pd.Series(["Often"]), order=["Never", "Sometimes", "Often"])
    assert visits.numbers(pd.Series([" often", None])).tolist()[0] == 3


def test_a_survey_becomes_one_row_a_respondent():
    survey = pd.DataFrame(
        {
            "customer_id": ["c1", "c1", None, None, "c2", "c3"],
            "respondent_id": [None, None, "r9", "r9", None, None],
            "item_id": ["q2", "q10", "q2", "q10", "q2", "q10"],
            "answer": ["1", "5", "5", "1", "2", "9"],
        }
    )
    items = pd.DataFrame({"item_id": ["q10", "q2"], "scale": "1-5", "reverse": [True, False], "construct": "price"})
    battery = read_battery(survey, items)
    assert battery.answers.columns.tolist() == ["q2", "q10"]  # 2 before 10
    assert battery.answers.loc["r9"].tolist() == [5, 1]
    assert battery.is_customer.to_dict() == {"c1": True, "c2": True, "c3": True, "r9": False}
    assert battery.turned().loc["c1"].tolist() == [1, 1]  # 6 - 5
    assert battery.constructs == {"price": ["q2", "q10"]}
    assert battery.unread == 1  # 9 is not on the scale


def test_questions_that_nobody_was_asked_are_refused():
    survey = pd.DataFrame({"customer_id": ["a"], "item_id": ["q1"], "answer": ["1"]})
    with pytest.raises(ValueError, match="names the question 'age', which nobody was asked; the survey has q1"):
        read_battery(survey, settings=Psychographic(descriptors=["age"]))
    with pytest.raises(ValueError, match="two or more different answers"):
        Psychographic(scales={"q1": ["a"]})


def test_answers_that_cannot_be_used():
    names = [f"q{i}" for i in range(8)]
    wide = pd.DataFrame(np.tile([1.0, 5, 2, 4, 3, 2, 5, 1], (8, 1)), index=list("abcdefgh"), columns=names)
    wide.loc["b"] = 4.0  # the same throughout
    wide.loc["c", names[:5]] = np.nan  # three of eight answered
    wide.loc["d"] = [5, 1, 4, 2, 1, 3, 2, 4]
    wide["seconds"] = [200, 200, 200, 200, 200, 200, 200, 40]
    items = pd.DataFrame({"item_id": names, "scale": "1-5", "reverse": [name == "q1" for name in names]})
    settings = Psychographic(seconds="seconds", items=names)
    verdict = quality.judge(read_battery(long(wide), items, settings=settings))
    assert verdict.to_dict() == dict.fromkeys("adefg", "") | {"b": "straight_line", "c": "too_few", "h": "too_fast"}
    assert quality.quality_table(verdict)["n"].tolist() == [5, 1, 1, 1]
    assert quality.few_left_out(verdict, least=3) == {}
    assert quality.few_left_out(verdict, least=4) == {"sentence": quality.FEW, "least": 4}
    assert quality.few_left_out(verdict[verdict == ""], least=4) == {"sentence": quality.ALL_USED}
    one_way = read_battery(long(wide), items.assign(reverse=False), settings=settings)
    assert quality.judge(one_way)["b"] == ""  # without opposites, equal answers contradict nothing


@pytest.fixture(scope="module")
def attitudes():
    """Three attitudes of 400 people: two statements and an opposite each, people who agree readily, gaps."""
    draw = np.random.default_rng(4)
    latent, ready = draw.normal(0, 1, (400, 3)), draw.normal(0, 0.5, 400)
    answers, items = {}, []
    for i in range(9):
        sign = -1 if i % 3 == 2 else 1
        raw = 3 + sign * latent[:, i // 3] + ready + draw.normal(0, 0.7, 400)
        answers[f"q{i}"] = np.clip(raw.round(), 1, 5)
        items.append((f"q{i}", "1-5", sign < 0, f"c{i // 3}"))
    wide = pd.DataFrame(answers, index=[f"p{i:03d}" for i in range(400)])
    wide = wide.mask(draw.random(wide.shape) < 0.03)
    return read_battery(long(wide), pd.DataFrame(items, columns=["item_id", "scale", "reverse", "construct"])), ready


def test_scales_are_judged(attitudes):
    battery, _ = attitudes
    table = reliability.scale_table(battery, quality.judge(battery) == "", n_boot=100, random_state=0)
    assert table["construct"].tolist() == ["c0", "c1", "c2"]
    assert table["alpha"].between(0.6, 0.9).all()
    assert ((table["alpha_low"] < table["alpha"]) & (table["alpha"] < table["alpha_high"])).all()
    assert ((table["omega_low"] < table["omega"]) & (table["omega"] < table["omega_high"])).all()
    assert (table["omega"] - table["alpha"]).abs().max() < 0.1
    _, low, high = reliability.cronbach_alpha(np.random.default_rng(0).normal(size=(300, 4)))
    assert low < 0 < high  # noise measures nothing


def test_omega_by_hand():
    # Loadings .8, .6, .5 and unit variances: 1.9² / (1.9² + .36 + .64 + .75).
    loadings = np.array([0.8, 0.6, 0.5])
    wanted = np.linalg.cholesky(np.outer(loadings, loadings) + np.diag(1 - loadings**2))
    drawn = np.random.default_rng(0).normal(size=(50, 3))
    drawn -= drawn.mean(axis=0)
    exact = drawn @ np.linalg.inv(np.linalg.cholesky(np.cov(drawn.T))).T @ wanted.T
    assert reliability.omega_total(exact) == pytest.approx(3.61 / (3.61 + 0.36 + 0.64 + 0.75), abs=1e-3)
    assert np.isnan(reliability.omega_total(exact[:, :2]))


def test_the_readiness_to_agree_is_told_and_taken_out(attitudes):
    battery, ready = attitudes
    found, share = style.acquiescence(battery)
    assert np.corrcoef(found, ready)[0, 1] > 0.7
    assert 0.4 < share < 0.9
    by, turned = measures(battery), battery.turned()
    assert by.kind == "normal"
    plain, freed = turned[["q0", "q1", "q2"]].mean(axis=1), by.matrix(battery.answers)["c0"]
    assert abs(freed.corr(pd.Series(ready, freed.index))) < abs(plain.corr(pd.Series(ready, plain.index)))


def test_factors_are_counted_and_rotated_to_the_constructs(attitudes):
    battery, _ = attitudes
    turned, draw = battery.turned(), np.random.default_rng(1)
    assert factors.n_factors(turned, n_draws=20, random_state=0) in (3, 4)  # the readiness to agree may be one, too
    shuffled = turned.apply(lambda column: draw.permutation(column.to_numpy()))
    assert factors.n_factors(shuffled, n_draws=20, random_state=0) == 0
    for rotation in ("varimax", "oblimin"):
        found = factors.common_factors(turned, n_factors=3, rotation=rotation)
        agreed = factors.structure(found, battery)
        assert (agreed.n_themes, agreed.n_scales, agreed.own) == (3, 3, 3)
        assert (agreed.together < 1e-9) == (rotation == "varimax")  # which keeps right angles
    told, values = sentences.structure_sentence(agreed)
    assert "{own:count} of the {scales:count} scales" in told
    assert values["own"] == 3
    assert factors.structure(factors.common_factors(shuffled, n_factors=2), battery).own < 3


def test_oblique_factors_are_those_that_were_planted_with_their_correlations():
    # Each question hangs on one factor; the factors go together by .5, .3 and .2. Any turn of them starts it.
    planted = np.kron(np.eye(3), [[0.8], [0.7], [0.6]])
    together = np.array([[1, 0.5, 0.3], [0.5, 1, 0.2], [0.3, 0.2, 1]])
    values, vectors = np.linalg.eigh(planted @ together @ planted.T)
    turned, correlations = factors.oblimin(vectors[:, -3:] * np.sqrt(values[-3:]))
    order = np.abs(turned).argmax(axis=0).argsort()
    sign = np.sign(turned[:, order].sum(axis=0))
    assert np.allclose(turned[:, order] * sign, planted, atol=1e-3)
    assert np.allclose(correlations[np.ix_(order, order)] * np.outer(sign, sign), together, atol=1e-3)
