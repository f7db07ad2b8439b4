"""Engines open with safe settings; their messages never hold a secret; files appear whole or not at all."""

from decimal import Decimal

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from seglib.databases import DatabaseError
from seglib.engine import POSTGRES_URL, EngineError, append, at_most, clean_tables, connect, store, write_parquet

YML = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: products
    file: products.csv
    columns: {product_id: id}
"""


def settings(connection) -> dict[str, str]:
    rows = connection.raw_sql("SELECT name, value FROM duckdb_settings()").fetchall()
    return dict(rows)


def test_duckdb_downloads_no_extension_spills_nothing_and_keeps_utc():
    found = settings(connect())
    assert found["autoinstall_known_extensions"] == "false"
    assert found["temp_directory"] == ""
    assert found["TimeZone"] == "UTC"


def test_duckdb_keeps_to_its_memory_limit_and_spills_where_it_is_told(tmp_path):
    found = settings(connect(memory_limit="1GB", spill=tmp_path))
    assert found["memory_limit"] == "953.6 MiB"  # 10^9 bytes
    assert found["temp_directory"] == str(tmp_path)


def test_less_memory_is_for_a_while_and_only_where_there_is_a_place_to_spill_to(tmp_path):
    spilling = connect(memory_limit="2GiB", spill=tmp_path / "spill")
    bound = connect(memory_limit="2GiB")
    with at_most(spilling, "1GB"), at_most(bound, "1GB"):
        assert settings(spilling)["memory_limit"] == "953.6 MiB"
        assert settings(bound)["memory_limit"] == "2.0 GiB"
    assert settings(spilling)["memory_limit"] == "2.0 GiB"
    assert not (tmp_path / "spill").exists()


def test_what_is_stored_is_computed_once_and_has_the_types_of_its_expression():
    connection = connect()
    source = connection.create_table("source", pa.table({"n": [3, 4]}))
    asked = source.mutate(half=(source.n / 2).cast("decimal(18, 3)"), note=ibis.null("string"))
    stored, again = store(connection, "kept", asked), store(connection, "kept", asked)
    connection.raw_sql("DELETE FROM source")
    assert stored.schema() == asked.schema()
    assert stored.get_name() != again.get_name()
    rows = [{"n": 3, "half": Decimal("1.500"), "note": None}, {"n": 4, "half": Decimal("2.000"), "note": None}]
    assert stored.order_by("n").to_pyarrow().to_pylist() == again.order_by("n").to_pyarrow().to_pylist() == rows


@pytest.mark.parametrize("broken", [True, False])
def test_rows_are_added_all_or_none_and_an_error_on_the_way_keeps_its_name(broken):
    def batches():
        yield pa.record_batch({"n": [1, 2]})
        if broken:
            raise LookupError("the file ends here")
        yield pa.record_batch({"n": [3]})

    connection = connect()
    connection.create_table("rows", schema=ibis.schema({"n": "int64", "file": "string"}))
    if broken:
        with pytest.raises(LookupError, match="the file ends here"):
            append(connection, "rows", pa.schema({"n": pa.int64()}), batches(), file="it's.csv")
    else:
        append(connection, "rows", pa.schema({"n": pa.int64()}), batches(), file="it's.csv")
    held = connection.table("rows").order_by("n").to_pandas()
    assert held.values.tolist() == ([] if broken else [[1, "it's.csv"], [2, "it's.csv"], [3, "it's.csv"]])


def test_an_unknown_engine_is_refused():
    with pytest.raises(EngineError, match="`engine` must be 'duckdb', 'postgres' or 'spark'; got 'oracle'"):
        connect("oracle")


def test_postgres_without_its_address_says_which_variable_to_set(monkeypatch):
    monkeypatch.delenv(POSTGRES_URL, raising=False)
    with pytest.raises(DatabaseError, match=f"Set {POSTGRES_URL} in the environment"):
        connect("postgres")


def test_a_postgres_that_cannot_be_opened_never_shows_its_password(monkeypatch):
    monkeypatch.setenv(POSTGRES_URL, "postgres://me:canary-secret@127.0.0.1:1/shop")
    with pytest.raises(DatabaseError, match=POSTGRES_URL) as caught:
        connect("postgres")
    assert "canary-secret" not in str(caught.value)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_step_does_not_repeat_what_the_step_before_it_defines():
    connection = connect()
    table = connection.create_table("t", pd.DataFrame({"x": [1, 2]}))
    step = table.mutate(y=table.x * 10)
    sql = ibis.to_sql(step.mutate(z=step["y"] + step["y"] * step["y"]), dialect="duckdb")
    assert sql.count("* CAST(10") + sql.count("* 10") == 1


def test_write_parquet_writes_each_table_and_leaves_no_part(tmp_path):
    table = ibis.memtable(pd.DataFrame({"x": [1]}))
    written = write_parquet({"a": table, "b": table}, tmp_path / "clean")
    assert [path.name for path in written] == ["a.parquet", "b.parquet"]
    assert sorted(path.name for path in (tmp_path / "clean").iterdir()) == ["a.parquet", "b.parquet"]


def test_a_write_that_fails_leaves_the_former_file_and_no_part(tmp_path):
    connection = connect()
    [path] = write_parquet({"a": connection.create_table("a", pd.DataFrame({"x": ["1"]}))}, tmp_path)
    before = path.read_bytes()
    bad = connection.create_table("bad", pd.DataFrame({"x": ["one"]}))
    with pytest.raises(Exception, match="Could not convert string 'one'"):
        write_parquet({"a": bad.select(x=bad.x.cast("int64"))}, tmp_path)
    assert path.read_bytes() == before
    assert [other.name for other in tmp_path.iterdir()] == ["a.parquet"]


def test_clean_tables_says_what_to_run_where_there_are_none(make_client):
    client = make_client({"products.csv": b"id\n1\n"}, YML)
    with pytest.raises(FileNotFoundError, match="shop has no clean tables yet: run notebook 01_cleaning"):
        clean_tables(client)


def test_clean_tables_opens_what_is_there(make_client):
    client = make_client({"products.csv": b"id\n1\n"}, YML)
    write_parquet({"products": ibis.memtable(pd.DataFrame({"product_id": ["1"]}))}, client.clean)
    tables = clean_tables(client)
    assert list(tables) == ["products"]
    assert tables["products"].to_pandas()["product_id"].tolist() == ["1"]


def test_postgres_is_an_engine(postgres):
    connection = connect("postgres")
    table = connection.create_table("t", ibis.memtable({"x": [1, 2]}))
    assert table.x.sum().to_pandas() == 3
    assert postgres.execute("SELECT count(*) FROM t").fetchone() == (2,)
