"""Which segmentation, how many segments, and which can be trusted?

:func:`how_many` looks at the number of segments from all sides, :func:`group_passports` and its like grade each
segment, :func:`battle` lets demographic, geographic, psychographic and behavioural segments of an earlier day foretell
what came after it, :func:`persistence` asks whether segments are still there at the end, and :func:`adopt` makes the
one segmentation that the business goes by.
"""

from seglib.segments.evaluation.adopting import Adopted, adopt, passports_of_strangers
from seglib.segments.evaluation.bases import read_survey
from seglib.segments.evaluation.battle import Battle, battle
from seglib.segments.evaluation.how_many import HowMany, how_many, votes
from seglib.segments.evaluation.persistence import Persistence, persistence
from seglib.segments.evaluation.recommending import Recommendation
from seglib.segments.evaluation.subject import FEWEST, Subject, subject
from seglib.segments.evaluation.trust import class_passports, group_passports, held_back, rule_passports
from seglib.segments.evaluation.what_if import sizes_to_try, what_if

__all__ = [
    "FEWEST",
    "Adopted",
    "Battle",
    "HowMany",
    "Persistence",
    "Recommendation",
    "Subject",
    "adopt",
    "battle",
    "class_passports",
    "group_passports",
    "held_back",
    "how_many",
    "passports_of_strangers",
    "persistence",
    "read_survey",
    "rule_passports",
    "sizes_to_try",
    "subject",
    "votes",
    "what_if",
]
