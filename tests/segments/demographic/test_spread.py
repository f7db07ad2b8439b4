"""Every trait in groups that add up: sizes, money, intervals, and what the headline says of them."""

import pandas as pd
import pytest

from seglib.segments.demographic import bands, collecting
from seglib.segments.demographic.spread import HOME, most_frequent, of_traits, spread
from seglib.segments.worth import Worth

MARGIN = Worth("total_margin", "Margin", "margin")


@pytest.fixture(scope="module")
def people():
    """60 customers: 20 young, 25 of middle age, 12 not known, 3 old; the device known of half; a euro each."""
    ages = [20] * 20 + [40] * 25 + [None] * 12 + [80] * 3
    devices = (["phone"] * 18 + ["computer"] * 12 + [None] * 30) if len(ages) == 60 else []
    frame = pd.DataFrame({"age": ages, "device": devices, "total_margin": 1.0, "n_orders": 1})
    return frame.assign(customer_id=[f"c{i}" for i in range(60)])


@pytest.fixture(scope="module")
def table(people):
    return spread(people, bands(people), MARGIN, least=10)


def test_nobody_and_no_money_is_lost(table):
    assert table.groupby("trait")["n"].sum().to_dict() == {"Age": 60, "Device": 60}
    assert table.groupby("trait")["margin_share"].sum().tolist() == pytest.approx([1, 1])
    ages = table[table["key"] == "age"].set_index("group")
    assert ages["n"].to_dict() == {"18 to 24": 20, "35 to 44": 25, "Not known": 12, "Fewer than 10 customers each": 3}
    assert ages["told"].tolist() == [True, True, False, False]
    assert (table["low"] < table["share"]).all() and (table["share"] < table["high"]).all()


def test_the_headline_is_of_the_first_trait_that_is_known_of_about_as_many(table):
    told = most_frequent(table)
    assert (told["trait"], told["group"]) == ("Age", "35 to 44")
    assert told["part"] == pytest.approx(25 / 45)  # beside those whose age is known, and shown
    assert told["low"] < told["part"] < told["high"]
    only = most_frequent(of_traits(table, HOME, others=True))
    assert (only["trait"], only["group"], only["traits"]) == ("Device", "phone", 1)


def test_without_money_only_the_customers_are_counted(people):
    without = people.assign(total_margin=float("nan"))
    assert spread(without, bands(people), MARGIN, least=10)["margin_share"].isna().all()
    assert spread(people, bands(people)[[]], MARGIN, least=10).empty


def test_what_is_known_of_nobody_is_said_in_words(people):
    said = collecting.known_finding(people)
    known = "Of {people:count} customers, the age is known of {age:percent} and the household and the income of nobody."
    assert said["sentence"] == known
    assert said["age"] == pytest.approx(48 / 60)
    nothing = collecting.known_finding(people[["device"]])["sentence"]
    assert nothing.endswith("neither age, household nor income is known.")
    home = collecting.known_finding(people.assign(marital_status="single"))
    assert home["household"] == 1.0
    ask = collecting.ask_finding(collecting.collection_form(people))
    assert (ask["first"], "none of them" in ask["sentence"]) == ("household", True)
