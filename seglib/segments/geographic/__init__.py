"""Where are the customers, and does it matter? Places by code, what customers are worth there, climate, stores.

:func:`segment` makes the segments; the modules beside it answer one question each.
"""

from seglib.segments.geographic.scheme import AREA, BY, segment, with_places

__all__ = ["AREA", "BY", "segment", "with_places"]
