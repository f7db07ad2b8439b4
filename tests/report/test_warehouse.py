"""The views and words of the warehouse say what the settings and the field's definitions say."""

import pandas as pd
import pytest
from scipy import stats

from seglib.report.verifying.tables import open_for_claims

YML = """
name: Corner Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: survey
    file: answers.csv
    columns: {respondent_id: who}
    items: [fresh, dear, near]
  - {table: customers, file: orders.csv, distinct: true, columns: {customer_id: who}}
  - {table: customers, file: people.csv, columns: {customer_id: who}}
  - {table: products, file: orders.csv, distinct: true, columns: {product_id: what}}
psychographic: {items: [fresh, dear]}
demographic: {age: [30, 60]}
geographic:
  rings: [2, 7.5]
  stores: [{name: Quay, latitude: 53.3, longitude: -6.3}]
"""


@pytest.fixture(scope="module")
def tables(write_client, tmp_path_factory):
    """The warehouse of a shop that has settings and a file of ten lines, one of which could not be read."""
    raw = {"answers.csv": b"who\n", "orders.csv": b"who,what\n", "people.csv": b"who\n"}
    client = write_client(tmp_path_factory.mktemp("data") / "corner", raw, YML)
    client.results.mkdir()
    files = pd.DataFrame({"table": ["survey"], "file": "answers.csv", "rows": 10, "rejected": 1})
    files.to_parquet(client.results / "files.parquet")
    asked = pd.DataFrame(
        {"respondent": ["respondent 1", "respondent 2", "respondent 3"], "probability": [0.9, 0.5, 1.0]}
    )
    asked["segment_name"] = ["Near", "Near", "Answers not usable"]
    asked.to_parquet(client.results / "psychographic_respondents.parquet")
    (client.folder / "clean").mkdir()
    homes = {
        "customer_id": ["a", "b", "c"],
        "household_size": [2, 6, None],
        "children": [None, 0, 4],
        "age": [29, 30, None],
    }
    pd.DataFrame(homes).astype({name: "Int64" for name in homes if name != "customer_id"}).to_parquet(
        client.folder / "clean" / "customers.parquet"
    )
    with open_for_claims(client) as tables:
        yield tables


def test_a_line_that_holds_several_answers_came_in_as_as_many_rows(tables):
    came = 'select came_in("table", rows, rejected) from result_files where "table" = \'survey\''
    assert tables.execute(came).fetchall() == [(9 * 3 + 1,)]
    assert tables.execute("from chosen_items").fetchall() == [("fresh",), ("dear",)]


def test_rows_taken_out_of_a_file_of_others_are_counted_only_with_rows_of_a_file_of_their_own(tables):
    assert tables.execute("from made_distinct").fetchall() == [("products",)]
    assert tables.execute("select rows_of('customers', 54, 1, 2)").fetchall() == [(3 + 1 + 2,)]  # of which 3 are clean
    assert tables.execute("select rows_of('survey', 28, 1, 2)").fetchall() == [(28,)]


def test_respondents_whom_the_shop_does_not_know_are_the_members_where_no_segment_was_adopted(tables):
    named = tables.execute("select customer_id, segment_name from members order by all").fetchall()
    assert named == [("respondent 1", "Near"), ("respondent 2", "Near")]


def test_numbers_in_lists_of_the_clients_file_are_prices_by_their_names_or_places(tables):
    found = tables.execute("from prices where name like 'geographic.%' or name like 'demographic.%' order by all")
    assert found.fetchall() == [
        ("demographic.age", "0", 30.0),
        ("demographic.age", "1", 60.0),
        ("geographic.rings", "0", 2.0),
        ("geographic.rings", "1", 7.5),
        ("geographic.stores.latitude", "Quay", 53.3),
        ("geographic.stores.longitude", "Quay", -6.3),
    ]


def test_ages_fall_into_the_bands_that_the_client_wants(tables):
    found = tables.execute("select \"group\" from bands where trait = 'Age' order by low").fetchall()
    assert found == [("Under 30",), ("30 to 59",), ("60 and over",)]


@pytest.mark.parametrize("k", [0, 3, 9])
def test_chances_of_draws_without_replacement_are_those_of_the_hypergeometric_distribution(tables, k):
    (found,) = tables.execute(f"select hypergeometric({k}, 20, 9, 120)").fetchone()
    assert found == pytest.approx(stats.hypergeom(120, 9, 20).pmf(k), rel=1e-9)


def test_respondents_who_are_no_customers_are_in_segments_and_have_no_money(tables):
    found = tables.execute("select segment_name, n, share, sure, money_share from opinions").fetchall()
    assert found == [("Near", 2, 1.0, 0.5, None)]


def test_what_is_not_known_of_a_customer_is_in_no_group(tables):
    found = tables.execute(
        'select trait, list("group" order by customer_id) from trait_groups group by trait'
    ).fetchall()
    assert dict(found) == {
        "Household": ["2", "5 or more", None],
        "Children": [None, "0", "3 or more"],
        "Age": ["Under 30", "30 to 59", None],
    }
