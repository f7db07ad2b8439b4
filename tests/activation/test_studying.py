"""What page 07b says of clients who have little: what is lacking, in place of a rule made of nothing."""

from types import SimpleNamespace

import ibis
import pandas as pd
import pytest
from shop_in_segments import draw_shop

from seglib.activation import studying
from seglib.client_segments import Demographic


@pytest.fixture
def client(tmp_path):
    (tmp_path / "segments").mkdir()
    return SimpleNamespace(results=tmp_path, as_of="2026-06-30", demographic=Demographic(), sources=[], folder=tmp_path)


def adopted(client, assignments) -> None:
    assignments.assign(model_id="behavioural").to_parquet(client.results / "segments" / "adopted.parquet")


def test_without_customers_or_segments_nothing_is_told(client):
    assert studying.study({}, client, random_state=0).lacking == studying.NOTHING


@pytest.mark.parametrize(("n", "lacking"), [(20, studying.FEW), (400, "")])
def test_few_customers_are_said_and_many_are_told(client, monkeypatch, n, lacking):
    features, assignments = draw_shop(n)
    monkeypatch.setattr(studying, "people", lambda tables, *, as_of: features.drop(columns="city"))
    monkeypatch.setattr(studying.sensitive, "names_in_files", lambda client: {})
    adopted(client, assignments)
    found = studying.study({"orders": ibis.memtable(pd.DataFrame({"a": [1]}))}, client, random_state=0)
    assert found.lacking == lacking
    assert (found.rules is None) == (found.golden is None) == bool(lacking)
    if not lacking:
        files = studying.write_files(found, client, "<p>page</p>")
        assert {path.name for path in files} == {path.name for path in (client.results / "typing").iterdir()}


def test_customers_whom_nothing_tells_apart_get_no_rule(client, monkeypatch):
    features, assignments = draw_shop(200)
    features = features[features["n_orders"] > 0][["customer_id"]].assign(n_orders=1).reset_index(drop=True)
    monkeypatch.setattr(studying, "people", lambda tables, *, as_of: features)
    monkeypatch.setattr(studying.sensitive, "names_in_files", lambda client: {})
    adopted(client, assignments)
    found = studying.study({}, client, random_state=0)
    assert found.lacking == studying.NO_FIELD and found.rules is None
