"""Bases made by hand, and the demo with the segments of an earlier day."""

import numpy as np
import pandas as pd
import pytest

from seglib import features
from seglib.segments.evaluation.bases import Base, read_survey
from seglib.segments.segmentation import build


@pytest.fixture(scope="session")
def make_base():
    """A base by the segments of customers: ``make_base("geographic", segments)``, ids as its index."""

    def make(name: str, segments: pd.Series) -> Base:
        frame = pd.DataFrame({"customer_id": segments.index, "segment": segments.fillna("not_known").to_numpy()})
        definition = pd.DataFrame({"segment": sorted(set(frame["segment"]))}).assign(segment_name="x")
        made = build(name, frame, definition=definition, rule=lambda new: new["segment"], details=pd.DataFrame())
        return Base(name, name, made)

    return make


@pytest.fixture(scope="session")
def drawn():
    """Customers in true groups, and groups by lot of whom half are known, with money that has a heavy tail."""
    rng = np.random.default_rng(3)
    ids = [f"c{i:03d}" for i in rng.permutation(600)]
    truth = pd.Series(rng.choice(list("abcd"), 600), index=ids)
    lot = pd.Series(rng.choice(list("uvwxyz"), 600), index=ids).where(rng.random(600) < 0.5)
    bought = rng.random(600) < truth.map({"a": 0.9, "b": 0.5, "c": 0.3, "d": 0.2})
    money = np.round(np.where(bought, rng.lognormal(4, 1.0, 600) * truth.map({"a": 4.0, "b": 2, "c": 1, "d": 1}), 0), 2)
    return {"truth": truth, "lot": lot, "bought": bought.astype(float), "money": pd.Series(money, index=ids)}


@pytest.fixture(scope="session")
def demo_tables(demo):
    return features.without_objectors(demo.cleaned.tables)


@pytest.fixture(scope="session")
def demo_survey(demo, demo_tables):
    return read_survey(demo_tables, demo.client, n_starts=3, random_state=1)
