"""What the reader is told of the stages of life: small groups together, shares beside those of whom it is known."""

from types import SimpleNamespace

import pandas as pd
import pytest

from seglib.report.text import Formatter
from seglib.segments.demographic import verdicts, views
from seglib.segments.demographic.advice import ASK, EVEN, LESS, MORE, advise
from seglib.segments.worth import Worth

MARGIN = Worth("total_margin", "Margin", "margin")


@pytest.fixture
def summary():
    """Half of the customers are not known and bring a tenth; of the others the young bring less than their share."""
    rows = [
        ("young_alone", "Young, living alone", 40, 0.20, 0.10, 0.05, 0.15),
        ("family", "Established families", 50, 0.25, 0.60, 0.50, 0.70),
        ("older_couple", "Older couples", 10, 0.05, 0.10, 0.02, 0.18),
        ("not_known", "Not known", 95, 0.475, 0.15, 0.10, 0.20),
        ("older_alone", "Older, living alone", 3, 0.015, 0.03, 0.0, 0.06),
        ("parent", "Families, age not known", 2, 0.01, 0.02, 0.0, 0.04),
    ]
    columns = ["segment", "segment_name", "n", "share", "margin_share", "margin_share_low", "margin_share_high"]
    return pd.DataFrame(rows, columns=columns).assign(total_margin=lambda t: t["margin_share"] * 1000)


def test_small_groups_are_shown_together_and_nothing_is_lost(summary):
    shown = views.shown(summary, least=10)
    assert shown["segment_name"].iloc[-1] == "Fewer than 10 customers each"
    assert shown["n"].tolist() == [40, 50, 10, 95, 5]
    assert shown[["n", "share", "margin_share", "total_margin"]].sum().tolist() == pytest.approx([200, 1, 1, 1000])
    assert views.shown(summary, least=1) is summary


def test_advice_compares_with_those_who_are_known(summary):
    # Known customers are 0.525 of all and bring 0.85: a fifth of all would bring 0.324, five hundredths 0.081.
    advice = advise(summary, MARGIN).set_axis(summary["segment"])
    assert advice["young_alone"].startswith(LESS)
    assert advice["family"].startswith(MORE)
    assert advice["older_couple"].startswith(EVEN)
    assert advice["not_known"] == advice["parent"] == ASK
    assert not advise(summary, MARGIN, known=False).str.contains("their share").any()


def test_the_headline_is_of_those_who_are_known(summary):
    told = views.apart_by_money(views.shown(summary, least=10), MARGIN)
    assert told["name"] == "Young, living alone"  # 40 % of the known, 12.5 % of their margin
    assert told["how"] == "less"
    assert "whose stage is known" in told["title"]  # shares of these are not those of the bars, so none is named
    nothing = summary.drop(columns=["margin_share_low", "margin_share_high"])
    told = views.apart_by_money(nothing, MARGIN)
    assert (told["k"], told["largest"]) == (5, "Established families") and "the largest" in told["title"]


def test_together_small_groups_may_be_too_few_to_be_shown(summary):
    formatter, nothing = Formatter("en", "EUR"), pd.DataFrame()
    plan = views.plan(views.shown(summary, least=10), nothing, MARGIN, formatter, least=10)
    last = plan[plan["segment_name"] == "Fewer than 10 customers each"].iloc[0]
    assert pd.isna(last["n"]) and (last["money_share"], last["customer_share"]) == ("–", "–")
    assert plan["n"].notna().sum() == len(plan) - 1


def test_the_largest_group_is_named_beside_those_who_are_known(summary):
    found = views.largest_finding(views.largest(views.shown(summary, least=10)))
    assert found["name"] == "Established families"
    assert found["share"] == pytest.approx(50 / 105)  # 95 of 200 are not known
    assert "whose stage of life is known" in found["sentence"]
    few = summary.assign(n=[40, 50, 10, 2, 3, 2])
    found = views.largest_finding(views.largest(few))
    assert found["share"] == pytest.approx(50 / 107)
    assert found["sentence"].endswith("of all.")


def test_groups_of_a_split_are_held_against_those_whose_traits_are_known():
    leaves = pd.DataFrame(
        {
            "segment_name": ["rich", "poor", "Not known"],
            "n": [100, 100, 800],
            "mean": [200.0, 140.0, float("nan")],
            "low": [180.0, 130.0, float("nan")],
            "high": [220.0, 150.0, float("nan")],
        }
    )
    values = pd.Series([200.0] * 100 + [140.0] * 100 + [50.0] * 800)  # those who are not known bring least
    split = SimpleNamespace(proven=True, leaves=leaves, outcome=SimpleNamespace(format="money", values=values))
    table = verdicts.leaves(split, Formatter("en", "EUR"), least=10)
    assert table["action"].tolist() == [verdicts.BETTER, verdicts.WORSE, verdicts.UNKNOWN]


def test_columns_without_anything_in_them_are_not_shown(summary):
    nothing = pd.DataFrame(columns=["segment"])
    formatter = Formatter("en", "EUR")
    full = views.plan(views.shown(summary, least=10), nothing, MARGIN, formatter)
    assert list(views.plan_columns(full, MARGIN)) == ["segment_name", "n", "money_share", "action"]
    poor = views.plan(summary.assign(margin_share=float("nan")), nothing, MARGIN, formatter)
    assert list(views.plan_columns(poor, MARGIN)) == ["segment_name", "n", "customer_share", "action"]
    assert poor["customer_share"].iloc[0] == "48% (41% to 54%)"  # 95 of 200, Wilson
    groups = poor.assign(action="")
    assert list(views.plan_columns(groups, MARGIN)) == ["segment_name", "n", "customer_share"]


def test_what_is_more_often_has_its_interval(summary):
    row = {"variable": "device", "value": "phone", "index": 12.37, "low": 10.5, "high": 14.0, "segment": "family"}
    apart = views.plan(summary, pd.DataFrame([row]), MARGIN, Formatter("en", "EUR")).set_index("segment_name")["apart"]
    assert apart["Established families"] == "Device phone: 1,237 (1,050 to 1,400)"
    assert apart["Not known"] == "–"
