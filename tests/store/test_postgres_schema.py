"""The client's schema changes whole: readers never wait and never see a mixture; what is the client's own stays."""

import traceback
from dataclasses import dataclass

import ibis
import psycopg
import pyarrow as pa
import pytest
from postgres_server import PASSWORD

from seglib.databases import DatabaseError
from seglib.store import postgres as store
from seglib.store import publish
from seglib.store.tables import Table, finished_tables

URL = "SEGLIB_POSTGRES_URL"


def table(name: str, values: list[int], *, key=("x",), more=()) -> Table:
    content = ibis.memtable({"x": values}, schema={"x": "int64"}).mutate(**dict.fromkeys(more, 1))
    return Table(name, content, "one row a thing", {"x": "It's x"}, list(key))


def write(*tables: Table, schema: str = "shop") -> None:
    names = [{"table_name": one.name} for one in tables]
    published = Table("published", ibis.memtable(names), "one row a table published here", {}, ["table_name"])
    store.write([*tables, published], URL, schema)


def values(connection, name="t", schema="shop") -> list[int]:
    return [x for (x,) in connection.execute(f'SELECT x FROM "{schema}"."{name}" ORDER BY 1').fetchall()]


@dataclass(frozen=True)
class Interrupted(Table):
    """A table between whose two batches something happens."""

    between: object = None

    def batches(self):
        def both():
            yield from self.content.to_pyarrow().to_batches()
            self.between()
            yield from self.content.mutate(x=self.content.x + 100).to_pyarrow().to_batches()

        schema = self.content.schema().to_pyarrow()
        return pa.RecordBatchReader.from_batches(schema, both())


def interrupted(name: str, values: list[int], between) -> Table:
    plain = table(name, values)
    return Interrupted(plain.name, plain.content, plain.meaning, plain.comments, plain.key, between)


def test_every_value_arrives_with_comments_and_keys(postgres, finished, hostile_names):
    client = finished(hostile_names, slug="my-shop")
    where, rows = publish(client, to="postgres")
    assert (where, rows["customers"]) == ("schema my-shop", len(hostile_names))
    for one in finished_tables(client):
        cursor = postgres.execute(f'SELECT * FROM "my-shop".{one.name}')
        names = [column.name for column in cursor.description]
        there = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        assert there == one.content.to_pyarrow().to_pylist(), one.name
    comment = "SELECT col_description('\"my-shop\".customers'::regclass, 1)"
    assert postgres.execute(comment).fetchone() == ("The customer's id, as text",)
    keys = "SELECT relname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid"
    assert dict(postgres.execute(f"{keys} WHERE contype = 'p' AND relnamespace = '\"my-shop\"'::regnamespace")) == {
        "customers": "PRIMARY KEY (customer_id)",
        "customer_features": "PRIMARY KEY (customer_id)",
        "segments": "PRIMARY KEY (model_id, customer_id)",
        "published": "PRIMARY KEY (table_name)",
    }
    told = postgres.execute('SELECT n_rows, as_of::text FROM "my-shop".published WHERE table_name = %s', ("segments",))
    assert told.fetchall() == [(rows["segments"], "2026-06-30")]


def test_publishing_again_gives_the_same(postgres, finished):
    client = finished()
    assert publish(client, to="postgres") == publish(client, to="postgres")
    assert postgres.execute("SELECT count(*) FROM shop.customers").fetchone() == (2,)


def test_a_reader_sees_the_former_state_until_the_end_and_never_waits(postgres):
    seen = []

    def look():
        with psycopg.connect(postgres.info.dsn, password=PASSWORD, options="-c lock_timeout=1s") as reader:
            seen.append((values(reader), values(reader, "u")))

    write(table("t", [1]), table("u", [1]))
    write(table("t", [2]), interrupted("u", [2], look))
    assert seen == [([1], [1])]
    assert (values(postgres), values(postgres, "u")) == ([2], [2, 102])


def test_a_reader_in_a_transaction_keeps_its_state_after_the_end(postgres):
    write(table("t", [1]), table("u", [1]))
    with psycopg.connect(postgres.info.dsn, password=PASSWORD) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        assert values(reader) == [1]
        write(table("t", [2]), table("u", [2]))
        assert values(reader, "u") == [1]
    assert values(postgres, "u") == [2]


