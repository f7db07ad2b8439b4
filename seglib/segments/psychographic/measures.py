"""By what are respondents compared? Scores of constructs where there are some, the questions themselves otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.clustering.latent_class import CATEGORICAL, NORMAL
from seglib.segments.psychographic.battery import Battery
from seglib.segments.psychographic.style import acquiescence

FEWEST_CONSTRUCTS = 3
LEAST_ITEMS = 2  # of a construct, on average


@dataclass(frozen=True, eq=False)
class Measures:
    """How answers become the columns of a matrix.

    Attributes
    ----------
    battery : Battery
        Of the fit.
    kind : {"normal", "categorical"}
        Scores of constructs, or the codes of the single questions.
    """

    battery: Battery
    kind: str

    @property
    def labels(self) -> dict[str, str]:
        """Each column in words."""
        if self.kind == NORMAL:
            return {name: name for name in self.battery.constructs}
        return self.battery.items["wording"].astype("str").to_dict()

    def matrix(self, answers: pd.DataFrame) -> pd.DataFrame:
        """Turn answers into the columns that are compared.

        Parameters
        ----------
        answers : pandas.DataFrame
            As answered; a column for each item of the battery.

        Returns
        -------
        pandas.DataFrame
            Normal: scores of the constructs, in the direction of the construct, without the readiness to agree, as
            means of what was answered. Categorical: codes from 0. Missing where nothing was answered.
        """
        items = self.battery.items
        answers = answers[items.index]
        if self.kind == CATEGORICAL:
            return answers - items["low"]
        style, _ = acquiescence(self.battery, answers)
        plain = answers.sub(style, axis=0)
        ends = items["low"] + items["high"]
        turned = plain.assign(**{item: ends[item] - plain[item] for item in items.index[items["reverse"]]})
        return pd.DataFrame({name: turned[own].mean(axis=1) for name, own in self.battery.constructs.items()})


def measures(battery: Battery) -> Measures:
    """Choose by what respondents are compared.

    Parameters
    ----------
    battery : Battery

    Returns
    -------
    Measures
        Scores where the codebook has three constructs or more, of two ordered items or more on average, and every
        item belongs to one; the items otherwise. Items of one construct go together for more reasons than the
        segments, which latent classes of items would take for further segments.
    """
    items, constructs = battery.items, battery.constructs
    ordered = (items["kind"] == "ordinal").all() and (items["construct"] != "").all()
    enough = len(constructs) >= FEWEST_CONSTRUCTS and len(items) >= LEAST_ITEMS * len(constructs)
    return Measures(battery, NORMAL if len(items) and ordered and enough else CATEGORICAL)


def centres(used: pd.DataFrame, memberships: np.ndarray) -> pd.DataFrame:
    """Mean of each column in each segment, weighted by membership; what was not answered is left out.

    Parameters
    ----------
    used : pandas.DataFrame, shape (n, d)
        Columns.
    memberships : ndarray, shape (n, k)

    Returns
    -------
    pandas.DataFrame, shape (k, d)
    """
    known = used.notna().to_numpy(float)
    sums = memberships.T @ used.fillna(0.0).to_numpy(float)
    return pd.DataFrame(sums / np.maximum(memberships.T @ known, 1e-12), columns=used.columns)
