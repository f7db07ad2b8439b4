"""What is known of the products that customers bought: their categories, their brands, or only which they are?"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis.expr.types as ir
import pandas as pd

from seglib.features import bought_items

FEWEST_ITEMS = 3
LEAST_KNOWN = 0.5
WORDS = {"category": ("category", "categories"), "brand": ("brand", "brands"), "product": ("product", "products")}
"""Level: what one and several of its items are called in a sentence."""


def coarsest_known(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str) -> tuple[str, pd.DataFrame]:
    """Count what customers bought on the coarsest level that tells purchases apart.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    by : {"category", "brand", "product"}
        Categories, or else brands, where three or more are known and half of the buyers bought from them; products
        otherwise.
    counts : pandas.DataFrame
        From :func:`seglib.features.bought_items`; empty where not even the products are known.
    """
    products = bought_items(tables, as_of=as_of, by="product").to_pandas()
    n = products["customer_id"].nunique()
    for by in ("category", "brand"):
        counts = bought_items(tables, as_of=as_of, by=by).to_pandas()
        if counts["item"].nunique() >= FEWEST_ITEMS and counts["customer_id"].nunique() >= LEAST_KNOWN * n:
            return by, counts
    return "product", products
