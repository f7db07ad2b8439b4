"""The data contract: tables, columns, keys, and what is said of a wrong name."""

import ibis
import pandas as pd
import pandera.errors
import pytest

from seglib.contracts import TABLES, columns, nearest


def test_the_contract_has_the_tables_of_the_design():
    assert list(TABLES) == [
        "customers",
        "order_lines",
        "products",
        "survey",
        "survey_items",
        "touchpoints",
        "service_contacts",
        "campaigns",
        "assignments",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_says_its_grain_and_how_to_collect_it_and_has_its_key(table):
    metadata = TABLES[table].metadata
    assert metadata["grain"].startswith("one row a")
    assert metadata["collect"].endswith(".")
    assert set(metadata["key"]) <= set(columns(table))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_what_it_means_and_a_required_one_is_never_computed(table):
    for name, column in columns(table, computed=True).items():
        assert column.description, name
        assert not (column.required and column.metadata["computed"]), name


def test_computed_columns_are_asked_for():
    assert set(columns("order_lines", computed=True)) - set(columns("order_lines")) == {
        "amount",
        "margin",
        "is_return",
        "is_product",
        "reversed_at",
    }


def test_required_columns_of_order_lines():
    required = [name for name, column in columns("order_lines").items() if column.required]
    assert required == ["customer_id", "order_id", "ordered_at", "quantity"]


def test_an_unknown_table_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match="no table 'costumers' in the contract; the nearest is 'customers'"):
        columns("costumers")


def test_nearest_looks_past_case():
    assert nearest("customerid", ["CustomerID", "Country"]) == "; the nearest is 'CustomerID'"


def test_nearest_lists_the_known_names_where_none_is_near():
    assert nearest("zzz", ["products", "customers"]) == "; known are customers, products"


def test_a_schema_refuses_a_table_with_another_column():
    table = ibis.memtable(pd.DataFrame({"product_id": ["a"], "colour": ["red"]}))
    with pytest.raises(pandera.errors.SchemaError, match="colour"):
        TABLES["products"].validate(table)
