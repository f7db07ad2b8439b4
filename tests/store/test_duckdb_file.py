"""The DuckDB file is replaced whole: readers have the former or the new one, and a failure leaves the former one."""

import duckdb
import ibis
import pytest

from seglib.databases import DatabaseError
from seglib.store import duckdb_file, publish
from seglib.store.tables import Table, finished_tables


def table(name: str, values: list[int], **more) -> Table:
    content = ibis.memtable({"x": values}, schema={"x": "int64"})
    return Table(name, content, "one row a thing; it's quoted", {"x": "It's x"}, more.get("key", ["x"]))


def values(path, name="t") -> list:
    with duckdb.connect(path, read_only=True) as connection:
        return [x for (x,) in connection.execute(f"SELECT x FROM {name} ORDER BY 1").fetchall()]


def test_every_value_arrives(finished, hostile_names):
    client = finished(hostile_names)
    where, rows = publish(client)
    assert (where, rows["customers"]) == ("shop.duckdb", len(hostile_names))
    with duckdb.connect(client.folder / where, read_only=True) as connection:
        for one in finished_tables(client):
            there = connection.execute(f"FROM {one.name}").to_arrow_table().to_pylist()
            assert there == one.content.to_pyarrow().to_pylist(), one.name
        assert connection.execute("FROM published WHERE table_name = 'segments'").fetchone()[1] == rows["segments"]


def test_comments_and_keys_are_there(tmp_path):
    duckdb_file.write([table("t", [1])], tmp_path / "s.duckdb")
    with duckdb.connect(tmp_path / "s.duckdb", read_only=True) as connection:
        assert connection.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 't'").fetchall() == [
            ("It's x",)
        ]
        assert connection.execute("SELECT comment FROM duckdb_tables()").fetchall() == [
            ("one row a thing; it's quoted",)
        ]
        keys = "SELECT constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        assert connection.execute(keys).fetchall() == [(["x"],)]


def test_who_reads_the_former_file_goes_on_and_the_next_one_sees_the_new(tmp_path):
    path = tmp_path / "s.duckdb"
    duckdb_file.write([table("t", [1]), table("old", [1])], path)
    with duckdb.connect(path, read_only=True) as reader:
        duckdb_file.write([table("t", [2])], path)
        assert reader.execute("SELECT x FROM t").fetchall() == [(1,)]
    assert values(path) == [2]
    with duckdb.connect(path, read_only=True) as reader:
        assert reader.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("t",)]


def test_a_write_that_fails_leaves_the_former_file_and_nothing_else(tmp_path):
    path = tmp_path / "s.duckdb"
    duckdb_file.write([table("t", [1])], path)
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match=r"s.duckdb could not be written \(ConstraintException\). It is as it was"):
        duckdb_file.write([table("t", [2]), table("u", [3, 3])], path)
    assert path.read_bytes() == before
    assert [other.name for other in tmp_path.iterdir()] == ["s.duckdb"]


def test_a_file_that_another_program_writes_to_is_left_alone(tmp_path):
    path = tmp_path / "s.duckdb"
    duckdb_file.write([table("t", [1])], path)
    with duckdb.connect(path) as writer:
        writer.execute("INSERT INTO t VALUES (7)")
        with pytest.raises(DatabaseError, match="is being written to by another program"):
            duckdb_file.write([table("t", [2])], path)
    assert values(path) == [1, 7]
