"""What is it that groups are looked for in? Customers by what they do; where nobody bought, by answers or traits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.client import Client
from seglib.clustering.famd import famd
from seglib.clustering.mixed_matrix import learn_scale
from seglib.clustering.solution import Clustering
from seglib.segments import behavioural
from seglib.segments.checks import has_ordered
from seglib.segments.demographic import sensitive
from seglib.segments.demographic.bands import LABELS as TRAIT_LABELS
from seglib.segments.demographic.bands import apply_bands, fit_bands
from seglib.segments.demographic.clusters import read_traits
from seglib.segments.demographic.effects import stands_out
from seglib.segments.evaluation.bases import Survey
from seglib.segments.naming import unique_names
from seglib.segments.psychographic.respondents import DESCRIBES, describing, people, with_answers
from seglib.segments.psychographic.words import shown, trait_of
from seglib.segments.scales import fit_scales, standardise
from seglib.segments.sentences import sentence_case
from seglib.segments.traits import DEFAULT_TRAITS, KNOWN, Trait

OTHERS = ("return_rate", "n_web")
"""Features that groups of behaviour are not made of. How many categories somebody knows, and since when, follows from
the number of orders and the days since the last one; these are not among them."""
FEWEST, RARE = 60, 0.02


@dataclass(frozen=True, eq=False)
class Subject:
    """A matrix in which groups are looked for, and the words for it.

    Parameters
    ----------
    base : {"behavioural", "psychographic", "demographic"}
        By what customers are compared.
    X : pandas.DataFrame
        One row a customer or respondent (its index), columns on comparable scales, without gaps.
    held_out : pandas.DataFrame
        With the same index: what is known besides and has no part in making groups; columns named in words.
    population, source : str
        Who is in it, and the table that it comes from, as blocks take them.
    namer : callable
        From a clustering of `X` to the name of each of its groups.
    """

    base: str
    X: pd.DataFrame
    held_out: pd.DataFrame
    population: str
    source: str
    namer: Callable[[Clustering], list[str]] = field(repr=False)

    def names(self, clustering: Clustering) -> list[str]:
        """Name the groups of a solution, by what sets each most apart.

        Parameters
        ----------
        clustering : Clustering
            Of `X`.

        Returns
        -------
        list of str
            One for each group, no two alike.
        """
        return self.namer(clustering)

    @property
    def tried(self) -> range:
        """Numbers of groups that can be tried without further limits, up to 20."""
        return behavioural.tried(self.X, most=20)


def subject(tables: Mapping[str, ir.Table], client: Client, *, survey: Survey, base: str = "") -> Subject | None:
    """Choose in what groups are looked for.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count.
    survey : Survey
        From :func:`seglib.segments.evaluation.bases.read_survey`.
    base : {"", "behavioural", "psychographic", "demographic"}, default ""
        By what; left empty, the first of these of which 60 people or more are known.

    Returns
    -------
    Subject or None
        None where there are too few. Answers are divided by the width of their scale, so that all weigh alike, and a
        missing one is the mean of its question; traits are placed on the axes of a factor analysis of mixed data.
    """
    frame = people(tables, as_of=client.as_of)
    if frame is not None:
        frame = sensitive.allowed(frame, client)
    makers = {
        "behavioural": lambda: _behaviour(frame),
        "psychographic": lambda: _answers(frame, survey),
        "demographic": lambda: _traits(frame, client),
    }
    for name in [base] if base else makers:
        made = makers[name]()
        if made is not None and len(made.X) >= FEWEST:
            return made
    return None


def _behaviour(frame: pd.DataFrame | None) -> Subject | None:
    if frame is None or not has_ordered(frame).any():
        return None
    buyers = frame[has_ordered(frame)].set_index("customer_id", drop=False)
    scales, _ = fit_scales(buyers, DEFAULT_TRAITS)
    if not scales:
        return None
    X = standardise(buyers, scales)
    others = {name: sentence_case(KNOWN[name].label) for name in OTHERS} | DESCRIBES
    kept = [name for name in others if name in buyers.columns and name not in DEFAULT_TRAITS]
    held_out = buyers[kept].rename(columns=others)
    namer = _by_centres([scale.trait for scale in scales])
    return Subject("behavioural", X, held_out, "customers with an order", "customer_features", namer)


def _answers(frame: pd.DataFrame | None, survey: Survey) -> Subject | None:
    compared, battery = survey.compared, survey.battery
    if not compared.used.any():
        return None
    columns, labels = shown(compared.measures, battery.answers)
    columns = columns[compared.used.to_numpy()]
    width = columns.max() - columns.min()
    columns = columns.loc[:, width > 0] / width[width > 0]
    if columns.shape[1] < 2:
        return None
    X = columns.fillna(columns.mean())
    held_out = describing(with_answers(frame, battery), battery, compared.used).set_axis(X.index)
    held_out = held_out.loc[:, ~held_out.columns.duplicated()]
    traits = [trait_of(compared.measures, item, labels[item]) for item in X.columns]
    namer = _by_centres(traits, spread=X.std(ddof=0).to_numpy())
    return Subject("psychographic", X, held_out, "respondents with usable answers", "survey", namer)


def _traits(frame: pd.DataFrame | None, client: Client) -> Subject | None:
    if frame is None:
        return None
    reading = read_traits(frame, settings=client.demographic)
    told = frame[reading.somebody(frame)].set_index("customer_id", drop=False)
    table = reading.apply(told)
    table = table.apply(_without_rare)
    table = table[[name for name in table.columns if table[name].nunique() > 1]]
    if len(told) < FEWEST or table.shape[1] < 2:
        return None
    scale = learn_scale(table, caller="subject")
    z, codes = scale.z(table), scale.codes(table)
    axes = famd(z, codes, sizes=scale.sizes).place(z, codes)
    X = pd.DataFrame(axes, index=table.index, columns=[f"axis {number + 1}" for number in range(axes.shape[1])])
    banded = apply_bands(fit_bands(told, settings=client.demographic), told)
    used = banded[[name for name in banded.columns if name in table.columns]]
    others = {name: words for name, words in DESCRIBES.items() if name in told.columns and name not in table.columns}
    held_out = told[list(others)].rename(columns=others)
    return Subject("demographic", X, held_out, "customers whose traits are known", "customers", _by_frequency(used))


def _without_rare(values: pd.Series) -> pd.Series:
    """A column whose rare categories are one: a factor analysis sets those of two customers apart before all else."""
    if pd.api.types.is_numeric_dtype(values):
        return values
    texts = values.astype("str")
    shares = texts.map(texts.value_counts(normalize=True))
    return texts.where(shares >= RARE, "rare")


def _by_centres(traits: Sequence[Trait], *, spread: np.ndarray | float = 1.0) -> Callable[[Clustering], list[str]]:
    def names(clustering: Clustering) -> list[str]:
        average = np.bincount(clustering.labels, minlength=clustering.k) @ clustering.centers / len(clustering.labels)
        return unique_names((clustering.centers - average) / spread, traits)

    return names


def _by_frequency(banded: pd.DataFrame) -> Callable[[Clustering], list[str]]:
    def names(clustering: Clustering) -> list[str]:
        labels = pd.Series(clustering.labels, index=banded.index)
        apart = stands_out(banded, labels, least=1, most=2)
        words = [
            [f"{TRAIT_LABELS[row.variable]} {row.value}" for row in apart[apart["segment"] == group].itertuples()]
            for group in range(clustering.k)
        ]
        told = [", ".join(own) or "Nothing stands out" for own in words]
        return [
            name if told.count(name) == 1 else f"{name} ({told[: i + 1].count(name)})" for i, name in enumerate(told)
        ]

    return names
