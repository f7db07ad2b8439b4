"""Sentences and tables say what the numbers do."""

import dataclasses
import datetime

import pandas as pd
import pytest

from seglib.report.sentence import placeholders
from seglib.report.text import Formatter
from seglib.segments.evaluation import headings, verdicts, views
from seglib.segments.evaluation.agreement import agreement
from seglib.segments.evaluation.battle import Battle
from seglib.segments.evaluation.contest import contest, scales
from seglib.segments.evaluation.later import Outcome
from seglib.segments.evaluation.persistence import MOVES, SEGMENTS, Persistence
from seglib.segments.evaluation.recommending import Recommendation, recommend

FORMATTER = Formatter("en", "EUR")
DAYS = datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)


@pytest.fixture(scope="module")
def fought(make_base, drawn):
    segments = {"behavioural": drawn["truth"], "geographic": drawn["lot"]}
    bases = {name: make_base(name, one) for name, one in segments.items()}
    outcome = Outcome("margin", "Margin", drawn["money"], *DAYS, money=True)
    found = contest(outcome, bases, random_state=0)
    best = recommend(found.scores, found.advantages, available=list(bases))
    scaled, alike = scales(outcome, bases, random_state=0), agreement(segments)
    absent = pd.DataFrame({"base": ["psychographic"], "label": "What they think", "takes": "A survey."})
    tables = found.scores, found.increments, found.advantages, scaled, alike, absent, pd.DataFrame()
    return Battle(*tables, best, None)


def say(told):
    values = {name: value for name, value in told.items() if name not in ("sentence", "interval", "n")}
    parts = placeholders(told["sentence"], values)
    return "".join(text + (FORMATTER.format(values[name], kind) if name else "") for text, name, kind in parts)


def test_the_recommendation_is_a_sentence_with_its_interval(fought):
    told = verdicts.why(fought)
    assert say(told).startswith(
        "Segment by what customers do: it foretold 18% of the differences in margin in the time after"
    )
    assert told["n"] == 600 and 0 < told["interval"][0] < told["score"] < told["interval"][1]


def test_the_title_of_the_figure_claims_no_more_than_is_proven(fought):
    assert say(verdicts.title(fought)) == "What they do foretells most: 18% of the differences in margin"
    alone = fought.scores[fought.scores["base"] == "behavioural"]
    told = verdicts.title(dataclasses.replace(fought, scores=alone.assign(outcome="retention")))
    assert say(told) == "What they do foretells 18% of the differences in who buys again"
    nothing = dataclasses.replace(fought, scores=fought.scores.assign(score=-0.003, beyond_noise=False))
    assert say(verdicts.title(nothing)) == "No base foretells any of it beyond what chance explains"
    assert views.droppable(nothing) == []  # where nothing foretells, no base is the one to be left out


def test_respondents_who_are_no_customers_are_not_called_a_survey_without_answers(fought):
    best = Recommendation(None, "none")
    said = say(verdicts.why(dataclasses.replace(fought, recommendation=best), strangers=1453))
    assert "the 1,453 respondents, whose groups stand above, are no known customers" in said


@pytest.mark.parametrize("reason", list(verdicts.WHY))
def test_every_reason_can_be_said(fought, reason):
    best = dataclasses.replace(fought.recommendation, reason=reason)
    assert say(verdicts.why(dataclasses.replace(fought, recommendation=best)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "write in client.yml: evaluation: {adopt: geographic}"),
        ({"chosen": True}, "client.yml adopts what customers do, as is recommended."),
        (
            {"chosen": True, "adopted": "geographic"},
            "client.yml adopts where customers are, though what customers do is",
        ),
        ({"without_data": "psychographic"}, "client.yml adopts what customers think, for which there is no data"),
        ({"adopted": None}, "No base is adopted"),
    ],
)
def test_what_is_adopted_is_said_with_whose_choice_it_is(fought, changes, says):
    best = dataclasses.replace(fought.recommendation, **changes)
    assert says in say(verdicts.adoption(dataclasses.replace(fought, recommendation=best)))


