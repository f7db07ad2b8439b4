"""Does the data-quality page say what can be asked, what to collect, and show rows without telling whose they are?"""

import pytest

from seglib import cleaning, intake
from seglib.cleaning.abilities import abilities
from seglib.cleaning.examples import examples, masked
from seglib.cleaning.wishes import wishes
from seglib.client import load_client

CUSTOMERS = """
  - table: customers
    file: customers.csv
    delimiter: ","
    columns: {customer_id: id, email: email, country: country}
"""
PEOPLE = b"id,email,country\na,a@example.org,Spain\nb,,Spain\nc,,\nd,d@example.org,\n"


@pytest.fixture(scope="module")
def small(shop):
    """Four customers; sales of 10, 20 and 40 by a, b and c, one of 5 by nobody and one that cannot be read."""
    return shop(
        "a,o1,2026-01-31,mug,1,10.00",
        "b,o2,2026-01-31,mug,2,10.00",
        "c,o3,2026-01-31,mug,4,10.00",
        ",o4,2026-01-31,mug,1,5.00",
        "a,o5,2026-02-30,mug,1,7.50",
        sources=CUSTOMERS,
        files={"customers.csv": PEOPLE},
    )


@pytest.fixture(scope="module")
def demo():
    client = load_client("demo")
    return cleaning.clean(intake.read_sources(client), client)


def test_a_question_is_answered_where_half_is_known(small):
    answers = abilities(small.tables).set_index("rests_on")
    assert answers.loc["a place", "share"] == 0.5
    assert answers.loc["a place", "answer"] == "yes"
    assert answers.loc["margin of the order lines", "answer"] == "no"
    assert answers.loc["answers to a survey", "answer"] == "no"
    assert answers["share"].isna().sum() == 4  # survey, touchpoints, service contacts and assignments are not there


def test_the_demo_can_answer_everything_at_least_in_part(demo):
    assert set(abilities(demo.tables)["answer"]) == {"yes", "in part"}


def test_wishes_are_ranked_by_the_sales_they_speak_of(small):
    found = wishes(small.tables, small.ledger)
    assert found["collect"].iloc[0] == "The customer's number on every order"  # 5 of 70: sales that are lost outright
    assert (found["missing_for"].iloc[0], found["money"].iloc[0]) == (1, 5.0)
    rest = found["money"].iloc[1:]
    assert rest.is_monotonic_decreasing
    assert len(found) == 5
    contact = found.set_index("collect").reindex(["An e-mail address or a phone number"])
    assert contact["money"].isna().all()  # 60 of 70, behind five others with 70


def test_a_wish_that_is_fulfilled_is_not_made(demo):
    found = wishes(demo.tables, demo.ledger)
    assert "What each product costs, or its margin" not in set(found["collect"])
    assert (found["missing_for"] > 0).all()


def test_without_customers_less_can_be_said(shop):
    alone = shop("a,o1,2026-01-31,mug,1,10.00")
    assert set(wishes(alone.tables, alone.ledger)["collect"]) == {"What each product costs, or its margin"}
    assert (abilities(alone.tables)["answer"] == "yes").sum() == 1


def test_each_reason_has_one_example(small):
    found = examples(small.quarantine, small.ledger).set_index("rule")
    assert set(found.index) == {"missing_customer_id", "impossible_date_ordered_at"}
    assert found.loc["impossible_date_ordered_at", "row"].startswith("ordered at 2026-02-30 · quantity 1")
    assert (found["rows"] == 1).all()
    assert found.loc["missing_customer_id", "line"] == 5


def test_examples_tell_nobodys_name(demo):
    people = demo.tables["customers"].select("customer_id", "name", "email").to_pandas()
    told = " ".join(examples(demo.quarantine, demo.ledger)["row"])
    for column in people:
        assert not [value for value in people[column].dropna() if str(value) in told]


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("Ana,Ruiz;7\t5", "Xxx, Xxxx; 9 9"),
        ('{"email": "ana@example.org", "phone": "+34 600"}', "email xxx@xxxxxxx.xxx · phone +99 999"),
        ('{"name": "مريم", "quantity": "-5"}', "quantity -5 · name xxxx"),
        ("x" * 100, "x" * 79 + "…"),
        ('"not closed', '"xxx xxxxxx'),
    ],
)
def test_a_masked_row_keeps_its_form(raw, form):
    assert masked(raw) == form
