"""Who comes to which store, and do they buy less the farther they live? Catchments and the decay with distance."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from seglib.client_segments import Geographic
from seglib.segments.checks import has_ordered
from seglib.segments.geographic.stores import nearest_store, ring_names
from seglib.segments.headline import share_interval
from seglib.segments.summary import NORMAL_95, exact_sum
from seglib.segments.worth import worth

FEWEST = 30
LEAST_KM = 1.0
"""Nearer than this counts as this far: the point of a postal code is no finer than that."""


def catchments(features: pd.DataFrame, places: pd.DataFrame, settings: Geographic) -> pd.DataFrame:
    """Count customers and money in the rings around each store.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `n_orders` and the money.
    places : pandas.DataFrame
        From :meth:`seglib.segments.geographic.atlas.Atlas.read`, with the same index.
    settings : Geographic
        With `stores` and `rings`.

    Returns
    -------
    pandas.DataFrame
        One row a store and ring in which somebody lives: `store`, `ring`, `n` customers with an order whose nearest
        store it is, `share` of those of the store with `low` and `high` (95% Wilson), `money_share`, and
        `orders`, the average a customer.
    """
    frame = _buyers(features, places, settings).dropna(subset=["km"])
    names = list(ring_names(settings.rings).values())
    number = np.searchsorted(np.array(settings.rings), frame["km"].to_numpy(float))
    frame["ring"] = np.array(names, dtype=object)[np.minimum(number, len(settings.rings))]
    rows = []
    for store, own in frame.groupby("store", sort=True):
        total = exact_sum(own["money"])
        for ring in names:
            inside = own[own["ring"] == ring]
            if len(inside):
                part = exact_sum(inside["money"]) / total if total > 0 else math.nan
                share = len(inside) / len(own), *share_interval(len(inside), len(own))
                rows.append((store, ring, len(inside), *share, part, float(inside["n_orders"].mean())))
    return pd.DataFrame(rows, columns=["store", "ring", "n", "share", "low", "high", "money_share", "orders"])


def decay(features: pd.DataFrame, places: pd.DataFrame, settings: Geographic, *, channel: str | None = None) -> dict:
    """Measure how orders change each time the distance to the nearest store doubles.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `n_orders`, the money, and `share_store` for the orders in the store.
    places : pandas.DataFrame
        From :meth:`seglib.segments.geographic.atlas.Atlas.read`, with the same index.
    settings : Geographic
        With `stores`.
    channel : {"online", "store", "phone"}, optional
        Count only orders by this channel.

    Returns
    -------
    dict
        ``n`` customers with an order and a distance, ``change`` (a fraction: -0.1 is a tenth less with each doubling),
        ``low`` and ``high`` (95%); missing where there are fewer than 30, or all live equally far.

    Notes
    -----
    Poisson regression of orders on the logarithm of the distance, the nearest store held fixed, so that a good store
    is not mistaken for a near one; the interval is robust against orders that vary more than Poisson's (sandwich).
    """
    frame = _buyers(features, places, settings).dropna(subset=["km"])
    orders = frame["n_orders"].astype(float)
    if channel:
        orders = orders * frame[f"share_{channel}"].astype(float).fillna(0.0)
    frame = frame.assign(orders=orders, far=np.log2(frame["km"].clip(lower=LEAST_KM)))
    frame = frame.sort_values(["store", "far", "orders"], kind="stable")
    frame = frame[frame.groupby("store")["orders"].transform("sum") > 0]
    nothing = {"n": len(frame), "change": math.nan, "low": math.nan, "high": math.nan}
    within = frame["far"] - frame.groupby("store")["far"].transform("mean") if len(frame) else frame["far"]
    if len(frame) < FEWEST or within.abs().max() < 0.1:
        return nothing
    X = np.column_stack([frame["far"], pd.get_dummies(frame["store"]).to_numpy(float)])
    slope, error = _poisson(X, frame["orders"].to_numpy(float))
    low, high = (math.expm1(slope + side * NORMAL_95 * error) for side in (-1, 1))
    return {"n": len(frame), "change": math.expm1(slope), "low": low, "high": high}


def _buyers(features: pd.DataFrame, places: pd.DataFrame, settings: Geographic) -> pd.DataFrame:
    near = nearest_store(places, settings.stores)
    frame = features.assign(store=near["store"], km=near["km"], money=features[worth(features).column])
    return frame[has_ordered(features)]


def _poisson(X: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """First coefficient of a Poisson regression and its robust standard error, by Newton's method."""
    beta = np.linalg.lstsq(X, np.log(y + 0.5), rcond=None)[0]
    for _ in range(50):
        mean = np.exp(np.clip(X @ beta, -30, 30))
        step = np.linalg.solve((X * mean[:, None]).T @ X, X.T @ (y - mean))
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-10:
            break
    mean = np.exp(np.clip(X @ beta, -30, 30))
    bread = np.linalg.inv((X * mean[:, None]).T @ X)
    meat = (X * ((y - mean) ** 2)[:, None]).T @ X
    return float(beta[0]), float(math.sqrt((bread @ meat @ bread)[0, 0]))
