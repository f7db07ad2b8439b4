"""A database is opened by the name of a variable, for reading only, and its password is never seen."""

import logging
import sqlite3
import traceback

import duckdb
import pytest
from postgres_server import PASSWORD

from seglib.databases import DatabaseError, connect_postgres, open_database


@pytest.fixture
def sqlite_file(tmp_path, monkeypatch):
    path = tmp_path / "the shop?.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x INTEGER)")
    connection.close()
    monkeypatch.setenv("SHOP_DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.fixture
def duckdb_file(tmp_path, monkeypatch):
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE t (x INTEGER)")
    monkeypatch.setenv("SHOP_DATABASE_URL", f"duckdb:///{path}")
    return path


@pytest.fixture(params=["postgres", "sqlite_file", "duckdb_file"])
def any_database(request):
    made = request.getfixturevalue(request.param)
    if request.param == "postgres":
        made.execute("CREATE TABLE t (x INTEGER)")
    return request.param.removesuffix("_file")


def test_every_kind_is_opened_for_reading_only(any_database):
    with open_database("SHOP_DATABASE_URL") as database:
        assert database.kind == any_database
        assert database.rows("SELECT x FROM t") == []
        with pytest.raises(DatabaseError, match="The database of SHOP_DATABASE_URL cannot be read"):
            database.rows("INSERT INTO t VALUES (1)")
    with open_database("SHOP_DATABASE_URL") as database:
        assert database.rows("SELECT count(*) FROM t") == [(0,)]


def test_a_duckdb_file_gives_no_way_to_other_files(duckdb_file, tmp_path):
    (tmp_path / "other.csv").write_text("x\n1\n")
    with open_database("SHOP_DATABASE_URL") as database:
        with pytest.raises(DatabaseError, match="PermissionException"):
            database.rows(f"SELECT * FROM read_csv('{tmp_path}/other.csv')")
        with pytest.raises(DatabaseError, match="InvalidInputException"):
            database.rows("SET enable_external_access = true")


def test_a_reader_cannot_turn_writing_on(postgres):
    postgres.execute("CREATE TABLE t (x INTEGER)")
    with open_database("SHOP_DATABASE_URL") as database:
        database.rows("SELECT x FROM t")
        with pytest.raises(DatabaseError, match="ActiveSqlTransaction"):
            database.rows("SET TRANSACTION READ WRITE")


def test_all_reading_sees_the_database_as_it_was_at_the_start(postgres):
    postgres.execute("CREATE TABLE t (x INTEGER)")
    with open_database("SHOP_DATABASE_URL") as database:
        assert database.rows("SELECT count(*) FROM t") == [(0,)]
        postgres.execute("INSERT INTO t VALUES (1)")
        assert database.rows("SELECT count(*) FROM t") == [(0,)]


def test_batches_hold_no_more_rows_than_asked_for(any_database):
    query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 7) SELECT i FROM n ORDER BY i"
    with open_database("SHOP_DATABASE_URL") as database:
        batches = list(database.batches(query, 3))
    assert [[i for (i,) in batch] for batch in batches] == [[1, 2, 3], [4, 5, 6], [7]]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        pytest.param(None, "Set SHOP_DATABASE_URL in the environment", id="not set"),
        pytest.param("mysql://me:{}@host/shop", "begins with postgresql://, sqlite:/// or duckdb:///", id="other kind"),
        pytest.param("{}", "must hold a URL that begins with", id="no URL"),
        pytest.param("postgresql://me:{}@127.0.0.1:1/shop", "check the host, port", id="nobody listens"),
        pytest.param("postgresql://me:x@127.0.0.1:{}/shop", "check the host, port", id="password for port"),
        pytest.param("postgresql://me@h/d?{}=1", "check the host, port", id="in an option"),
        pytest.param("postgresql://{}:x@127.0.0.1:1/shop", "check the host, port", id="in the user"),
        pytest.param("postgresql://me:x@127.0.0.1:1/{}", "check the host, port", id="in the name"),
        pytest.param("postgresql://me:x@{}.invalid/shop", "check the host, port", id="in the host"),
        pytest.param("postgresql://127.0.0.1:1/shop?sslmode=disable&password={}", "check the host", id="in the query"),
        pytest.param("postgresql://127.0.0.1:1/shop?token={}#{}", "check the host", id="in a token and fragment"),
        pytest.param("sqlite:////nowhere/{}.db", "check that the file is there", id="no file"),
        pytest.param("duckdb:////nowhere/{}.db", "check that the file is there", id="no DuckDB file"),
    ],
)
def test_a_database_that_cannot_be_opened_never_shows_its_password(url, message, monkeypatch, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    monkeypatch.delenv("SHOP_DATABASE_URL", raising=False)
    if url:
        monkeypatch.setenv("SHOP_DATABASE_URL", url.format(PASSWORD, PASSWORD))
    with pytest.raises(DatabaseError, match="SHOP_DATABASE_URL") as caught, open_database("SHOP_DATABASE_URL"):
        pass
    assert message in str(caught.value)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text + "".join(capfd.readouterr())
    assert PASSWORD not in told
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_wrong_password_is_not_shown(postgres, monkeypatch, postgres_server):
    monkeypatch.setenv("SHOP_DATABASE_URL", postgres_server.replace(PASSWORD, f"wrong-{PASSWORD}"))
    with pytest.raises(DatabaseError, match=r"user and password of its URL \(OperationalError\)") as caught:
        connect_postgres("SHOP_DATABASE_URL")
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


def test_a_file_is_looked_for_in_the_projects_folder(sqlite_file, monkeypatch):
    monkeypatch.setenv("SEGLIB_ROOT", str(sqlite_file.parent))
    monkeypatch.setenv("SHOP_DATABASE_URL", f"sqlite:///{sqlite_file.name}")
    with open_database("SHOP_DATABASE_URL") as database:
        assert database.rows("SELECT count(*) FROM t") == [(0,)]


def test_postgres_without_its_package_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    monkeypatch.setenv("SHOP_DATABASE_URL", "postgresql://h/d")
    with pytest.raises(DatabaseError, match=r"pip install 'seglib\[postgres\]'"):
        connect_postgres("SHOP_DATABASE_URL")
