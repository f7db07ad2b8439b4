"""Who are the customers? Schemes that turn one row of features per customer into a `Segmentation`."""

from seglib.segments.segmentation import NOT_YET_BOUGHT, Segmentation

__all__ = ["NOT_YET_BOUGHT", "Segmentation"]