def test_a_write_that_fails_leaves_the_former_state(postgres):
    def fail():
        raise OSError("the disk is gone")

    write(table("t", [1]))
    with pytest.raises(DatabaseError, match=r"its schema shop is as it was before \(\w+\)"):
        write(table("t", [2]), interrupted("u", [3], fail))
    assert values(postgres) == [1]
    assert postgres.execute("SELECT to_regclass('shop.u')").fetchone() == (None,)
    with pytest.raises(DatabaseError, match=r"UniqueViolation"):
        write(table("t", [4, 4]))
    assert values(postgres) == [1]
    write(table("t", [5]))
    assert values(postgres) == [5]


def test_a_server_that_dies_leaves_the_former_state(postgres):
    def kill():
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shop' AND pid <> %s"
        postgres.execute(others, (postgres.info.backend_pid,))

    write(table("t", [1]))
    with pytest.raises(DatabaseError, match="is as it was before"):
        write(interrupted("t", [2], kill))
    assert values(postgres) == [1]


def test_views_and_permissions_on_the_tables_stay(postgres):
    write(table("t", [1]))
    postgres.execute("CREATE VIEW public.mine AS SELECT x FROM shop.t")
    postgres.execute("GRANT SELECT ON shop.t TO PUBLIC")
    write(table("t", [2]))
    assert values(postgres, "mine", "public") == [2]
    assert "=r/" in postgres.execute("SELECT relacl::text FROM pg_class WHERE oid = 'shop.t'::regclass").fetchone()[0]


@pytest.mark.parametrize("change", [{"key": ()}, {"more": ("y",)}], ids=["key", "column"])
def test_a_table_whose_shape_has_changed_is_made_anew_unless_something_is_built_on_it(postgres, change):
    write(table("t", [1]))
    write(table("t", [2, 2] if "key" in change else [2], **change))
    assert set(values(postgres)) == {2}
    postgres.execute("CREATE VIEW public.mine AS SELECT x FROM shop.t")
    with pytest.raises(DatabaseError, match=r"shop\.t have changed, and something of yours, such as a view") as caught:
        write(table("t", [3]))
    assert caught.value.__suppress_context__
    assert set(values(postgres)) == {2}


def test_a_table_that_is_no_longer_published_goes(postgres):
    write(table("t", [1]), table("u", [1]))
    write(table("t", [1]))
    assert postgres.execute("SELECT to_regclass('shop.u')").fetchone() == (None,)


@pytest.mark.parametrize("name", ["t", "orders", "published"])
def test_a_schema_with_tables_of_others_is_left_alone(postgres, name):
    postgres.execute(f"CREATE SCHEMA shop; CREATE TABLE shop.{name} (x INTEGER)")
    with pytest.raises(DatabaseError, match=rf"The schema shop holds what was not published from here \({name}\)"):
        write(table("t", [1]))
    assert values(postgres, name) == []


def test_a_table_of_the_clients_in_our_schema_is_never_overwritten(postgres):
    write(table("t", [1]))
    postgres.execute("CREATE TABLE shop.u (x INTEGER); CREATE TABLE shop.own (x INTEGER)")
    write(table("t", [2]))  # a table of another name does not matter
    with pytest.raises(DatabaseError, match=r"not published from here \(u\)"):
        write(table("t", [3]), table("u", [3]))
    assert (values(postgres), values(postgres, "u")) == ([2], [])


def test_an_empty_schema_that_was_made_for_it_is_used(postgres):
    postgres.execute("CREATE SCHEMA shop")
    write(table("t", [1]))
    assert values(postgres) == [1]


def test_names_are_quoted_and_too_long_ones_refused(postgres):
    write(table('t"; DROP SCHEMA x; --', [1]), schema='a "b".c')
    assert values(postgres, 't""; DROP SCHEMA x; --', 'a ""b"".c') == [1]
    with pytest.raises(DatabaseError, match="longer than PostgreSQL allows"):
        write(table("t", [1]), schema="x" * 64)


def test_no_message_shows_the_password(postgres, monkeypatch, caplog, capfd):
    postgres.execute("CREATE ROLE reader LOGIN PASSWORD 'canary-7f3a'")
    try:
        monkeypatch.setenv(URL, f"postgresql://reader:{PASSWORD}@/shop?host={postgres.info.host}")
        with pytest.raises(DatabaseError, match="InsufficientPrivilege") as caught:
            write(table("t", [1]))
    finally:
        postgres.execute("DROP ROLE reader")
    told = "".join(traceback.format_exception(caught.value)) + caplog.text + "".join(capfd.readouterr())
    assert PASSWORD not in told
