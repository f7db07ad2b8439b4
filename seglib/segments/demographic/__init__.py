"""Who are the customers as people? Life stages and bands, and what these tell apart.

:func:`segment` gives every customer a segment by a rule that can be read; :func:`bands` turns traits into categories.
"""

from seglib.segments.demographic.bands import LABELS, NOT_KNOWN, bands
from seglib.segments.demographic.segmenting import LIFE_STAGE, MADE_OF, segment

__all__ = ["LABELS", "LIFE_STAGE", "MADE_OF", "NOT_KNOWN", "bands", "segment"]
