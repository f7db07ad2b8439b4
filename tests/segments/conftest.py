"""Features of a small shop, drawn with a fixed seed, with the ties and gaps that real ones have."""

import numpy as np
import pandas as pd
import pytest

ITEMS = ["q1", "q2", "q3", "q4", "q5", "q6"]
MONTHS = [f"orders_month_{month:02d}" for month in range(1, 13)]


def draw_features(n: int = 300, *, seed: int = 0) -> pd.DataFrame:
    """Customers with few and many orders, some without any; money in cents, so that sums are honest."""
    rng = np.random.default_rng(seed)
    n_orders = rng.negative_binomial(1, 0.25, n)
    bought = n_orders > 0
    tenure = rng.integers(0, 900, n)
    recency = np.where(n_orders > 1, (tenure * rng.random(n)).astype(int), tenure)
    n_days = np.maximum(1, np.minimum(n_orders, tenure - recency + 1))
    value = np.round(rng.lognormal(3.5, 0.7, n), 2)
    months = np.array([rng.multinomial(orders, np.full(12, 1 / 12)) for orders in n_orders])
    as_of = pd.Timestamp("2026-06-30")
    frame = pd.DataFrame(
        {
            "customer_id": [f"c{i:04d}" for i in range(n)],
            "first_order_at": as_of - pd.to_timedelta(tenure, unit="D"),
            "last_order_at": as_of - pd.to_timedelta(recency, unit="D"),
            "recency_days": recency.astype(float),
            "tenure_days": tenure.astype(float),
            "n_orders": n_orders,
            "n_order_days": np.where(bought, n_days, 0),
            "gross_spend": np.round(value * n_orders, 2),
            "returned_value": 0.0,
            "total_spend": np.round(value * n_orders, 2),
            "total_margin": np.round(value * n_orders * 0.4, 2),
            "average_order_value": value,
            "average_gap_days": np.where(n_days > 1, (tenure - recency) / np.maximum(n_days - 1, 1), np.nan),
            "share_online": np.round(rng.beta(0.5, 0.5, n), 2),
            "discount_rate": np.where(rng.random(n) < 0.7, 0.0, np.round(rng.random(n) * 0.3, 2)),
            "return_rate": 0.0,
            "n_touchpoints": rng.poisson(3, n),
            "n_social": 0,
        }
    )
    frame[MONTHS] = months
    tastes = np.where(rng.random(n)[:, None] < 0.5, [0.5, 0.3, 0.1, 0.1], [0.1, 0.1, 0.3, 0.5])
    items = [rng.multinomial(orders, shares) for orders, shares in zip(n_orders, tastes, strict=True)]
    frame[[f"bought: {item}" for item in ("candles", "mugs", "pots", "seeds")]] = np.array(items)
    frame["share_store"] = np.round((1 - frame["share_online"]) * 0.75, 4)
    frame["share_phone"] = 1 - frame["share_online"] - frame["share_store"]
    frame["n_discounted_orders"] = rng.binomial(n_orders, np.where(frame["discount_rate"] > 0, 0.6, 0.0))
    dated = ["first_order_at", "last_order_at", "recency_days", "tenure_days", "average_gap_days"]
    shares = ["share_online", "share_store", "share_phone", "discount_rate", "return_rate"]
    frame.loc[~bought, [*dated, "average_order_value", *shares]] = np.nan
    return frame.assign(**draw_people(n, seed=seed), **draw_answers(n, seed=seed))


def draw_answers(n: int, *, seed: int) -> pd.DataFrame:
    """Yes or no to six questions by two kinds of people; three in ten do not answer."""
    rng = np.random.default_rng([seed, 2])
    says_yes = np.where(rng.random(n) < 0.4, 0.85, 0.15)[:, None]
    answers = pd.DataFrame((rng.random((n, len(ITEMS))) < says_yes).astype(float), columns=ITEMS)
    answers[rng.random(n) < 0.3] = np.nan
    return answers


def draw_people(n: int, *, seed: int) -> dict:
    """Traits that have nothing to do with what the customers buy: gaps, rare values, ties."""
    rng = np.random.default_rng([seed, 1])

    def known(values, share=0.9):
        return pd.Series(values).where(rng.random(n) < share).to_numpy()

    return {
        "age": known(rng.integers(16, 90, n)),
        "income": known(rng.lognormal(10.3, 0.4, n).round(-2), 0.7),
        "children": known(rng.poisson(0.7, n)),
        "household_size": known(rng.integers(1, 6, n)),
        "gender": known(rng.choice(["female", "male"], n)),
        "marital_status": known(rng.choice(["Married", "single", "something else"], n)),
        "education": known(rng.choice(["primary", "secondary", "university"], n)),
        "occupation": known(rng.choice([f"work {i}" for i in range(20)], n)),
        "device": known(rng.choice(["smartphone", "computer", "tablet"], n)),
        "country": known(rng.choice(["Germany"] * 4 + ["EIRE"] * 3 + ["España", "Japan", "Mordor"], n)),
        "region": known(rng.choice(["Bayern", "Munster", "Galicia"], n), 0.5),
        "city": known(rng.choice([f"Town {i}" for i in range(30)], n)),
        "postal_code": known(rng.integers(1000, 99999, n).astype(str)),
        "latitude": known(rng.uniform(36, 60, n).round(2), 0.5),
        "longitude": known(rng.uniform(-9, 15, n).round(2)),
    }


@pytest.fixture
def features():
    return draw_features()
