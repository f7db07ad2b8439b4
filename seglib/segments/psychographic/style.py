"""Who agrees to everything? The readiness to agree, told from statements worded both ways, and taken out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.segments.psychographic.battery import Battery
from seglib.segments.psychographic.reliability import cronbach_alpha

LEAST_PAIRS = 2  # constructs that are worded both ways


def acquiescence(battery: Battery, answers: pd.DataFrame | None = None) -> tuple[pd.Series, float]:
    """Estimate how much above the others each respondent agrees, whatever is asked.

    In a construct that is worded both ways, the mean of its statements and the mean of their opposites, as answered,
    cancel the attitude; what is left is the style and noise. The estimate is the mean over such constructs, drawn
    towards nothing by its reliability.

    Parameters
    ----------
    battery : Battery
        Of the fit: its items, and the averages that others are compared with.
    answers : pandas.DataFrame, optional
        Of whom; left out, of the battery's own respondents.

    Returns
    -------
    style : pandas.Series of float
        In steps of the scale; 0 where nothing can be told.
    reliability : float
        Cronbach's alpha over the constructs, at least 0; 0 where fewer than two are worded both ways.

    References
    ----------
    .. [1] J.-B. E. M. Steenkamp and H. Baumgartner (2001), Response styles in marketing research, Journal of Marketing
       Research 38, 143-156.
    """
    answers = battery.answers if answers is None else answers
    own, wanted = _indices(battery, battery.answers), _indices(battery, answers)
    reliability = cronbach_alpha(own)[0] if own.shape[1] >= LEAST_PAIRS else 0.0
    reliability = float(max(0.0, np.nan_to_num(reliability)))
    return (wanted.mean(axis=1).fillna(0.0) * reliability).rename("style"), reliability


def _indices(battery: Battery, answers: pd.DataFrame) -> pd.DataFrame:
    """Of each construct that is worded both ways: how far both wordings together are above the average."""
    centred = answers - battery.answers.mean()
    against, likert = battery.items["reverse"], battery.items["kind"] == "ordinal"
    found = {}
    for construct, items in battery.constructs.items():
        these = [item for item in items if likert[item]]
        with_it = [item for item in these if not against[item]]
        opposite = [item for item in these if against[item]]
        if with_it and opposite:
            found[construct] = (centred[with_it].mean(axis=1) + centred[opposite].mean(axis=1)) / 2
    return pd.DataFrame(found, index=answers.index)
