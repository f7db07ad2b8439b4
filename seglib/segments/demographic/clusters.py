"""Which customers are alike in all their traits together? Clusters of numbers and categories, compared before use."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.client_segments import Demographic
from seglib.clustering.mixed import MixedClustering, compare_mixed, fit_mixed
from seglib.segments.checks import check_features
from seglib.segments.demographic.bands import LABELS, NOT_KNOWN, Band, apply_bands, fit_bands, lowered
from seglib.segments.demographic.effects import stands_out
from seglib.segments.demographic.life_stage import ages
from seglib.segments.segmentation import Segmentation, build

NUMBERS = ("age", "income", "household_size", "children")
CATEGORIES = ("gender", "education", "occupation", "marital_status", "web_skill", "device")
KS = (2, 3, 4, 5)
FEWEST, LEAST_STABLE, LEAST_SHARE, N_BOOT = 100, 0.75, 0.02, 3
KNOWN = 0.5
METHOD_NAMES = {
    "kprototypes": "k-prototypes",
    "kmedoids": "k-medoids, Gower distance",
    "famd": "Factor analysis, then k-means",
    "classes": "Latent classes",
}


@dataclass(frozen=True, eq=False)
class Reading:
    """How customers become a table that can be clustered, learned from some and good for others.

    Parameters
    ----------
    medians : dict of str to float
        Numbers in use, each with the value that counts where it is not known.
    bands : dict of str to Band
        Categories in use.
    """

    medians: dict[str, float]
    bands: dict[str, Band]

    def somebody(self, features: pd.DataFrame) -> np.ndarray:
        """Tell of whom at least one trait is known.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer.

        Returns
        -------
        ndarray of bool
        """
        known = [_number(features, name).notna().to_numpy() for name in self.medians]
        known += [(band.apply(features) != NOT_KNOWN).to_numpy() for band in self.bands.values()]
        return np.any(known, axis=0) if known else np.zeros(len(features), dtype=bool)

    def apply(self, features: pd.DataFrame) -> pd.DataFrame:
        """Read customers.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer.

        Returns
        -------
        pandas.DataFrame
            Numbers without gaps (income as a logarithm), and categories with *Not known* among them.
        """
        numbers = {name: _number(features, name).fillna(median) for name, median in self.medians.items()}
        return pd.DataFrame(numbers, index=features.index).join(apply_bands(self.bands, features))


def read_traits(features: pd.DataFrame, *, settings: Demographic | None = None) -> Reading:
    """Learn which traits can be clustered: those that are known of half of the customers, and differ.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with columns of :data:`seglib.features.TRAITS`.
    settings : seglib.client_segments.Demographic, optional
        Orders of categories.

    Returns
    -------
    Reading
    """
    bands = {name: one for name, one in fit_bands(features, settings=settings).items() if name in CATEGORIES}
    everything = Reading(dict.fromkeys(NUMBERS, 0.0), bands)
    told = features[everything.somebody(features)]
    numbers = {name: _number(told, name) for name in NUMBERS}
    medians = {name: float(one.median()) for name, one in numbers.items() if one.notna().mean() >= KNOWN}
    return Reading(medians, bands)


def compare(
    features: pd.DataFrame, *, settings: Demographic | None = None, n_boot: int = N_BOOT, random_state: int
) -> tuple[pd.DataFrame, tuple[str, int]]:
    """Compare methods and numbers of groups, and recommend one.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    settings : seglib.client_segments.Demographic, optional
        Orders of categories.
    n_boot : int, default 3
        Pairs of bootstrap samples for the stability.
    random_state : int
        Seed.

    Returns
    -------
    table : pandas.DataFrame
        As :func:`seglib.clustering.mixed.compare_mixed` gives it; without a row where fewer than 100 customers, or
        fewer than two traits, are there to be compared.
    choice : (str, int)
        The method and number of groups with the best silhouette among those that come back in other samples (stability
        of 0.75 or more) and have no group below a fiftieth of the customers; one group where there are none.
    """
    reading = read_traits(features, settings=settings)
    table = reading.apply(features[reading.somebody(features)])
    table = table[[name for name in table.columns if table[name].nunique() > 1]]
    if len(table) < FEWEST or table.shape[1] < 2 or len(table.drop_duplicates()) < max(KS):
        return pd.DataFrame(), ("kprototypes", 1)
    found = compare_mixed(table, ks=KS, n_boot=n_boot, random_state=random_state)
    good = found[(found["stability"] >= LEAST_STABLE) & (found["smallest_share"] >= LEAST_SHARE)]
    if good.empty:
        return found, ("kprototypes", 1)
    best = good.loc[good["silhouette"].idxmax()]
    return found, (str(best["method"]), int(best["k"]))


def cluster(
    features: pd.DataFrame,
    *,
    k: int,
    method: str = "kprototypes",
    settings: Demographic | None = None,
    scheme: str = "demographic_clusters",
    random_state: int,
) -> Segmentation:
    """Segment customers by all their traits together.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with columns of :data:`seglib.features.TRAITS`.
    k : int
        Number of segments; 1 puts all customers together.
    method : {"kprototypes", "kmedoids", "famd", "classes"}, default "kprototypes"
        See :func:`seglib.clustering.mixed.fit_mixed`.
    settings : seglib.client_segments.Demographic, optional
        Cut points and orders.
    scheme : str, default "demographic_clusters"
        Name of the scheme.
    random_state : int
        Seed.

    Returns
    -------
    Segmentation
        Named after what each segment has clearly more often than all customers. Customers of whom nothing is known
        are apart; a single number that is not known counts as the median one. `probability` is missing: none of the
        methods gives one.
    """
    check_features(features, ["n_orders"], "demographic.cluster")
    reading = read_traits(features, settings=settings)
    told = features[reading.somebody(features)]
    fitted = fit_mixed(reading.apply(told), k=k, method=method, random_state=random_state) if k > 1 else None
    labels = pd.Series(fitted.labels if fitted else 0, index=told.index).map("p{}".format)
    banded = apply_bands(fit_bands(features, settings=settings), told)
    used = banded[[name for name in banded.columns if name in {*reading.medians, *reading.bands}]]
    definition = _definition(used, labels, k, method)
    return build(
        scheme,
        features,
        definition=definition,
        rule=functools.partial(_segment_of, reading=reading, fitted=fitted),
        details=pd.DataFrame({"trait": [*reading.medians, *reading.bands]}),
        certain=False,
    )


def _number(features: pd.DataFrame, name: str) -> pd.Series:
    if name == "age":
        return ages(features)
    known = features[name] if name in features.columns else np.nan
    values = pd.Series(known, index=features.index, dtype=float)
    return np.log1p(values.clip(lower=0)) if name == "income" else values


def _definition(banded: pd.DataFrame, labels: pd.Series, k: int, method: str) -> pd.DataFrame:
    codes = [f"p{number}" for number in range(k)]
    if k == 1:
        rows = [("p0", "All customers", "Everybody")]
        return pd.DataFrame(rows, columns=["segment", "segment_name", "rule"])
    apart = stands_out(banded, labels, least=1, most=4)
    rows = []
    for code in codes:
        own = apart[apart["segment"] == code] if len(apart) else apart
        words = [f"{LABELS[row.variable]} {lowered(row.value)}" for row in own.itertuples()]
        name = f"More often: {', '.join(words[:2])}" if words else "Nothing stands out"
        often = f"; more often: {', '.join(words)}" if words else ""
        rows.append((code, name, f"Nearest of {k} groups ({METHOD_NAMES[method]}){often}"))
    rows.append(("not_known", NOT_KNOWN, "No trait is known"))
    table = pd.DataFrame(rows, columns=["segment", "segment_name", "rule"])
    repeated = table.groupby("segment_name").cumcount()
    table["segment_name"] += [f" ({number + 1})" if number else "" for number in repeated]
    return table


def _segment_of(features: pd.DataFrame, *, reading: Reading, fitted: MixedClustering | None) -> pd.Series:
    if fitted is None:
        return pd.Series("p0", index=features.index, dtype="str")
    labels = fitted.predict(reading.apply(features))
    found = pd.Series([f"p{label}" for label in labels], index=features.index, dtype="str")
    return found.where(reading.somebody(features), "not_known")


def best_of_each(table: pd.DataFrame) -> pd.DataFrame:
    """Show the best number of groups of each method.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`compare`.

    Returns
    -------
    pandas.DataFrame
        One row a method, under its name: of the solutions that come back in other samples (of all, where none does) the
        one with the best silhouette.
    """
    if table.empty:
        return table
    stable = table.assign(stable=table["stability"] >= LEAST_STABLE)
    best = stable.sort_values(["stable", "silhouette"], ascending=False, kind="stable").drop_duplicates("method")
    return best.assign(method=best["method"].map(METHOD_NAMES)).drop(columns="stable").reset_index(drop=True)
