"""Of what parts are rules made? The whole list: a file can name these and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from seglib.activation.fields import Field
from seglib.activation.points import PointScore
from seglib.activation.questions import Question
from seglib.client_segments import Demographic, Geographic
from seglib.clustering.solution import Clustering
from seglib.segments import behavioural, lifecycle, rfm
from seglib.segments.demographic import segmenting, splitting
from seglib.segments.demographic.bands import Band
from seglib.segments.demographic.life_stage import life_stage
from seglib.segments.demographic.tree import Node
from seglib.segments.geographic import scheme, stores
from seglib.segments.geographic.atlas import Atlas
from seglib.segments.geographic.places import Pooling
from seglib.segments.scales import Scale
from seglib.segments.traits import Trait

FUNCTIONS: dict[str, Callable] = {
    "centres": behavioural._segment_of,
    "scores": rfm._segment_of,
    "life cycle": lifecycle._segment_of,
    "life stage": life_stage,
    "bands": segmenting._category,
    "split": splitting._segment_of,
    "places": scheme._segment_of,
    "climates": scheme._climate_codes,
    "areas": scheme._area_codes,
    "zones": stores.zone_codes,
}
"""How a customer's segment is found, by the name under which a file has it."""

CLASSES: dict[str, type] = {
    "clustering": Clustering,
    "scale": Scale,
    "trait": Trait,
    "rfm scores": rfm.RfmScores,
    "band": Band,
    "node": Node,
    "atlas": Atlas,
    "pooling": Pooling,
    "demographic settings": Demographic,
    "geographic settings": Geographic,
    "field": Field,
    "question": Question,
    "points": PointScore,
}
"""What rules are learned as."""

METHODS = {(Pooling, "codes")}
"""Methods that are rules themselves."""

LEFT_OUT: dict[type, dict[str, Callable[[], object]]] = {
    Clustering: {"labels": lambda: np.zeros(0, dtype=int)},
    rfm.RfmScores: {"table": pd.DataFrame, "features": pd.DataFrame},
}
"""What a rule does not need, and what stands for it: single customers are never kept in a model."""
