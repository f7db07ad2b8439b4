"""Which customers behave alike? k-means on standardised traits, with names from what sets each segment apart."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from seglib import clustering
from seglib.segments.checks import check_features, has_ordered
from seglib.segments.naming import apart_text, unique_names, words_apart
from seglib.segments.scales import NOT_KNOWN, Scale, check_scales, fit_scales, standardise
from seglib.segments.segmentation import NO_KEPT_ORDER_ROW, NOT_YET_BOUGHT, Segmentation, build
from seglib.segments.traits import DEFAULT_TRAITS, RFM_TRAITS, Trait
from seglib.segments.what_to_do import AS_ALL, what_to_do

__all__ = ["DEFAULT_TRAITS", "FEWEST_CUSTOMERS", "RFM_TRAITS", "Trait", "compare", "matrix", "segment"]

MOST_SEGMENTS = 8
CUSTOMERS_A_SEGMENT = 10  # on average, at least, before a number of segments is considered
FEWEST_CUSTOMERS = 30


def matrix(features: pd.DataFrame, *, traits: Sequence[str | Trait] = DEFAULT_TRAITS) -> pd.DataFrame:
    """Standardise the traits of the customers with an order, as :func:`segment` does.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `customer_id`, `n_orders` and the traits.
    traits : sequence of str or Trait
        What to compare customers by.

    Returns
    -------
    pandas.DataFrame
        One row a buyer (index: `customer_id`), one column a trait that can be used; to be given to
        :func:`seglib.clustering.scan`.
    """
    check_features(features, ["n_orders"], "behavioural.matrix")
    buyers = features[has_ordered(features)]
    scales, left_out = fit_scales(buyers, traits)
    check_scales(scales, left_out)
    return standardise(buyers, scales).set_axis(buyers["customer_id"], axis=0)


def compare(
    features: pd.DataFrame,
    *,
    traits: Sequence[str | Trait] = DEFAULT_TRAITS,
    n_boot: int,
    most: int = MOST_SEGMENTS,
    smallest: int | None = None,
    random_state: int,
) -> tuple[pd.DataFrame, clustering.Choice]:
    """Compare solutions with 2 segments of buyers and more, at most one for every ten buyers, and recommend one.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `customer_id`, `n_orders` and the traits.
    traits : sequence of str or Trait
        What to compare customers by.
    n_boot : int
        Pairs of bootstrap samples for the stability.
    most : int, default 8
        Segments at most.
    smallest : int, optional
        Buyers that the smallest segment needs; left out, one in fifty.
    random_state : int
        Seed.

    Returns
    -------
    table : pandas.DataFrame
        As :func:`seglib.clustering.numbers` gives it; without a row where there are fewer than 30 buyers, or all are
        alike.
    choice : seglib.clustering.Choice
        One segment where nothing can be compared, with the reason.
    """
    check_features(features, ["n_orders"], "behavioural.compare")
    buyers = features[has_ordered(features)]
    scales, _ = fit_scales(buyers, traits)
    X = standardise(buyers, scales)
    return _compared(X, n_boot=n_boot, most=most, smallest=smallest, random_state=random_state)


def segment(
    features: pd.DataFrame,
    *,
    traits: Sequence[str | Trait] = DEFAULT_TRAITS,
    k: int | None = None,
    n_boot: int = 10,
    scheme: str = "behavioural",
    random_state: int,
) -> Segmentation:
    """Segment customers by what they do.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `customer_id`, `n_orders` and the traits. A trait that is absent, equal for nearly all
        or missing for more than half of the buyers is left out, and the definition says so; single missing values
        count as the median.
    traits : sequence of str or Trait
        What to compare customers by; :data:`RFM_TRAITS` for recency, frequency and spend alone.
    k : int, optional
        Number of segments of buyers. Left out: recommended by :func:`seglib.clustering.choose` from 2 to 8 (at most one
        for every ten buyers); with fewer than 30 buyers, or no stable solution, all buyers are one segment.
    n_boot : int, default 10
        Pairs of bootstrap samples for the stability, when `k` is left out.
    scheme : str, default "behavioural"
        Name of the scheme.
    random_state : int
        Seed.

    Returns
    -------
    Segmentation
        Segments are numbered along the first principal axis of the traits. `definition` has what sets each apart
        (`rule`), what to do about it (`action`), and its centre in the traits' own units (of shares of orders, the
        average); `details` says how each
        trait was standardised, or why it was left out; `note` says why there are so many segments, when `k` was left
        out. Customers without an order that stands are "No kept order". `probability` is missing: k-means gives none.

    Raises
    ------
    ValueError
        If nobody has an order, `k` exceeds the number of different buyers, no trait is known, or customers
        are alike in all traits and `k` is above 1.
    """
    check_features(features, ["n_orders"], "behavioural.segment")
    buyers = features[has_ordered(features)]
    if buyers.empty:
        raise ValueError("`features` of `behavioural.segment` must hold a customer with an order; got none.")
    scales, left_out = fit_scales(buyers, traits)
    X = standardise(buyers, scales)
    why = ""
    if (k or 0) > 1 or set(left_out.values()) == {NOT_KNOWN}:
        check_scales(scales, left_out)
    if k is None:
        _, choice = _compared(X, n_boot=n_boot, most=MOST_SEGMENTS, smallest=None, random_state=random_state)
        k, why = choice.k, choice.reason
    fitted = clustering.fit(X, k=k, random_state=random_state) if scales else None
    labels = fitted.labels if fitted else np.zeros(len(buyers), dtype=int)
    centers = fitted.centers if fitted else np.zeros((1, 0))
    return build(
        scheme,
        features,
        definition=_definition(buyers, labels, centers, scales, left_out),
        rule=functools.partial(_segment_of, fitted=fitted, scales=scales),
        details=_details(scales, left_out),
        certain=False,
        note=why,
    )


def tried(X: pd.DataFrame, *, most: int = MOST_SEGMENTS) -> range:
    """Tell which numbers of segments can be tried on a matrix.

    Parameters
    ----------
    X : pandas.DataFrame
        From :func:`matrix`.
    most : int, default 8
        Segments at most.

    Returns
    -------
    range
        From 2 to `most`, one for every ten customers and one for each different row; empty where there are fewer than
        30 customers, or they are all alike.
    """
    different = len(X.drop_duplicates()) if len(X.columns) else 1
    most = min(most, len(X) // CUSTOMERS_A_SEGMENT, different)
    return range(2, most + 1) if len(X) >= FEWEST_CUSTOMERS else range(0)


def _compared(
    X: pd.DataFrame, *, n_boot: int, most: int, smallest: int | None, random_state: int
) -> tuple[pd.DataFrame, clustering.Choice]:
    ks = tried(X, most=most)
    if not ks:
        reason = f"Fewer than {FEWEST_CUSTOMERS} different buyers: too few to segment."
        unknown = dict.fromkeys(("silhouette", "stability", "smallest_share"), float("nan"))
        return pd.DataFrame(), clustering.Choice(1, reason, "too_few", n_scanned=0, n_eligible=0, **unknown)
    least = 0.02 if smallest is None else smallest / len(X)
    table, _ = clustering.numbers(X, ks=ks, min_share=least, n_boot=n_boot, random_state=random_state)
    return table, clustering.choose(table, min_share=least)


def _segment_of(features: pd.DataFrame, *, fitted: clustering.Clustering | None, scales: Sequence[Scale]) -> pd.Series:
    """Nearest centre for buyers; where they are all alike, the only one."""
    needed = [column for scale in scales for column in scale.trait.needs()]
    check_features(features, ["n_orders", *needed], "behavioural.segment")
    segments = pd.Series(NOT_YET_BOUGHT, index=features.index, dtype="str")
    bought = has_ordered(features)
    if fitted is None:
        segments[bought] = _code(0)
    elif bought.any():
        labels = fitted.predict(standardise(features[bought], scales))
        segments[bought] = np.array([_code(label) for label in range(fitted.k)])[labels]
    return segments


def _code(label: int) -> str:
    return f"b{label + 1}"


def _definition(
    buyers: pd.DataFrame,
    labels: np.ndarray,
    centers: np.ndarray,
    scales: Sequence[Scale],
    left_out: dict[str, str],
) -> pd.DataFrame:
    k, traits = len(centers), [scale.trait for scale in scales]
    average = np.bincount(labels, minlength=k) @ centers / len(labels)
    told = {scale.trait.name: _own_units(scale, centers[:, i], labels, buyers) for i, scale in enumerate(scales)}
    own = pd.DataFrame(told, index=range(k))
    usual = [_own_units(scale, average[[i]], np.zeros_like(labels), buyers)[0] for i, scale in enumerate(scales)]
    names = unique_names(centers - average, traits) if k > 1 else ["All buyers"]
    omitted = "".join(f" Left out: {name} ({reason})." for name, reason in left_out.items())
    rows = []
    for label, (name, center) in enumerate(zip(names, centers, strict=True)):
        apart = apart_text(center, average, traits, own=own.iloc[label].tolist(), usual=usual)
        rule = f"Nearest of {k} centres; {apart}." if k > 1 else "At least one order."
        action = what_to_do(words_apart(center - average, traits)) if k > 1 else AS_ALL
        rows.append({"segment": _code(label), "segment_name": name, "rule": rule + omitted, "action": action})
    named = ["segment", "segment_name", "rule", "action"]
    return pd.DataFrame([*rows, dict(zip(named, NO_KEPT_ORDER_ROW, strict=True))]).join(own)


def _own_units(scale: Scale, centers: np.ndarray, labels: np.ndarray, buyers: pd.DataFrame) -> np.ndarray:
    """Centres in the trait's own unit; of shares of orders, the average share as it is, not as it was compared."""
    if scale.prior is None:
        return scale.invert(centers)
    return scale.trait.values(buyers).groupby(labels).mean().reindex(range(len(centers))).to_numpy()


def _transform_of(scale: Scale) -> str:
    if scale.prior:
        a, b = scale.prior
        return f"drawn towards {a / (a + b):.0%}, as by {a + b:.1f} orders"
    return "none" if scale.trait.kind == "share" else "log(1 + value / unit)"


def _details(scales: Sequence[Scale], left_out: dict[str, str]) -> pd.DataFrame:
    used = [
        {
            "trait": scale.trait.name,
            "label": scale.trait.label,
            "used": True,
            "reason": "",
            "transform": _transform_of(scale),
            "unit": scale.unit,
            "centre": scale.centre,
            "scale": scale.scale,
            "n_missing": scale.n_missing,
        }
        for scale in scales
    ]
    return pd.DataFrame([*used, *({"trait": name, "used": False, "reason": why} for name, why in left_out.items())])
