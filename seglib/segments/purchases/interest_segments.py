"""Who has which interest? Each customer's dominant group of interest, as a segmentation; none where it is not clear."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd
from scipy import stats

from seglib.segments.checks import check_features, has_ordered
from seglib.segments.purchases.counts import count_matrix
from seglib.segments.purchases.favourites import LEAST_ORDERS, prior_weight
from seglib.segments.purchases.interests import Interests, find_interests
from seglib.segments.segmentation import NO_KEPT_ORDER, NO_KEPT_ORDER_RULE, NOT_YET_BOUGHT, Segmentation, build

NO_CLEAR_INTEREST = "no_clear_interest"
PREFIX = "bought: "
"""What the name of a feature with a count of orders begins with, before the item's name."""
SURE = 0.8
NAMED = 2


def with_items(features: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Add to each customer's features in how many orders each item was bought.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    counts : pandas.DataFrame
        From :func:`seglib.features.bought_items`.

    Returns
    -------
    pandas.DataFrame
        The features with one more column an item, named with :data:`PREFIX`; zero where nothing was bought.
    """
    matrix = count_matrix(counts).add_prefix(PREFIX).reindex(features["customer_id"].astype(str), fill_value=0.0)
    return pd.concat([features, matrix.set_axis(features.index)], axis=1)


def segment(features: pd.DataFrame, *, k: int | None = None, random_state: int) -> Segmentation:
    """Segment customers by what they are interested in.

    A customer has an interest when, with a probability of 0.8 or more, its share of her purchases is above its share of
    the shop's; of several it is the one that is furthest above. A few purchases are drawn towards the shop's shares
    (as in :mod:`seglib.segments.purchases.favourites`), and a single one decides nothing.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `customer_id`, `n_orders` and the columns of :func:`with_items`.
    k : int, optional
        Number of interests; left out, the number that comes back in other samples of the customers, perhaps none.
    random_state : int
        Seed of the samples.

    Returns
    -------
    Segmentation
        Scheme ``"interests"``; `definition` with `rule` and `action`, `details` with each interest's items (`segment`,
        `item`, `share` of the interest, `lift` over the shop's share); `note` says why there are so many interests.
    """
    return from_interests(features, fit(features, k=k, random_state=random_state))


def fit(features: pd.DataFrame, *, k: int | None = None, random_state: int) -> Interests:
    """Find the interests of the customers with an order.

    Parameters
    ----------
    features : pandas.DataFrame
        As for :func:`segment`.
    k : int, optional
        Number of interests.
    random_state : int
        Seed.

    Returns
    -------
    seglib.segments.purchases.interests.Interests
    """
    check_features(features, ["n_orders"], "purchases.interest_segments.segment")
    buyers = features[has_ordered(features)]
    return find_interests(_matrix(buyers), orders=buyers["n_orders"], k=k, random_state=random_state)


def from_interests(features: pd.DataFrame, interests: Interests) -> Segmentation:
    """Give each customer the dominant one of the interests.

    Parameters
    ----------
    features : pandas.DataFrame
        As for :func:`segment`.
    interests : seglib.segments.purchases.interests.Interests
        From :func:`fit`.

    Returns
    -------
    Segmentation
    """
    check_features(features, ["n_orders"], "purchases.interest_segments.from_interests")
    matrix = _matrix(features)
    cells = matrix.melt(ignore_index=False, var_name="item", value_name="n_orders").reset_index()
    weight = prior_weight(cells[cells["n_orders"] > 0]) if len(interests.profiles) else np.nan
    typical = interests.loadings(interests.shop.to_frame().T).to_numpy()[0] if len(interests.profiles) else np.array([])
    rule = functools.partial(_segment_of, interests=interests, weight=weight, typical=typical)
    details = _details(interests)
    return build(
        "interests",
        features,
        definition=_definition(interests, details),
        rule=rule,
        details=details,
        certain=False,
        note=interests.reason,
    )


def _matrix(features: pd.DataFrame) -> pd.DataFrame:
    columns = [column for column in features.columns if column.startswith(PREFIX)]
    named = features[columns].fillna(0.0).astype(float).set_axis([column[len(PREFIX) :] for column in columns], axis=1)
    return named.set_index(features["customer_id"])[sorted(named.columns)]


def _segment_of(features: pd.DataFrame, *, interests: Interests, weight: float, typical: np.ndarray) -> pd.Series:
    check_features(features, ["n_orders"], "purchases.interest_segments.segment")
    bought = has_ordered(features)
    chosen = np.where(bought, NO_CLEAR_INTEREST, NOT_YET_BOUGHT).astype(object)
    if len(interests.profiles):
        matrix = _matrix(features).reindex(columns=interests.profiles.columns, fill_value=0.0)
        shares, n = interests.loadings(matrix).fillna(0.0).to_numpy(), matrix.to_numpy().sum(axis=1, keepdims=True)
        own, prior = n * shares, weight * np.maximum(typical, 1e-9)
        sure = stats.beta.sf(typical, own + prior, np.maximum(n + weight - own - prior, 1e-9)) >= SURE
        above = np.where(sure, (own + prior) / (n + weight) - typical, -1.0).round(9)
        clear = bought & sure.any(axis=1) & (n[:, 0] >= LEAST_ORDERS)
        chosen[clear] = np.array(_codes(interests), object)[above.argmax(axis=1)[clear]]
    return pd.Series(chosen, index=features.index, dtype="str")


def _codes(interests: Interests) -> list[str]:
    return [f"interest_{number}" for number in range(1, len(interests.profiles) + 1)]


def _details(interests: Interests) -> pd.DataFrame:
    """Items of each interest, the ones that it has most beyond the shop's share first."""
    rows = interests.profiles.set_axis(_codes(interests), axis=0).rename_axis("segment")
    table = rows.melt(ignore_index=False, var_name="item", value_name="share").reset_index()
    table["share"] = table["share"].astype(float)
    shop = table["item"].map(interests.shop).astype(float)
    table["lift"] = table["share"] / shop
    table["above"] = (table["share"] - shop).round(9)
    table = table.sort_values(["segment", "above", "item"], ascending=[True, False, True], kind="stable")
    return table[table["share"] > 0].drop(columns="above").reset_index(drop=True)


def _definition(interests: Interests, details: pd.DataFrame) -> pd.DataFrame:
    rows, taken = [], set()
    for code in _codes(interests):
        own = details[details["segment"] == code]
        named = own[own["lift"] > 1]
        items = (named if len(named) else own)["item"].tolist()
        n = next((n for n in range(NAMED, len(items)) if ", ".join(items[:n]) not in taken), len(items))
        name = ", ".join(items[:n])
        name = f"{name} ({code.removeprefix('interest_')})" if name in taken else name
        taken.add(name)
        most = ", ".join(f"{row.item} {row.share:.0%}" for row in own.head(3).itertuples())
        rule = f"Buys more of this interest ({most}) than is usual, with a probability of {SURE:.0%} or more"
        rows.append((code, name, rule, f"Tell them first when there is news in {items[0]}; leave other news out."))
    rows += [
        (
            NO_CLEAR_INTEREST,
            "No clear interest",
            "An order, but no interest that is surely bought more than is usual",
            "Show the whole range, and ask at the next order what they would like to hear of.",
        ),
        (NOT_YET_BOUGHT, NO_KEPT_ORDER, NO_KEPT_ORDER_RULE, "Ask what they were looking for, or why it went back."),
    ]
    return pd.DataFrame(rows, columns=["segment", "segment_name", "rule", "action"])
