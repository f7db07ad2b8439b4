"""What the page of lists says: counts and no person, what is missing, and what became of the campaigns."""

import pandas as pd
import pytest

from seglib.activation.crm import FORMATS, export, verdicts, views
from seglib.activation.crm.lists import Lists
from seglib.activation.ledger import keeping


@pytest.fixture(scope="module")
def made(people, segments) -> Lists:
    asked = {"holdout": 0.2, "salt": "s"}
    exports = {name: export(segments, people, target=name, **asked) for name in FORMATS}
    kept_back = pd.DataFrame(columns=["code", "segment_name", "n", "held_back_by", "exported", "reason"])
    return Lists(exports, exports["csv"].drawn, segments, kept_back)


def test_the_waterfall_balances_and_shows_no_small_number(made):
    steps = views.waterfall(made, least=10)
    assert steps["rows"].iloc[0] - steps["rows"].iloc[1:-1].sum() == steps["rows"].iloc[-1] == 115
    assert steps.set_index("label")["rows"].drop(["Customers", "On the lists"]).to_dict() == {
        "Objected": 50, "Other reasons": 35,
    }  # fmt: skip # 3 + 1 + 1 are too few together, so the next smallest, 30 without consent, goes with them
    assert views.waterfall(made, least=5)["label"].tolist() == [
        "Customers", "Objected", "Did not agree to be written to", "Other reasons", "On the lists",
    ]  # fmt: skip


def test_a_segment_of_which_little_is_left_shows_nothing(made):
    table = views.by_segment(made, least=13).set_index("segment_name")
    shown = made.drawn["segment_name"].value_counts()
    for name, row in table.iterrows():
        assert pd.isna(row["listed"]) == (50 - shown[name] < 13)
        assert (row["why"] == views.TOO_FEW) == pd.isna(row["listed"])
    assert table["listed"].isna().sum() not in (0, 3)


def test_no_person_is_in_any_table(made, people):
    shown = [views.waterfall(made, least=5), views.by_segment(made, least=5), views.programs(made, least=5)]
    shown += [views.unusable(made, least=1), views.kept_back(made)]
    text = " ".join(table.to_csv() for table in shown)
    assert not any(one in text for one in people["customer_id"])
    assert "example.org" not in text


def test_each_program_is_ready_or_says_what_is_missing(made, people, segments):
    assert set(views.programs(made, least=5)["ready"]) == {"ready"}
    nameless = {
        name: export(segments, people.drop(columns=["name", "email"]), target=name, holdout=0.2, salt="s")
        for name in FORMATS
    }
    table = views.programs(Lists(nameless, nameless["csv"].drawn, segments, made.kept_back), least=5)
    table = table.set_index("program")
    assert table.loc["CSV file", "ready"] == table.loc["Google Ads Customer Match", "ready"] == "ready"  # by phone
    assert table.loc["Mailchimp", "next"] == "It takes email of a customer."
    assert table.loc["Salesforce", "next"] == "It takes email, last name of a customer."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"marketing_consent": False}, "no_consent"),
        ({"email": None, "phone": None}, "no_contact"),
        ({}, ""),
    ],
)
def test_where_there_is_no_list_it_says_what_to_collect(people, segments, made, change, said):
    one = export(segments, people.assign(**change), target="csv", holdout=0.2, salt="s")
    found = verdicts.why_nobody(Lists({"csv": one}, one.drawn, segments, made.kept_back), {"customers": 0}, least=10)
    assert found == verdicts.NOBODY.get(said, "")
    assert verdicts.why_nobody(None, {}, least=10) == verdicts.NOBODY["no_customers"]


@pytest.mark.parametrize("verdict", ["too few", "as promised", "too sure", "too careful"])
def test_every_verdict_of_promises_can_be_said(verdict):
    from seglib.report import Page

    page = Page(type("Shop", (), {"language": "en", "currency": "EUR"}), "09_crm")
    said = verdicts.kept(keeping.Kept(12, 9, 0.75, 0.47, 0.91, verdict))
    block = page.finding("kept", **said, population="campaigns", sources=["ledger"])
    assert "12" in repr(block)
