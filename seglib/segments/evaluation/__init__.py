"""Which segmentation tells customers apart in the time to come, and does it last? Bases compared out of time.

:func:`battle` lets demographic, geographic, psychographic and behavioural segments of an earlier day foretell what came
after it; :func:`persistence` asks whether the segments are still there at the end.
"""

from seglib.segments.evaluation.battle import Battle, battle
from seglib.segments.evaluation.persistence import Persistence, persistence
from seglib.segments.evaluation.recommending import Recommendation

__all__ = ["Battle", "Persistence", "Recommendation", "battle", "persistence"]
