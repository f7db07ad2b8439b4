"""Of the columns that a person mapped by hand, how many are suggested right, and is any suggested wrong?"""

from fnmatch import fnmatchcase

import pytest

from seglib import strict_yaml
from seglib.intake.suggest import suggest

pytestmark = pytest.mark.real

LEFT_OUT = {  # what no look at a file can tell: one source a campaign, made out of one column each
    ("customer-personality", "assignments"),
    ("customer-personality", "campaigns"),  # its one row is the cost of a contact, a column of the customers' file
    ("complete-journey", "customers"),  # a list of a third of the customers: whether it counts is asked, see below
}
OF_SEVERAL = {  # a customer's orders go to several addresses: which one is the customer's is for a person to say
    ("superstore", "customers", name) for name in ("region", "city", "postal_code")
}
CASES = {
    "complete-journey": "docs/clients/complete-journey.yml",
    "customer-personality": "docs/clients/customer-personality.yml",
    "online-retail": "docs/clients/online-retail.yml",
    "superstore": "docs/clients/superstore.yml",
}


def mapped(content: dict) -> dict[tuple[str, str, str], str]:
    """(table, file, contract column): column of the file."""
    return {
        (source["table"], source["file"], column): name
        for source in content["sources"]
        for column, name in source["columns"].items()
    }


def judged(case: str, suggestion, by_hand: dict) -> tuple[set, set, set, set]:
    """Columns of the hand-written file that are right, asked, wrong and missing in a suggestion."""
    truth = {
        key: name
        for key, name in mapped(by_hand).items()
        if (case, key[0]) not in LEFT_OUT and (case, key[0], key[2]) not in OF_SEVERAL
    }
    found = {}
    for (table, file, column), name in mapped(suggestion.content).items():
        for key in truth:
            if key[2] == column and key[0] == table and (key[1] == file or fnmatchcase(key[1], file)):
                found[key] = name
    right = {key for key, name in found.items() if name == truth[key]}
    asked = {key for key, name in found.items() if name == "?"}
    return right, asked, found.keys() - right - asked, truth.keys() - found.keys()


@pytest.mark.parametrize("case", CASES)
def test_nine_of_ten_columns_are_right_and_none_is_wrong(case, root, shared_data, read_suggestion):
    by_hand, _ = strict_yaml.load((root / CASES[case]).read_text(encoding="utf-8"))
    suggestion = read_suggestion(suggest(shared_data / case, name=case))
    right, asked, wrong, missing = judged(case, suggestion, by_hand)
    assert wrong == set()
    assert len(right) >= 0.9 * len(right | asked | missing), (asked, missing)


def test_a_list_of_some_of_the_customers_is_asked_about(shared_data, read_suggestion):
    suggestion = read_suggestion(suggest(shared_data / "complete-journey", name="complete-journey"))
    (source,) = [source for source in suggestion.content["sources"] if source["file"] == "demographics.csv"]
    assert source["table"] == "?"
    assert (source["columns"]["age_band"], source["columns"]["income_band"]) == ("age", "income")  # 65+, Under 15K
    assert "only 34 % of the customers in transactions_sample.csv.gz are in this file" in suggestion.text


def test_the_demo_is_understood_whole(root, read_suggestion):
    by_hand, _ = strict_yaml.load((root / "data/demo/client.yml").read_text(encoding="utf-8"))
    suggestion = read_suggestion(suggest(root / "data/demo/raw", name="demo"))
    right, asked, wrong, missing = judged("demo", suggestion, by_hand)
    assert (asked, wrong, missing) == (set(), set(), set())
    assert len(right) == len(mapped(by_hand))
    assert [question.text.partition(":")[0] for question in suggestion.questions] == ["`as_of`"]
    assert suggestion.questions[0].choices[0].line == "as_of: 2026-06-30"
    assert suggestion.content["cleaning"]["cancellation_prefix"] == by_hand["cleaning"]["cancellation_prefix"]
    for table in ("customers", "service_contacts"):
        (own,) = [source for source in by_hand["sources"] if source["table"] == table]
        assert suggestion.source(table)["dates"] == own["dates"]
    assert suggestion.content["currency"] == by_hand["currency"]


def test_online_retail_asks_what_its_dirt_makes_a_person_decide(shared_data, read_suggestion):
    suggestion = read_suggestion(suggest(shared_data / "online-retail", name="online-retail"))
    asked = {question.text.partition(":")[0]: question for question in suggestion.questions}
    assert set(asked) == {"`currency`", "`conflicting_rows`", "`quarantine_limit`"}
    assert asked["`currency`"].choices[0].line == "currency: GBP"
    assert "25 % of the rows" in asked["`quarantine_limit`"].text
    assert "8 of 4,372 customers" in asked["`conflicting_rows`"].text
    assert suggestion.content["cleaning"]["cancellation_prefix"] == "C"
    assert "all 9,288 rows of the 3,836 orders that begin with C take units back" in suggestion.text


def test_a_file_without_names_is_asked_about_column_by_column(shared_data, read_suggestion):
    suggestion = read_suggestion(suggest(shared_data / "cdnow-sample", name="cdnow"))
    (source,) = suggestion.content["sources"]
    assert {source["delimiter"], source["header"], *source["columns"].values()} == {"?"}
    asked = {question.text.partition(":")[0]: question.choices for question in suggestion.questions}
    assert [choice.line for choice in asked["`ordered_at`"]] == ["ordered_at: column_3"]
    assert [choice.line for choice in asked["`delimiter`"]] == ["delimiter: blanks"]
