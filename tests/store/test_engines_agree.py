"""The demo's clean tables, published to PostgreSQL, give the same features there as in DuckDB."""

import shutil

import pandas as pd
import pytest

from seglib import engine
from seglib.cleaning import clean
from seglib.client import load_client
from seglib.features import customer_features
from seglib.intake import read_sources
from seglib.store import publish


@pytest.fixture
def demo(root, tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    shutil.copy(root / "data" / "demo" / "client.yml", folder)
    (folder / "raw").symlink_to(root / "data" / "demo" / "raw")
    client = load_client(folder)
    clean(read_sources(client), client).write(client)
    return client


def test_features_are_equal_in_postgres_and_duckdb(postgres, demo):
    publish(demo, to="postgres")
    here = engine.clean_tables(demo)
    connection = engine.connect("postgres")
    there = {name: connection.table(name, database=demo.slug) for name in here}
    found = [
        customer_features(tables, as_of=demo.as_of).to_pandas().sort_values("customer_id", ignore_index=True)
        for tables in (here, there)
    ]
    assert len(found[0]) == 3000
    pd.testing.assert_frame_equal(*found, check_dtype=False, rtol=1e-12, atol=0)
