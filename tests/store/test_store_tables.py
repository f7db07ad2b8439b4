"""What is published: all that was made, with its keys and meanings; nothing derived about those who objected."""

import pytest

from seglib.cli import app
from seglib.databases import DatabaseError
from seglib.store import publish
from seglib.store.tables import finished_tables


def test_tables_have_their_keys_and_meanings(finished):
    tables = {table.name: table for table in finished_tables(finished())}
    assert {name: table.key for name, table in tables.items()} == {
        "customers": ["customer_id"],
        "order_lines": [],  # one product can be twice in an order
        "customer_features": ["customer_id"],
        "segments": ["model_id", "customer_id"],
    }
    assert tables["customers"].comments["email"] == "E-mail address, for CRM files only"
    assert tables["customer_features"].comments["total_spend"] == "Spend"
    assert tables["segments"].comments["model_id"] == "Name of the segmentation"


def test_who_objected_to_profiling_is_in_no_result(finished):
    tables = {table.name: table.content.to_pandas() for table in finished_tables(finished(["Ann", "Bob", "Cem"]))}
    assert list(tables["customers"]["customer_id"]) == ["c0", "c1", "c2"]
    assert sorted(tables["customer_features"]["customer_id"]) == ["c0", "c2"]
    assert sorted(set(tables["segments"]["customer_id"])) == ["c0", "c2"]


def test_a_store_that_is_not_known_is_refused(finished):
    with pytest.raises(DatabaseError, match="`TO` must be duckdb or postgres; got 'oracle'"):
        publish(finished(), to="oracle")


def test_the_command_says_what_it_wrote_and_ends_with_status_2_where_it_cannot(finished, capsys, monkeypatch):
    client = finished()
    app(["store", "--client", str(client.folder)], standalone_mode=False)
    assert "Published to shop.duckdb: customers (2 rows), order_lines (4 rows)" in capsys.readouterr().out
    monkeypatch.delenv("SEGLIB_POSTGRES_URL", raising=False)
    with pytest.raises(SystemExit) as stopped:
        app(["store", "--client", str(client.folder), "--to", "postgres"], standalone_mode=False)
    assert stopped.value.code == 2
    assert "Set SEGLIB_POSTGRES_URL in the environment" in capsys.readouterr().err


def test_nothing_to_publish_is_said(make_client, capsys):
    yml = (
        "name: Shop\ncurrency: EUR\nas_of: 2026-06-30\n"
        "sources: [{table: products, file: p.csv, columns: {product_id: id}}]\n"
    )
    client = make_client({"p.csv": b"id\n1\n"}, yml)
    with pytest.raises(SystemExit) as stopped:
        app(["store", "--client", str(client.folder)], standalone_mode=False)
    assert stopped.value.code == 2
    assert "shop has no clean tables yet" in capsys.readouterr().err