def test_where_there_is_one_base_no_other_is_offered(fought):
    absent = pd.DataFrame({"base": ["psychographic", "demographic", "geographic"]})
    assert "the only base with data" in say(verdicts.adoption(dataclasses.replace(fought, absent=absent)))


def test_tables_have_the_columns_of_their_headings_and_their_verdicts_follow_the_intervals(fought):
    scores, added = views.scores(fought, FORMATTER), views.increments(fought.increments, FORMATTER)
    assert scores["verdict"].tolist() == ["Yes", "No", "Yes"]
    assert added["verdict"].tolist() == [views.KEEP, views.DROP]
    assert views.droppable(fought) == ["geographic"]
    assert scores["told"].str.fullmatch(r"−?[\d.]+% \(−?[\d.]+% to −?[\d.]+%\)").all()
    shown = [
        (scores, headings.SCORES),
        (added, headings.INCREMENTS),
        (views.money_scales(fought, FORMATTER), headings.SCALES),
        (views.agreement(fought), headings.AGREEMENT),
        (fought.scores, headings.FIGURE),
    ]
    for table, columns in shown:
        assert set(columns) <= set(table.columns) and len(table)
    assert views.first_on_all_scales(fought)
    assert views.agreement(fought)["meaning"].tolist() == ["hardly anything in common"]


def test_nothing_judged_gives_tables_without_rows():
    empty = pd.DataFrame()
    columns = ["outcome_label", "label", "base", "n", "known", "score", "increment", "low", "high", "beyond_noise"]
    none = pd.DataFrame(columns=[*columns, "droppable"])
    pairs = agreement({})
    nothing = Battle(none, none, empty, empty, pairs, empty, empty, Recommendation(None, "none"), None)
    for table in (
        views.scores(nothing, FORMATTER),
        views.increments(nothing.increments, FORMATTER),
        views.agreement(nothing),
    ):
        assert table.empty
    assert views.money_scales(nothing, FORMATTER).empty and views.droppable(nothing) == []
    assert say(verdicts.why(nothing)) == verdicts.WHY["none"]


@pytest.fixture
def lasted():
    segments = pd.DataFrame([("b1", "Often", 90, "Often", 0.8, 0.7, 0.9, "yes"), ("b2", "Rare", 4, "–", 0, 0, 1, "no")])
    moves = [("b1", "Often", "b1", "Often", 70, 100, 0.7, 0.6, 0.8, True)]
    moves += [("b1", "Often", "b2", "Rare", 30, 100, 0.3, 0.2, 0.4, False)]
    tables = segments.set_axis(list(SEGMENTS), axis=1), pd.DataFrame(moves, columns=list(MOVES))
    return Persistence(DAYS[0], DAYS[1], 104, 0.8, 0.76, 0.9, "persist", *tables, 0.7, 0.6, 0.8, None, None)


def test_what_lasts_is_said_with_its_numbers_and_small_segments_are_not_shown(lasted):
    assert "after 180 days they are the same (adjusted Rand 0.8" in say(verdicts.lasting(lasted))
    table = views.lasting_segments(lasted, FORMATTER, least=10)
    assert table[list(headings.LASTING)].values.tolist() == [["Often", 90, "Often", "0.80 (0.70 to 0.90)", "Yes"]]
    gone = views.moves(lasted, FORMATTER, least=10)
    assert gone[list(headings.MOVES)].values.tolist() == [["Often", 100, "70% (60% to 80%)", "Rare (30%)"]]
    assert set(headings.EVERY_MOVE) <= set(lasted.moves.columns)


@pytest.mark.parametrize("verdict", list(verdicts.LAST))
def test_every_verdict_on_what_lasts_can_be_said(lasted, verdict):
    assert say(verdicts.lasting(dataclasses.replace(lasted, verdict=verdict)))
    told = verdicts.lasting(lasted)
    assert told["interval"][0] <= told["stayed"] <= told["interval"][1]  # it belongs to the last number
    assert told["sentence"].rindex("{") == told["sentence"].rindex("{stayed:percent}")
