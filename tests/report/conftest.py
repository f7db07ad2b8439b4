"""A small client and what its blocks are made of."""

from collections.abc import Callable
from types import SimpleNamespace

import pandas as pd
import pytest
from notebook_samples import draw_bars, make_client

from seglib.report import Page
from seglib.report.render import Fingerprint


@pytest.fixture
def client() -> SimpleNamespace:
    """A client in English and euros."""
    return make_client()


@pytest.fixture
def page(client: SimpleNamespace) -> Page:
    """A page of that client."""
    return Page(client, "05_behavioural")


@pytest.fixture
def segments() -> pd.DataFrame:
    """Three segments with a missing margin."""
    return pd.DataFrame(
        {
            "segment_name": ["Champions", "Regulars", "سارا"],
            "n": [120, 1_480, 9],
            "margin": [60_250.5, 1_234.5, None],
            "share": [0.61, 0.3849, 0.0051],
        }
    )


@pytest.fixture
def evidence() -> dict[str, object]:
    """What every block rests on."""
    return {"n": 1_609, "population": "customers with an order", "sources": ["customer_features"]}


@pytest.fixture
def axes() -> Callable[[], object]:
    """Give a fresh small drawing on each call."""

    def draw() -> object:
        return draw_bars(["a", "b", "c"], [3, 2, 1])

    return draw


@pytest.fixture
def fingerprint() -> Fingerprint:
    """Hashes as they stand in the footer."""
    return Fingerprint(data="a1b2c3d4e5f6", config="0f9e8d7c6b5a", version="0.1.0")
