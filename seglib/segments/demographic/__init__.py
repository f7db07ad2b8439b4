"""Who are the customers as people? Life stages and bands, and what these tell apart.


:func:`segment` gives every customer a segment by a rule that can be read.
"""

from seglib.segments.demographic.segmenting import segment

__all__ = ["segment"]
