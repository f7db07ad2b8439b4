"""Who are the segments, told through a person each, and what is to be done for them?

:func:`read_personas` does all that follows, and :func:`write_personas` keeps it. :func:`read_known` reads the adopted
segmentation with everything that is known of its customers, :func:`segment_profile` says what sets each segment apart,
:func:`cards` tells it through an invented person, :func:`strategies` says what to do by a table of rules,
:func:`matrix` which segments come first, and :func:`monday` what to do now, in order of the money at stake.
"""

from seglib.activation.personas.book import Personas, read_personas, write_personas
from seglib.activation.personas.cards import Card, cards
from seglib.activation.personas.days import weekdays
from seglib.activation.personas.glance import glance
from seglib.activation.personas.known import Known, read_known
from seglib.activation.personas.matrix import matrix
from seglib.activation.personas.monday import monday
from seglib.activation.personas.playbook import playbook
from seglib.activation.personas.profile import Profile, segment_profile
from seglib.activation.personas.strategy import strategies

__all__ = [
    "Card",
    "Known",
    "Personas",
    "Profile",
    "cards",
    "glance",
    "matrix",
    "monday",
    "playbook",
    "read_known",
    "read_personas",
    "segment_profile",
    "strategies",
    "weekdays",
    "write_personas",
]
