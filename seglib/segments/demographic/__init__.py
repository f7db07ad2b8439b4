"""Who are the customers as people? Life stages and bands, and what these tell apart.

:func:`segment` gives every customer a segment by a rule that can be read; :func:`split` asks which traits tell an
outcome apart; :func:`bands` turns traits into categories; :mod:`~seglib.segments.demographic.sensitive` refuses what
the law protects.
"""

from seglib.segments.demographic import sensitive
from seglib.segments.demographic.bands import LABELS, NOT_KNOWN, bands
from seglib.segments.demographic.segmenting import LIFE_STAGE, MADE_OF, by_the_best_known, segment
from seglib.segments.demographic.splitting import split

__all__ = [
    "LABELS",
    "LIFE_STAGE",
    "MADE_OF",
    "NOT_KNOWN",
    "bands",
    "by_the_best_known",
    "segment",
    "sensitive",
    "split",
]
