"""The demo's clean tables, published to PostgreSQL, give the same features there as in DuckDB."""

import shutil

import pandas as pd
import pytest

from seglib import engine
from seglib.client import load_client
from seglib.features import customer_features
from seglib.store import publish


@pytest.fixture
def client(demo, root, tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    for name in ("client.yml", "logo.svg"):
        shutil.copy(root / "data" / "demo" / name, folder)
    (folder / "raw").symlink_to(root / "data" / "demo" / "raw")
    client = load_client(folder)
    demo.cleaned.write(client)
    return client


def test_features_are_equal_in_postgres_and_duckdb(postgres, client):
    publish(client, to="postgres")
    here = engine.clean_tables(client)
    connection = engine.connect("postgres")
    there = {name: connection.table(name, database=client.slug) for name in here}
    found = [
        customer_features(tables, as_of=client.as_of).to_pandas().sort_values("customer_id", ignore_index=True)
        for tables in (here, there)
    ]
    assert len(found[0]) == 3000
    pd.testing.assert_frame_equal(*found, check_dtype=False, rtol=1e-12, atol=0)
