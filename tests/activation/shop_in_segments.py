"""Customers of three kinds and some without an order, with gaps, ties, and words that must be escaped."""

import duckdb
import numpy as np
import pandas as pd

HOSTILE = "O'Brien\\ </script>\"=1+1"
NAMES = {"b1": "Few orders", "b2": "=Frequent <b>", "b3": "Large O'Orders", "not_yet_bought": "No kept order"}


def draw_shop(n: int = 400, *, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Features and assignments."""
    rng = np.random.default_rng(seed)
    kind = rng.choice(4, n, p=[0.4, 0.25, 0.25, 0.1])
    bought = kind < 3
    n_orders = np.array([1, 12, 3, 0])[kind] + np.where(bought, rng.poisson(1, n), 0)
    value = np.array([40.0, 30, 200, 1])[kind] * rng.lognormal(0, 0.25, n)
    features = pd.DataFrame(
        {
            "customer_id": [f"c{i:04d}" for i in range(n)],
            "n_orders": n_orders,
            "recency_days": np.where(bought, np.array([300.0, 20, 90, 0])[kind] + rng.integers(0, 60, n), np.nan),
            "average_order_value": np.where(bought, value.round(2), np.nan),
            "service_minutes": rng.poisson(4, n).astype(float),
            "discount_rate": np.where(bought & (rng.random(n) < 0.8), rng.random(n).round(3), np.nan),
            "city": pd.Series(rng.choice([HOSTILE, "Bath", "شیراز", None], n, p=[0.3, 0.3, 0.3, 0.1]), dtype=object),
        }
    )
    # the hostile town is where the large orders come from, so that a rule may name it
    features.loc[kind == 2, "city"] = HOSTILE
    codes = np.array(list(NAMES))[kind]
    assignments = pd.DataFrame({"customer_id": features["customer_id"], "segment": codes})
    return features, assignments.assign(segment_name=assignments["segment"].map(NAMES))


def by_sql(rules, features: pd.DataFrame, query: str | None = None) -> pd.Series:
    """Segments by the rules as a query of DuckDB, theirs by default."""
    con = duckdb.connect()
    con.register("customer_features", features)
    return con.execute(query or rules.sql()).df().set_index("customer_id")["segment"].reindex(features["customer_id"])
