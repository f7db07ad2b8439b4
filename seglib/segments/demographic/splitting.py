"""Do traits of customers tell their worth apart? A split on evidence, judged on customers who did not choose it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.client_segments import Demographic
from seglib.segments.checks import check_features
from seglib.segments.demographic.bands import LABELS, NOT_KNOWN, Band, apply_bands, fit_bands
from seglib.segments.demographic.gain import Gain, halves, in_content_order, out_of_sample_gain
from seglib.segments.demographic.outcomes import Outcome
from seglib.segments.demographic.tree import Node, grow, prune
from seglib.segments.segmentation import Segmentation, build
from seglib.segments.summary import NORMAL_95

FEWEST = 100
LEAST_SHARE, LEAST = 0.03, 20
EVERYBODY = "All customers"
OTHER_THAN = "other than"


@dataclass(frozen=True, eq=False)
class Split:
    """A split of customers by their traits, and what it is worth.

    Parameters
    ----------
    outcome : Outcome
        What it is to tell apart.
    segmentation : Segmentation
        One segment a leaf, the best first; one segment of all customers where the split is not proven.
    leaves : pandas.DataFrame
        `segment, segment_name, n` customers, `mean` outcome with `low` and `high` (95%), out of `n_honest` customers
        who did not choose the splits.
    gain : Gain
        What the split explains of the outcome of customers that it does not know.
    """

    outcome: Outcome
    segmentation: Segmentation
    leaves: pd.DataFrame
    gain: Gain

    @property
    def proven(self) -> bool:
        """Whether the traits tell customers apart."""
        return len(self.leaves) > 1


def split(
    features: pd.DataFrame,
    *,
    outcome: Outcome,
    traits: Sequence[str] = tuple(LABELS),
    settings: Demographic | None = None,
    scheme: str = "demographic_split",
    random_state: int,
) -> Split:
    """Split customers on the traits that tell an outcome apart, if there are any.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with columns of :data:`seglib.features.TRAITS`.
    outcome : Outcome
        From :func:`seglib.segments.demographic.outcomes.outcomes`, of the same customers.
    traits : sequence of str
        Which traits may be split on; all by default.
    settings : seglib.client_segments.Demographic, optional
        Cut points and orders; the defaults by default.
    scheme : str, default "demographic_split"
        Name of the scheme.
    random_state : int
        Seed of folds and halves.

    Returns
    -------
    Split
        The gain is measured by cross-validation; unless its whole interval is above 0 (and with fewer than 100
        customers whose outcome is known) all customers are one segment: their traits do not tell them apart. Otherwise
        one half of the customers has grown the tree, and the other half takes back what it does not bear out, and says
        what the leaves are like. Customers of
        whom no trait at all is known take no part: that somebody answers no question is no trait.

    References
    ----------
    .. [1] T. Hothorn, K. Hornik and A. Zeileis (2006), Unbiased recursive partitioning, Journal of Computational and
       Graphical Statistics 15, 651-674.
    .. [2] S. Athey and G. Imbens (2016), Recursive partitioning for heterogeneous causal effects, PNAS 113, 7353-7360.
    """
    check_features(features, ["n_orders"], "demographic.split")
    learned = {name: band for name, band in fit_bands(features, settings=settings).items() if name in traits}
    everybody = _codes(features, learned)
    known = outcome.values.notna().to_numpy() & _is_somebody(everybody, learned)
    codes, values = everybody[known], outcome.values.to_numpy(float)[known]
    order = in_content_order(codes, values)
    codes, values = codes[order], values[order]
    gain, tree, other = Gain(0.0, 0.0, 0.0, len(values), measured=False), Node(), np.zeros(len(values), dtype=bool)
    if learned and len(values) >= FEWEST:
        growing = functools.partial(
            grow,
            sizes=[len(band.categories) for band in learned.values()],
            ordered=[band.ordered for band in learned.values()],
            least=max(LEAST, round(LEAST_SHARE * len(values) / 2)),
        )
        gain = out_of_sample_gain(codes, values, growing=growing, random_state=random_state)
        if gain.proven:
            tree, other = _final(codes, values, growing, random_state)
    leaves = _leaves(tree, codes[other], values[other], list(learned.values()))
    rank = np.argsort(-leaves["mean"].to_numpy(), kind="stable") if len(leaves) > 1 else np.zeros(1, dtype=int)
    numbers = np.argsort(rank)
    definition = leaves.iloc[rank].reset_index(drop=True).assign(segment=[f"d{i + 1}" for i in range(len(leaves))])
    if len(leaves) > 1:
        nothing = {"segment": "not_known", "segment_name": NOT_KNOWN, "rule": "No trait is known", "n_honest": 0}
        definition = pd.concat([definition, pd.DataFrame([nothing])], ignore_index=True)
    segmentation = build(
        scheme,
        features,
        definition=definition[["segment", "segment_name", "rule", "mean", "low", "high", "n_honest"]],
        rule=functools.partial(_segment_of, tree=tree, numbers=numbers, learned=learned),
        details=pd.DataFrame({"trait": list(learned)}),
        note="" if len(leaves) > 1 else "The traits of customers do not tell them apart.",
    )
    shown = segmentation.summary[["segment", "segment_name", "n"]]
    return Split(outcome, segmentation, shown.merge(definition.drop(columns=["segment_name", "rule"])), gain)


def _is_somebody(codes: np.ndarray, learned: dict[str, Band]) -> np.ndarray:
    """Whether at least one trait is known."""
    return (codes != [len(band.categories) - 1 for band in learned.values()]).any(axis=1)


def _codes(features: pd.DataFrame, learned: dict[str, Band]) -> np.ndarray:
    banded = apply_bands(learned, features)
    columns = [banded[name].cat.codes.to_numpy(int) for name in learned]
    return np.stack(columns, axis=1) if columns else np.zeros((len(features), 0), dtype=int)


def _final(codes: np.ndarray, values: np.ndarray, growing, random_state: int) -> tuple[Node, np.ndarray]:
    """The tree of one half, or of the other where the first finds nothing, and who did not choose it."""
    first = halves(len(values), np.random.default_rng(random_state))
    for half in (first, ~first):
        tree = growing(codes[half], values[half])
        tree = prune(tree, codes[~half], values[~half])
        if tree.n_leaves > 1:
            return tree, ~half
    return Node(), ~first


def _leaves(tree: Node, codes: np.ndarray, values: np.ndarray, bands: list[Band]) -> pd.DataFrame:
    """Name, rule, mean and interval of each leaf, from those who did not choose the splits."""
    leaf = tree.leaf(codes)
    rules = [_conditions(path, bands) for path in tree.paths()]
    short = [", ".join(one for one in rule if OTHER_THAN not in one) for rule in rules]
    rows = []
    for number, rule in enumerate(rules):
        own = values[leaf == number]
        mean = float(own.mean()) if len(own) else float("nan")
        half = NORMAL_95 * float(own.std(ddof=1)) / np.sqrt(len(own)) if len(own) > 1 else float("nan")
        full = ", ".join(rule) or EVERYBODY
        rows.append(
            (
                short[number] if short[number] and short.count(short[number]) == 1 else full,
                full,
                mean,
                mean - half,
                mean + half,
                len(own),
            )
        )
    return pd.DataFrame(rows, columns=["segment_name", "rule", "mean", "low", "high", "n_honest"])


def _conditions(path: Sequence[tuple[int, np.ndarray]], bands: list[Band]) -> list[str]:
    """One condition a variable, in the order in which they were met."""
    allowed: dict[int, np.ndarray] = {}
    for variable, categories in path:
        allowed[variable] = allowed.get(variable, True) & categories
    return [f"{LABELS[bands[j].trait]} {_words(bands[j], chosen)}" for j, chosen in allowed.items()]


def _words(band: Band, chosen: np.ndarray) -> str:
    """Say which categories lead to a leaf: a range where they have an order, a list where they have none."""
    known = np.flatnonzero(chosen[:-1])
    also = f" or {NOT_KNOWN.lower()}" if chosen[-1] else ""
    if not len(known):
        return NOT_KNOWN.lower()
    if not band.ordered:
        names = [band.categories[i] for i in known]
        if len(names) > 3 and len(names) > len(band.categories) / 2:
            others = [band.categories[i] for i in np.flatnonzero(~chosen[:-1])]
            return f"{OTHER_THAN} {_listed(others, 'or')}" + ("" if chosen[-1] else ", known")
        return _listed(names, "or") + also
    low, high = known[0], known[-1]
    up_to = "up to"
    if band.cuts:
        up_to = "up to" if band.trait != "income" else "under"  # the first number of the next band
        step = 1 if band.trait != "income" else 0
        first = f"{band.cuts[low - 1]:,.0f}" if low else ""
        last = f"{band.cuts[high] - step:,.0f}" if high < len(band.cuts) else ""
    else:
        first, last = band.categories[low] if low else "", band.categories[high] if high < len(chosen) - 2 else ""
    if first and last:
        return (first if first == last else f"{first} to {last}") + also
    return (f"{first} and over" if first else f"{up_to} {last}" if last else "known") + also


def _listed(names: list[str], last: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def _segment_of(features: pd.DataFrame, *, tree: Node, numbers: np.ndarray, learned: dict[str, Band]) -> pd.Series:
    codes = _codes(features, learned)
    found = np.array([f"d{number + 1}" for number in numbers[tree.leaf(codes)]], dtype=object)
    if tree.n_leaves > 1:
        found[~_is_somebody(codes, learned)] = "not_known"
    return pd.Series(found, index=features.index, dtype="str")
