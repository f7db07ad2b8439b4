"""A mistake in client.yml is reported with its line, the rule, what was found and the nearest valid name."""

from datetime import date

import pytest

from seglib.client import ClientError, load_client

FILES = {"orders.csv": b"id\n1\n", "customers.csv": b"id\n1\n"}
VALID = """\
name: Shop
currency: EUR
as_of: 2026-06-30

sources:
  - table: order_lines
    file: orders.csv
    columns:
      customer_id: Customer
      order_id: Order
      ordered_at: Date
      quantity: Units
      unit_price: Price
  - table: customers
    file: customers.csv
    columns:
      customer_id: Id
      country: Country
    values:
      country: {NO: Norway, 1: Spain}

cleaning:
  rules:
    - name: test_order
      table: order_lines
      column: customer_id
      matches: "(?i)^test"
      reason: Test order
"""


def test_a_valid_file_is_read_with_its_defaults(make_client):
    client = make_client(FILES, VALID)
    assert (client.slug, client.name, client.as_of, client.language) == ("shop", "Shop", date(2026, 6, 30), "en")
    assert (client.min_cell, client.cleaning.quarantine_limit, client.cleaning.exact_duplicates) == (10, 0.05, "keep")
    assert [path.name for path in client.files(client.sources[0])] == ["orders.csv"]
    assert client.raw == client.folder / "raw"


def test_norway_and_codes_stay_text(make_client):
    assert make_client(FILES, VALID).sources[1].values == {"country": {"NO": "Norway", "1": "Spain"}}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        pytest.param(
            "currency: EUR", "curency: EUR", 2, "`curency` is not a known key; the nearest is 'currency'", id="key"
        ),
        pytest.param("    file: orders.csv", "    flie: orders.csv", 7, "the nearest is 'file'", id="key of a source"),
        pytest.param("      matches:", "      match:", 27, "the nearest is 'matches'", id="key of a rule"),
        pytest.param(
            "cleaning:\n", "cleaning:\n  exact_duplicate: keep\n", 23, "'exact_duplicates'", id="key of cleaning"
        ),
        pytest.param("name: Shop\n", "", 1, "`name` is missing; add it", id="missing key"),
        pytest.param("currency: EUR", "currency: EURO", 2, "must be an ISO 4217 code such as EUR", id="currency"),
        pytest.param("name: Shop", "name: Shop\nlanguage: english", 2, "must be a language such as en", id="language"),
        pytest.param(
            "2026-06-30", "30.06.2026", 3, "must be a day such as 2026-06-30; got '30.06.2026'", id="as_of form"
        ),
        pytest.param("2026-06-30", "20260630", 3, "must be a day such as 2026-06-30", id="as_of number"),
        pytest.param("2026-06-30", "2026-02-30", 3, "`as_of` must be a valid date", id="as_of of no calendar"),
        pytest.param("name: Shop", "name: Shop\nmin_cell: ten", 2, "must be a valid integer", id="number in words"),
        pytest.param(
            "name: Shop", "name: Shop\nmin_cell: 3", 2, "must be greater than or equal to 5; got '3'", id="range"
        ),
        pytest.param(
            "name: Shop", "name: [Shop]", 1, "`name` must be a valid string; got ['Shop']", id="list for text"
        ),
        pytest.param("name: Shop", "name: Shop\nslug: shop", 2, "`slug` is set by the folder", id="slug in the file"),
        pytest.param(
            "orders.csv", "order.csv", 7, "no file `order.csv` in raw/; the nearest is 'orders.csv'", id="file"
        ),
        pytest.param("orders.csv", "../orders.csv", 7, "must be a name inside raw/", id="file above"),
        pytest.param("orders.csv", "/etc/passwd", 7, "must be a name inside raw/", id="absolute file"),
        pytest.param("orders.csv", '""', 7, "there is no file ``", id="empty file name"),
        pytest.param(
            "order_lines\n    file", "orderlines\n    file", 6, "not a table; the nearest is 'order_lines'", id="table"
        ),
        pytest.param("      quantity:", "      quantities:", 12, "the nearest is 'quantity'", id="column"),
        pytest.param("      quantity: Units\n", "", 8, "order_lines needs a column `quantity`", id="required column"),
        pytest.param("      unit_price: Price\n", "", 8, "needs `unit_price` or `line_total`", id="one of two"),
        pytest.param("      country: {NO", "      contry: {NO", 20, "the nearest is 'country'", id="column of values"),
        pytest.param(
            "column: customer_id", "column: customer", 26, "the nearest is 'customer_id'", id="column of a rule"
        ),
        pytest.param("      table: order_lines", "      table: order", 25, "not a table", id="table of a rule"),
        pytest.param('"(?i)^test"', '"(?=test)"', 27, "must be a regular expression that RE2 knows", id="look-ahead"),
        pytest.param('"(?i)^test"', '"(test"', 27, "must be a regular expression", id="broken pattern"),
        pytest.param("name: test_order", "name: Test Order", 24, "must match pattern", id="rule name"),
        pytest.param("orders.csv", 'orders.csv\n    delimiter: ";;"', 8, "must be one character", id="delimiter"),
        pytest.param("orders.csv", "orders.csv\n    thousands: x", 8, "must be one of", id="thousands"),
        pytest.param(
            "orders.csv",
            "orders.csv\n    decimal: .\n    thousands: .",
            9,
            "must differ from `decimal`",
            id="same marks",
        ),
        pytest.param(
            "orders.csv", "orders.csv\n    dates: [dd.mm.yyyy]", 8, "must have a year, a month and", id="date"
        ),
        pytest.param("orders.csv", 'orders.csv\n    dates: ["%d.%m.%Y %M"]', 8, "%H:%M", id="half a time"),
        pytest.param(
            "orders.csv",
            "orders.csv\n    constants: {sales_channel: shop}",
            8,
            "`shop` is not a value of",
            id="constant",
        ),
        pytest.param(
            "orders.csv", "orders.csv\n    constants: {order_id: x}", 8, "`columns` and under `constants`", id="twice"
        ),
        pytest.param(
            "orders.csv", "orders.csv\n    values: {sales_channel: {web: onlin}}", 8, "nearest is 'online'", id="value"
        ),
        pytest.param("name: Shop", "name: Shop\nbrand: {colour: red}", 2, "the nearest is 'color'", id="key of brand"),
        pytest.param(
            "name: Shop", "name: Shop\nbrand: {contact: {mail: x}}", 2, "the nearest is 'email'", id="key of contact"
        ),
        pytest.param(
            "name: Shop", "name: Shop\nbrand:\n  color: teal", 3, "`brand.color` must be a colour such as", id="colour"
        ),
        pytest.param("name: Shop", "name: Shop\nbrand:\n  color: #123456", 3, "in quotation marks", id="comment"),
        pytest.param("name: Shop", "name: Shop\nbrand: {logo: ../l.svg}", 2, "beside client.yml", id="logo above"),
        pytest.param("name: Shop", "name: Shop\nbrand: {logo: l.gif}", 2, "SVG, PNG or JPEG", id="kind of logo"),
        pytest.param(
            "name: Shop", "name: Shop\nbrand:\n  logo: l.svg", 3, "no file `l.svg` beside client.yml", id="no logo"
        ),
        pytest.param("name: Shop", "name: Shop\nbrand: {contact: {email: x@y}}", 2, "an e-mail address", id="e-mail"),
        pytest.param("name: Shop", "name: Shop\nbrand: {contact: {phone: call}}", 2, "a phone number", id="phone"),
        pytest.param(
            "name: Shop",
            "name: Shop\nbrand: {contact: {web: 'javascript://x'}}",
            2,
            "the address of a web site",
            id="web site",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_rule(make_client, old, new, line, message):
    assert VALID.count(old) >= 1
    with pytest.raises(ClientError) as caught:
        make_client(FILES, VALID.replace(old, new, 1))
    told = str(caught.value).splitlines()
    assert any(f"client.yml:{line}: " in one and message in one for one in told), told


def test_all_mistakes_are_told_at_once_in_order(make_client):
    with pytest.raises(ClientError) as caught:
        make_client(FILES, VALID.replace("EUR", "EURO").replace("name: Shop", "nmae: Shop"))
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        "client.yml:1",
        "client.yml:1",
        "client.yml:2",
    ]  # name is missing, nmae is unknown, currency is wrong


