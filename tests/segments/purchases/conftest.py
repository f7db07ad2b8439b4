"""A made-up shop with planted tastes, and the same without any."""

import numpy as np
import pandas as pd
import pytest

ITEMS = ["candles", "cards", "mugs", "pots", "seeds", "tools", "toys", "wine"]
POPULAR = np.array([0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05, 0.05])


def draw_counts(tastes: np.ndarray, *, seed: int, mean_orders: float = 5.0) -> pd.DataFrame:
    """Orders of one to three different items each; one row of chances of the items a customer."""
    rng = np.random.default_rng(seed)
    rows = []
    for who, chances in enumerate(tastes):
        for _ in range(1 + rng.poisson(mean_orders - 1)):
            for item in rng.choice(len(ITEMS), size=1 + rng.binomial(2, 0.1), replace=False, p=chances / chances.sum()):
                rows.append((f"c{who:04d}", ITEMS[item]))
    counts = pd.DataFrame(rows, columns=["customer_id", "item"])
    counts = counts.groupby(["customer_id", "item"]).size().rename("n_orders").reset_index()
    return counts.assign(spend=counts["n_orders"] * 10.0)


@pytest.fixture(scope="session")
def alike():
    """400 customers who buy by popularity alone, some much and some little."""
    return draw_counts(np.tile(POPULAR, (400, 1)), seed=1)


@pytest.fixture(scope="session")
def tool_lovers():
    """400 customers, of whom the first 100 love tools."""
    tastes = np.tile(POPULAR, (400, 1))
    tastes[:100] *= np.where(np.isin(ITEMS, ["tools"]), 40, 1)
    return draw_counts(tastes, seed=3)


@pytest.fixture(scope="session")
def planted():
    """400 customers, of whom 100 love the garden (pots, seeds, tools) and 100 presents (candles, cards)."""
    tastes = np.tile(POPULAR, (400, 1))
    tastes[:100] *= np.where(np.isin(ITEMS, ["pots", "seeds", "tools"]), 20, 1)
    tastes[100:200] *= np.where(np.isin(ITEMS, ["candles", "cards"]), 20, 1)
    return draw_counts(tastes, seed=2)
