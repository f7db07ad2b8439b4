"""What may a ``client.yml`` say of each type of segmentation? Each key with its type, its rule and its default."""

from __future__ import annotations

from seglib.client_keys import Strict


class Demographic(Strict):
    """What the demographic segmentation needs to know of the business."""


class Geographic(Strict):
    """What the geographic segmentation needs to know of the business."""


class Psychographic(Strict):
    """What the psychographic segmentation needs to know of the survey."""


class Behavioural(Strict):
    """What the behavioural segmentation needs to know of the business."""
