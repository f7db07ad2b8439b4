"""What does the demo shop sell, at what price and margin?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.demo.draws import generator
from seglib.demo.types import CATEGORIES

HOSTILE_PRODUCT = "<script>alert(1)</script>"
"""Name of one product, as somebody once typed it: text like any other."""

_RANGE: dict[str, tuple[str, float, float, float]] = {
    # category: what there is, lowest and highest price in euros, margin as a fraction of the price
    "Plants and seeds": ("Lavender, Tomato seeds, Hosta, Climbing rose, Olive tree, Fern, Apple tree", 2, 140, 0.44),
    "Pots and planters": ("Clay pot, Zinc planter, Hanging basket, Trough, Window box", 4, 160, 0.50),
    "Garden tools": ("Secateurs, Spade, Watering can, Rake, Hose reel, Loppers", 8, 210, 0.38),
    "Outdoor furniture": ("Bench, Teak table, Folding chair, Parasol, Lounge set", 45, 2600, 0.34),
    "Professional supplies": ("Pallet of soil, Irrigation kit, Fleece roll, Fertiliser, Hedge trimmer", 35, 2900, 0.24),
    "Home textiles": ("Linen cushion, Wool throw, Table runner, Door mat, Curtain", 9, 130, 0.52),
    "Kitchen and table": ("Kettle, Stoneware bowl, Chopping board, Jug, Herb scissors", 6, 150, 0.46),
    "Candles and gifts": ("Scented candle, Gift box, Soap, Notebook, Vase, Print", 4, 95, 0.60),
    "Seasonal decoration": ("Wreath, Fairy lights, Star, Nutcracker, Easter nest", 3, 90, 0.56),
}
_KINDS = ("small", "classic", "large", "blue", "sage", "oak", "No. 7", "natural", "grande", "handmade")
_BRANDS = ("Fern & Kettle", "Grønn", "Huerta Viva", "Müller & Söhne", "Clover Hill", "Nordlys", "Alfarería Ruiz")
N_PER_CATEGORY = 28


def make_products(*, random_state: int) -> pd.DataFrame:
    """Draw the range of products.

    Parameters
    ----------
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a product: `product_id`, `product`, `category`, `brand`, and `price` and `unit_cost` in cents.
    """
    rng = generator(random_state, "products")
    rows = []
    for number, category in enumerate(CATEGORIES):
        nouns, lowest, highest, margin = _RANGE[category]
        steps = np.linspace(np.log(lowest), np.log(highest), N_PER_CATEGORY)
        for place, price in enumerate(np.exp(steps + rng.normal(0, 0.05, N_PER_CATEGORY))):
            cents = int(np.floor(price)) * 100 + int(rng.choice([49, 90, 95, 99]))
            cost = round(cents * (1 - np.clip(rng.normal(margin, 0.05), 0.08, 0.75)))
            name = f"{rng.choice(nouns.split(', '))} {rng.choice(_KINDS)}"
            rows.append((f"{number + 1}{place + 1:03d}", name, category, str(rng.choice(_BRANDS)), cents, cost))
    products = pd.DataFrame(rows, columns=["product_id", "product", "category", "brand", "price", "unit_cost"])
    products.loc[products.index[-5], "product"] = HOSTILE_PRODUCT
    return products
