"""A synthetic business with an answer key: what does the suite make of customers whose truth is known?

Fern & Kettle, a home-and-garden and gift shop in four countries, sells online, in the store and by phone. Six types of
customer, campaign effects and dirt are planted; ``python -m seglib.demo`` writes the same bytes every time.
"""

from seglib.demo.business import write

RANDOM_STATE = 2026
"""Seed of the committed demo."""

__all__ = ["RANDOM_STATE", "write"]