def test_a_repeated_key_and_an_alias_are_refused_with_their_line(make_client):
    with pytest.raises(ClientError, match=r"client.yml:2: key 'name' is given twice"):
        make_client(FILES, VALID.replace("name: Shop", "name: Shop\nname: Shop"))
    with pytest.raises(ClientError, match=r"client.yml:2: aliases"):
        make_client(FILES, VALID.replace("name: Shop\ncurrency: EUR", "name: &x EUR\ncurrency: *x"))


def test_a_list_is_not_a_client_file(make_client):
    with pytest.raises(ClientError, match="must be a list of `key: value` lines"):
        make_client(FILES, "- one\n- two\n")


def test_a_file_that_is_not_utf8_is_refused(make_client, tmp_path):
    make_client(FILES, VALID)
    (tmp_path / "shop" / "client.yml").write_bytes(b"name: Caf\xe9\n")
    with pytest.raises(ClientError, match=r"client.yml: is not UTF-8 text .*save it as UTF-8"):
        load_client(tmp_path / "shop")


def test_the_folder_its_file_and_its_name_all_open_it(make_client, tmp_path, monkeypatch):
    client = make_client(FILES, VALID)
    (tmp_path / "data").mkdir()
    client.folder.rename(tmp_path / "data" / "shop")
    monkeypatch.setenv("SEGLIB_ROOT", str(tmp_path))
    by_name = load_client("shop")
    assert by_name == load_client(tmp_path / "data" / "shop") == load_client(tmp_path / "data" / "shop" / "client.yml")


@pytest.mark.parametrize("name", ["Shop", "my shop", "..", "-shop", "x" * 65, "shop;rm"])
def test_a_name_that_is_no_slug_is_refused(name):
    with pytest.raises(ClientError, match="1 to 64 small letters, digits or hyphens"):
        load_client(name)


def test_a_folder_that_is_no_slug_is_refused(make_client):
    with pytest.raises(ClientError, match="folder must be named with 1 to 64 small letters"):
        make_client(FILES, VALID, slug="My Shop")


def test_an_unknown_client_is_refused_with_the_nearest(make_client, tmp_path):
    make_client(FILES, VALID)
    with pytest.raises(ClientError, match=r"the nearest is 'shop'.*make client NAME=shpo"):
        load_client(tmp_path / "shpo")


def test_a_pattern_joins_files_in_order_of_name(make_client):
    files = {**FILES, "orders_b.csv": b"", "orders_a.csv": b"", "other.csv": b""}
    client = make_client(files, VALID.replace("orders.csv", '"orders_*.csv"'))
    assert [path.name for path in client.files(client.sources[0])] == ["orders_a.csv", "orders_b.csv"]


def test_brackets_in_a_file_name_are_no_pattern(make_client):
    client = make_client({**FILES, "orders [1].csv": b""}, VALID.replace("orders.csv", '"orders [1].csv"'))
    assert [path.name for path in client.files(client.sources[0])] == ["orders [1].csv"]
