"""A table of a database is read like a file: as text, only what is named, in an order that stays, and never written."""

import json
import sqlite3
import traceback
from decimal import Decimal

import duckdb
import pytest
from postgres_server import PASSWORD

from seglib.cleaning import clean
from seglib.client import ClientError
from seglib.intake import IntakeError, read_sources
from seglib.intake import database as database_module

HOSTILE = [
    'or"ders', '"', '""', "'", "it's", "a;b", "; DROP TABLE x; --", "/* a", "*/", "%s", "%(x)s", "%", "?q", ":x", "$1",
    "{x}", "a.b", "a b", "select", "Été شاي", "[x]", "`x`", "\\", "\\'; --", "tab\tline\nend",
]  # fmt: skip
HEAD = "name: Shop\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@pytest.fixture(params=["postgres", "sqlite", "duckdb"])
def execute(request, tmp_path, monkeypatch):
    """Run SQL in an empty database of each kind, whose URL is in SHOP_DATABASE_URL."""
    if request.param == "postgres":
        connection = request.getfixturevalue("postgres")
        run = connection.execute
    elif request.param == "sqlite":
        path = tmp_path / "shop.db"
        connection = sqlite3.connect(path, isolation_level=None)
        run = connection.execute
        monkeypatch.setenv("SHOP_DATABASE_URL", f"sqlite:///{path}")
    else:
        path = tmp_path / "shop.duckdb"
        monkeypatch.setenv("SHOP_DATABASE_URL", f"duckdb:///{path}")

        def run(sql, values=()):
            with duckdb.connect(path) as connection:
                connection.execute(sql, list(values))

    return run


@pytest.fixture
def rows(make_client):
    """What is read of products, from a table of the database: ``rows("p", {"product_id": "id"})``."""

    def read(table: str, columns: dict, *, cleaning: str = ""):
        source = {"table": "products", "database": "SHOP_DATABASE_URL", "from_table": table, "columns": columns}
        client = make_client({}, f"{HEAD}  - {json.dumps(source)}\n{cleaning}")
        return read_sources(client)

    return read


def lines(intake, *names) -> list[tuple]:
    table = intake.sources[0].text.order_by("_line").to_pyarrow().to_pylist()
    return [tuple(row[name] for name in names) for row in table]


def test_rows_come_as_text_with_table_and_number(execute, rows):
    execute("CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, secret TEXT)")
    execute("INSERT INTO products VALUES (10, 'Mug', 'canary'), (9, '', 'canary'), (100, NULL, 'canary')")
    intake = rows("products", {"product_id": "id", "product": "name"})
    assert lines(intake, "_file", "_line", "product_id", "product") == [
        ("products", 1, "9", None),
        ("products", 2, "10", "Mug"),
        ("products", 3, "100", None),
    ]
    account = intake.files.iloc[0]
    assert account["notes"] == "rows in the order of id"
    assert (account["file"], account["rows"], account["columns_used"], account["columns_ignored"]) == (
        "products",
        3,
        2,
        1,
    )
    for name in intake.connection.list_tables():
        assert "canary" not in intake.connection.table(name).to_pandas().to_string()


def test_without_a_key_rows_are_numbered_by_what_is_in_them(execute, rows):
    execute("CREATE TABLE products (id TEXT, name TEXT)")
    execute("INSERT INTO products VALUES ('b', 'x'), ('a', 'y'), ('b', 'w')")
    found = lines(rows("products", {"product_id": "id", "product": "name"}), "_line", "product_id", "product")
    assert found == [(1, "a", "y"), (2, "b", "w"), (3, "b", "x")]


def test_a_view_is_read_like_a_table(execute, rows):
    execute("CREATE TABLE p (id INTEGER)")
    execute("INSERT INTO p VALUES (1)")
    execute("CREATE VIEW v AS SELECT id FROM p")
    assert lines(rows("v", {"product_id": "id"}), "product_id") == [("1",)]


def test_hostile_names_stay_names(execute, rows):
    execute("CREATE TABLE x (id INTEGER)")
    for name in HOSTILE:
        execute(f"CREATE TABLE {quoted(name)} ({quoted(name)} TEXT PRIMARY KEY, other TEXT)")
        execute(f"INSERT INTO {quoted(name)} VALUES ('1'' OR 1=1', 'x')")
    for name in HOSTILE:
        assert lines(rows(name, {"product_id": name}), "_file", "product_id") == [(name, "1' OR 1=1")]
    execute("INSERT INTO x VALUES (1)")  # it is still there


