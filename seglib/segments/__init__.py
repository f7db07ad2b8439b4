"""Who are the customers? Schemes that turn one row of features per customer into a `Segmentation`.

Schemes are modules: :mod:`~seglib.segments.rfm`, :mod:`~seglib.segments.lifecycle`,
:mod:`~seglib.segments.behavioural`. :mod:`~seglib.segments.concentration` says where the money is.
"""

from seglib.segments.segmentation import NOT_YET_BOUGHT, Segmentation

__all__ = ["NOT_YET_BOUGHT", "Segmentation"]
