"""Can a client be set up whose data are all in databases, and is a forgotten folder asked for?"""

import pytest

from seglib import client_setup
from seglib.client import ClientError

CONFIG = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: order_lines
    {origin}
    columns: {{customer_id: c, order_id: o, ordered_at: d, product_id: p, quantity: q, unit_price: u}}
"""


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Set up a client out of a configuration whose source has the given origin, without a folder of files."""
    monkeypatch.setattr(client_setup, "project_root", lambda: tmp_path)

    def make(origin):
        config = tmp_path / "mine.yml"
        config.write_text(CONFIG.format(origin=origin))
        return client_setup.new_client("shop", config=config, raw=None)

    return make


def test_no_folder_is_needed_where_everything_is_in_databases(made, tmp_path):
    client = made("database: SHOP\n    from_table: lines")
    assert client.sources[0].from_table == "lines"
    assert list((tmp_path / "data" / "shop" / "raw").iterdir()) == []


def test_a_folder_is_needed_for_files(made, tmp_path):
    with pytest.raises(ClientError, match="`RAW` must be the folder"):
        made("file: lines.csv")
    assert not (tmp_path / "data").exists()


def test_a_broken_configuration_names_the_line(made):
    with pytest.raises(ClientError, match=r"mine\.yml, line 8"):
        made("file: lines.csv\n    file: other.csv")