def test_floating_point_numbers_are_plain_with_all_their_digits(execute, rows):
    execute("CREATE TABLE products (id INTEGER PRIMARY KEY, cost DOUBLE PRECISION)")
    execute("INSERT INTO products VALUES (1, 17850.0), (2, 1.5e16), (3, 1e-7), (4, 0.30000000000000004), (5, NULL)")
    found = lines(rows("products", {"product_id": "id", "unit_cost": "cost"}), "unit_cost")
    assert found == [("17850",), ("15000000000000000",), ("0.0000001",), ("0.30000000000000004",), (None,)]


def test_batches_are_joined_without_a_seam(execute, rows, monkeypatch):
    monkeypatch.setattr(database_module, "BATCH", 3)
    execute("CREATE TABLE products (id INTEGER PRIMARY KEY)")
    execute("INSERT INTO products VALUES (1), (2), (3), (4), (5), (6), (7)")
    intake = rows("products", {"product_id": "id"})
    assert lines(intake, "_line", "product_id") == [(i, str(i)) for i in range(1, 8)]
    monkeypatch.setattr(database_module, "BATCH", 100)
    assert rows("products", {"product_id": "id"}).files.equals(intake.files)  # nor is the fingerprint another


@pytest.mark.parametrize(
    ("table", "column", "message"),
    [
        ("product", "id", "product: the database of SHOP_DATABASE_URL has no such table; the nearest is 'products'"),
        ("products", "ids", "products: there is no column 'ids'; the nearest is 'id'"),
        ("empty", "id", "empty: the table has 0 rows"),
    ],
)
def test_what_is_not_there_is_said_with_the_nearest(execute, rows, table, column, message):
    execute("CREATE TABLE products (id INTEGER)")
    execute("CREATE TABLE empty (id INTEGER)")
    with pytest.raises(IntakeError) as caught:
        rows(table, {"product_id": column})
    assert message in str(caught.value)


def test_without_a_key_no_row_is_the_last_one(execute, rows):
    execute("CREATE TABLE products (id INTEGER)")
    execute("INSERT INTO products VALUES (1)")
    last = "cleaning: {conflicting_rows: last}\n"
    with pytest.raises(IntakeError, match=r"no primary key, so none of its rows is the last.*conflicting_rows: most"):
        rows("products", {"product_id": "id"}, cleaning=last)
    assert rows("products", {"product_id": "id"}, cleaning="cleaning: {conflicting_rows: most}\n")


POSTGRES_VALUES = [
    ("numeric(12, 4)", "1234.5", "1234.5000"),
    ("numeric", "'NaN'", "NaN"),
    ("real", "0.1", "0.1"),
    ("money", "1234.5", "1234.50"),
    ("bigint", "9007199254740993", "9007199254740993"),
    ("boolean", "true", "true"),
    ("date", "'2026-01-31'", "2026-01-31"),
    ("timestamp", "'2026-01-31 09:05:00'", "2026-01-31 09:05:00"),
    ("timestamptz", "'2026-01-31 09:05:00+08'", "2026-01-31 01:05:00Z"),
    ("timestamp", "'infinity'", "infinity"),
    ("char(6)", "'ab'", "ab"),
    ("uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    ("jsonb", """'{"a": [1, "é"]}'""", '{"a": [1, "é"]}'),
    ("text[]", "'{a,b}'", "{a,b}"),
    ("bytea", "'\\xDEAD'", "\\xdead"),
    ("money_domain", "2.50", "2.5"),
]


def test_postgres_prints_values_in_one_way_whatever_its_settings(postgres, rows):
    postgres.execute("CREATE DOMAIN money_domain AS double precision")
    postgres.execute("ALTER DATABASE shop SET DateStyle = 'German'")
    postgres.execute("ALTER DATABASE shop SET TimeZone = 'Asia/Kuala_Lumpur'")
    postgres.execute("ALTER DATABASE shop SET extra_float_digits = 0")
    columns = ", ".join(f"c{i} {kind}" for i, (kind, _, _) in enumerate(POSTGRES_VALUES))
    postgres.execute(f"CREATE TABLE products (id INTEGER PRIMARY KEY, {columns})")
    postgres.execute(f"INSERT INTO products VALUES (1, {', '.join(value for _, value, _ in POSTGRES_VALUES)})")
    for i, (kind, _, text) in enumerate(POSTGRES_VALUES):
        assert lines(rows("products", {"product_id": "id", "product": f"c{i}"}), "product") == [(text,)], kind


@pytest.mark.parametrize("execute", ["duckdb"], indirect=True)
def test_duckdb_prints_values_in_the_same_way(execute, rows):
    values = [
        one for one in POSTGRES_VALUES if one[0] in ("numeric(12, 4)", "bigint", "boolean", "date", "timestamptz")
    ]
    columns = ", ".join(f"c{i} {kind}" for i, (kind, _, _) in enumerate(values))
    execute(f"CREATE TABLE products (id INTEGER PRIMARY KEY, {columns})")
    execute(f"INSERT INTO products VALUES (1, {', '.join(value for _, value, _ in values)})")
    for i, (kind, _, text) in enumerate(values):
        assert lines(rows("products", {"product_id": "id", "product": f"c{i}"}), "product") == [(text,)], kind


@pytest.mark.parametrize("execute", ["sqlite"], indirect=True)
def test_sqlite_keeps_what_each_cell_holds(execute, rows):
    execute("CREATE TABLE products (id INTEGER PRIMARY KEY, d DATETIME)")
    for value in ["31.12.2025", 12, 12.5, b"\xff", "é"]:
        execute("INSERT INTO products (d) VALUES (?)", (value,))
    execute("INSERT INTO products (d) VALUES (CAST(X'E9' AS TEXT))")  # Latin-1, which SQLite takes for text
    found = lines(rows("products", {"product_id": "id", "product": "d"}), "product")
    assert [one for (one,) in found] == ["31.12.2025", "12", "12.5", "\\xff", "é", "\\xe9"]


def test_a_schema_is_named_where_the_database_does_not_look_by_itself(postgres, rows):
    postgres.execute("CREATE SCHEMA shop; CREATE TABLE shop.p (id INTEGER); INSERT INTO shop.p VALUES (1)")
    postgres.execute("CREATE TABLE public.p (id INTEGER); INSERT INTO public.p VALUES (2)")
    assert lines(rows("shop.p", {"product_id": "id"}), "product_id", "_file") == [("1", "shop.p")]
    assert lines(rows("p", {"product_id": "id"}), "product_id") == [("2",)]
    postgres.execute('CREATE TABLE public."shop.p" (id INTEGER)')
    with pytest.raises(IntakeError, match="two tables that this can mean"):
        rows("shop.p", {"product_id": "id"})


def test_a_role_that_may_read_named_columns_only_is_enough(postgres, rows, monkeypatch):
    postgres.execute("CREATE TABLE p (id INTEGER, iban TEXT); INSERT INTO p VALUES (1, 'x')")
    postgres.execute(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
    try:
        postgres.execute("GRANT SELECT (id) ON p TO reader")
        monkeypatch.setenv("SHOP_DATABASE_URL", f"postgresql://reader:{PASSWORD}@/shop?host={postgres.info.host}")
        assert lines(rows("p", {"product_id": "id"}), "product_id") == [("1",)]
        with pytest.raises(
            IntakeError, match=r"p: The database of SHOP_DATABASE_URL cannot be read \(Insuffic"
        ) as caught:
            rows("p", {"product_id": "id", "product": "iban"})
        assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    finally:
        postgres.execute("DROP OWNED BY reader; DROP ROLE reader")


def test_two_sources_share_one_reading_and_files_mix_with_tables(execute, make_client):
    execute("CREATE TABLE o (id TEXT, customer TEXT, day TEXT, units TEXT, price TEXT, country TEXT)")
    execute(
        "INSERT INTO o VALUES ('1', 'a', '2026-01-31', '2', '1,50', 'ES'), ('2', 'a', '2026-02-01', '1', '3', 'ES')"
    )
    yml = HEAD + (
        "  - {table: customers, database: SHOP_DATABASE_URL, from_table: o, distinct: true, decimal: ',',"
        " columns: {customer_id: customer, country: country}}\n"
        "  - {table: order_lines, database: SHOP_DATABASE_URL, from_table: o, decimal: ',',"
        " columns: {order_id: id, customer_id: customer, ordered_at: day, quantity: units, unit_price: price}}\n"
        "  - {table: products, file: p.csv, delimiter: ',', columns: {product_id: id, product: name}}\n"
    )
    cleaned_client = make_client({"p.csv": b"id,name\nx,Mug\n"}, yml)
    cleaned = clean(read_sources(cleaned_client), cleaned_client)
    assert cleaned.tables["customers"].count().to_pandas() == 1
    assert cleaned.tables["order_lines"].amount.sum().to_pyarrow().as_py() == Decimal("6.0000")
    assert cleaned.tables["products"].count().to_pandas() == 1


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("database: postgresql://me:canary-7f3a@host/shop", "must be the name of an environment variable"),
        ("database: [postgresql://me:canary-7f3a@host/shop]", "must be the name of an environment variable"),
        ("database: me:canary-7f3a@host", "a password does not belong in this file"),
        ("file: postgresql://me:canary-7f3a@host/shop", "must be the name of a file; a database is read by `database`"),
        ("database: SHOP", "`from_table` is missing; add the name of the database's table"),
        ("from_table: p", "`file` is missing; add it, or for a database `database` and `from_table`"),
        ("file: p.csv, database: SHOP, from_table: p", "`file` and `database` are two sources"),
        ("database: SHOP, from_table: p, delimiter: ;", "`delimiter` is for files, not for a database"),
    ],
)
def test_a_mistake_in_where_a_source_comes_from_is_told_and_never_shows_a_password(make_client, source, message):
    with pytest.raises(ClientError) as caught:
        make_client({"p.csv": b"id\n1\n"}, f"{HEAD}  - {{table: products, {source}, columns: {{product_id: id}}}}\n")
    assert message in str(caught.value)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


def test_a_url_in_place_of_a_source_is_not_shown(make_client):
    with pytest.raises(ClientError, match="a URL, which is not shown") as caught:
        make_client({}, f"{HEAD}  - postgresql://me:{PASSWORD}@host/shop\n")
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


def test_a_variable_that_is_not_set_is_asked_for(rows, monkeypatch):
    monkeypatch.delenv("SHOP_DATABASE_URL", raising=False)
    with pytest.raises(IntakeError, match="products: Set SHOP_DATABASE_URL in the environment"):
        rows("products", {"product_id": "id"})


def test_a_report_says_of_which_rows_it_was_made(execute, make_client):
    from seglib.report.publish import hashes_of

    def fingerprint() -> str:
        client = make_client({}, source)
        clean(read_sources(client), client).write(client)
        return hashes_of(client)["input_hash"]

    source = f"{HEAD}  - {{table: products, database: SHOP_DATABASE_URL, from_table: p, columns: {{product_id: id}}}}\n"
    execute("CREATE TABLE p (id INTEGER)")
    execute("INSERT INTO p VALUES (1)")
    first = fingerprint()
    assert fingerprint() == first
    execute("INSERT INTO p VALUES (2)")
    assert fingerprint() != first


def test_all_tables_are_of_one_moment(postgres, make_client, monkeypatch):
    postgres.execute("CREATE TABLE p (id INTEGER); INSERT INTO p VALUES (1); CREATE TABLE q (id INTEGER, name TEXT)")
    postgres.execute("INSERT INTO q VALUES (1, 'Mug')")
    read = database_module.DatabaseTable._count

    def count(table, batch):
        postgres.execute("INSERT INTO p VALUES (2); INSERT INTO q VALUES (2, 'Pot')")
        read(table, batch)

    monkeypatch.setattr(database_module.DatabaseTable, "_count", count)
    source = "  - {{table: products, database: SHOP_DATABASE_URL, from_table: {}, columns: {{product_id: id}}}}\n"
    intake = read_sources(make_client({}, HEAD + source.format("p") + source.format("q")))
    assert [one.text.count().to_pandas() for one in intake.sources] == [1, 1]
    assert postgres.execute("SELECT count(*) FROM q").fetchone() == (3,)
