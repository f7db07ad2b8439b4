"""Which kinds of customer are planted in the demo business, and what makes each one?

Six planted types and a large rest without structure. A customer's *conviction* (0 to 1) says how far habits and
attitudes lean to the type and how far to the rest, so that the types overlap as they do in life. How often a customer
buys, stays and spends is drawn from the type's own BG/NBD and gamma-gamma distributions, unmixed, so that the true
parameters are known exactly.

References
----------
Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way, assumptions (i)-(v): r, alpha, a, b.
Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value: p, q, v; mean order p * v / (q - 1).
"""

from __future__ import annotations

from dataclasses import dataclass

COUNTRIES = ("Germany", "Spain", "Norway", "Ireland")
CHANNELS = ("online", "store", "phone")
CATEGORIES = (
    "Plants and seeds",
    "Pots and planters",
    "Garden tools",
    "Outdoor furniture",
    "Professional supplies",
    "Home textiles",
    "Kitchen and table",
    "Candles and gifts",
    "Seasonal decoration",
)
CONSTRUCTS = ("nature", "price", "service", "digital", "giving", "sustainability")
TOUCHES = ("web", "app", "social", "email", "store")


@dataclass(frozen=True)
class PlantedType:
    """One kind of customer.

    Attributes
    ----------
    name, story : str
        Short name and the persona in a sentence.
    share : float
        Fraction of all customers.
    r, alpha, a, b : float
        BG/NBD: purchase rates a week ~ gamma(r, rate alpha), dropout after a repeat purchase ~ beta(a, b).
    p, q, v : float
        Gamma-gamma: order value in euros.
    extra_lines : float
        Lines of an order beyond the first, on average.
    season : tuple of (month, width_months, weight, climatic)
        Peaks over a flat year; a climatic one moves with the climate.
    channels, categories, countries, touches, attitudes : tuple of float
        Shares of channels, categories, countries; events a month; mean answers 1-5, in the order of the constants.
    discount : tuple of float
        Chance that an order is discounted, and the mean discount rate.
    contacts, contact_minutes, effort : float
        Service contacts an order, minutes a contact, service effort 1-10.
    age, female, income, followers, skill : tuple or float
        Mean and sd of age; share of women; median income; median followers; mean web skill 1-3.
    """

    name: str
    story: str
    share: float
    r: float
    alpha: float
    a: float
    b: float
    p: float
    q: float
    v: float
    extra_lines: float
    season: tuple[tuple[float, float, float, bool], ...]
    channels: tuple[float, ...]
    categories: tuple[float, ...]
    countries: tuple[float, ...]
    touches: tuple[float, ...]
    attitudes: tuple[float, ...]
    discount: tuple[float, float]
    contacts: float
    contact_minutes: float
    effort: float
    age: tuple[float, float]
    female: float
    income: float
    followers: float
    skill: float


JOE = PlantedType(
    name="joe",
    story="Buys for special occasions, in the store, several hundred a visit; loyal; pays for advice; no social media",
    share=0.085,
    r=3.2, alpha=54.0, a=0.4, b=9.0,
    p=7.0, q=6.0, v=215.0,
    extra_lines=1.2,
    season=((1.4, 0.30, 1.2, False), (7.6, 0.35, 1.3, False), (11.5, 0.45, 0.8, False)),
    channels=(0.04, 0.92, 0.04),
    categories=(0.10, 0.06, 0.14, 0.34, 0.00, 0.08, 0.12, 0.14, 0.02),
    countries=(0.45, 0.15, 0.15, 0.25),
    touches=(0.30, 0.0, 0.0, 0.06, 0.02),
    attitudes=(3.2, 2.2, 4.5, 2.3, 3.8, 3.0),
    discount=(0.05, 0.08),
    contacts=0.55, contact_minutes=24.0, effort=7.2,
    age=(43.0, 9.0), female=0.22, income=52_000.0, followers=15.0, skill=1.9,
)  # fmt: skip
SARAH = PlantedType(
    name="sarah",
    story="Young, buys only online, a small order every month, loud on social media",
    share=0.085,
    r=5.0, alpha=27.0, a=0.6, b=14.0,
    p=7.0, q=7.0, v=24.0,
    extra_lines=0.45,
    season=((10.8, 0.8, 0.3, False),),
    channels=(0.97, 0.03, 0.00),
    categories=(0.12, 0.12, 0.00, 0.00, 0.00, 0.18, 0.16, 0.34, 0.08),
    countries=(0.30, 0.38, 0.16, 0.16),
    touches=(0.45, 0.55, 1.30, 0.12, 0.0),
    attitudes=(3.1, 3.4, 2.3, 4.7, 3.4, 4.1),
    discount=(0.18, 0.12),
    contacts=0.04, contact_minutes=6.0, effort=2.2,
    age=(22.5, 3.5), female=0.82, income=21_000.0, followers=3_000.0, skill=2.9,
)  # fmt: skip
TRADE = PlantedType(
    name="trade",
    story="Landscapers and florists: large orders by phone and in the store through the growing season",
    share=0.05,
    r=4.0, alpha=28.0, a=0.3, b=15.0,
    p=1.8, q=4.5, v=1150.0,
    extra_lines=1.1,
    season=((4.5, 1.6, 1.6, True), (8.5, 0.9, 0.7, True)),
    channels=(0.14, 0.34, 0.52),
    categories=(0.26, 0.14, 0.16, 0.04, 0.40, 0.00, 0.00, 0.00, 0.00),
    countries=(0.52, 0.22, 0.12, 0.14),
    touches=(0.12, 0.0, 0.0, 0.10, 0.02),
    attitudes=(3.9, 3.3, 3.9, 3.0, 1.9, 3.1),
    discount=(0.30, 0.06),
    contacts=0.14, contact_minutes=13.0, effort=4.6,
    age=(46.0, 9.5), female=0.30, income=47_000.0, followers=90.0, skill=2.0,
)  # fmt: skip
GARDENER = PlantedType(
    name="gardener",
    story="Gardens in season, earlier in the south: plants, pots and tools, in the store and online",
    share=0.14,
    r=3.2, alpha=30.0, a=0.6, b=8.0,
    p=6.0, q=6.0, v=60.0,
    extra_lines=1.6,
    season=((3.9, 0.75, 3.2, True), (8.9, 0.45, 0.5, True)),
    channels=(0.30, 0.66, 0.04),
    categories=(0.48, 0.22, 0.20, 0.06, 0.01, 0.01, 0.01, 0.00, 0.01),
    countries=(0.40, 0.24, 0.14, 0.22),
    touches=(0.30, 0.06, 0.06, 0.22, 0.03),
    attitudes=(4.6, 3.2, 3.3, 3.0, 2.7, 4.1),
    discount=(0.10, 0.10),
    contacts=0.10, contact_minutes=9.0, effort=4.0,
    age=(57.0, 11.0), female=0.58, income=36_000.0, followers=60.0, skill=2.1,
)  # fmt: skip
BARGAIN = PlantedType(
    name="bargain",
    story="Waits for the sales, opens every mail, buys with a discount and asks a lot",
    share=0.12,
    r=2.6, alpha=28.0, a=0.9, b=8.0,
    p=6.0, q=6.0, v=29.0,
    extra_lines=0.8,
    season=((0.4, 0.40, 1.3, False), (6.5, 0.50, 1.3, False), (10.9, 0.30, 1.2, False)),
    channels=(0.84, 0.12, 0.04),
    categories=(0.08, 0.10, 0.06, 0.04, 0.00, 0.26, 0.22, 0.12, 0.12),
    countries=(0.44, 0.30, 0.08, 0.18),
    touches=(0.65, 0.12, 0.08, 1.00, 0.0),
    attitudes=(2.8, 4.7, 3.0, 3.7, 2.9, 2.6),
    discount=(0.74, 0.22),
    contacts=0.30, contact_minutes=11.0, effort=7.0,
    age=(38.0, 11.0), female=0.62, income=26_000.0, followers=120.0, skill=2.5,
)  # fmt: skip
GIFTER = PlantedType(
    name="gifter",
    story="Comes before Christmas to buy presents and decoration for many people",
    share=0.12,
    r=3.0, alpha=50.0, a=0.5, b=6.0,
    p=6.0, q=6.0, v=78.0,
    extra_lines=2.0,
    season=((11.2, 0.50, 5.5, False),),
    channels=(0.58, 0.38, 0.04),
    categories=(0.02, 0.04, 0.02, 0.01, 0.00, 0.16, 0.21, 0.34, 0.20),
    countries=(0.40, 0.18, 0.20, 0.22),
    touches=(0.22, 0.05, 0.10, 0.30, 0.02),
    attitudes=(2.8, 2.9, 3.4, 3.2, 4.7, 3.2),
    discount=(0.14, 0.10),
    contacts=0.10, contact_minutes=8.0, effort=4.2,
    age=(47.0, 13.0), female=0.70, income=41_000.0, followers=110.0, skill=2.2,
)  # fmt: skip
REST = PlantedType(
    name="rest",
    story="Everybody else: no common habit",
    share=0.40,
    r=0.9, alpha=25.0, a=1.0, b=5.0,
    p=3.0, q=4.0, v=55.0,
    extra_lines=0.8,
    season=((3.9, 1.0, 0.25, True), (11.2, 0.7, 0.35, False)),
    channels=(0.48, 0.44, 0.08),
    categories=(0.20, 0.12, 0.10, 0.06, 0.02, 0.14, 0.14, 0.14, 0.08),
    countries=(0.40, 0.24, 0.16, 0.20),
    touches=(0.16, 0.03, 0.05, 0.12, 0.01),
    attitudes=(3.1, 3.2, 3.1, 3.2, 3.0, 3.2),
    discount=(0.18, 0.12),
    contacts=0.12, contact_minutes=9.0, effort=4.5,
    age=(45.0, 16.0), female=0.54, income=34_000.0, followers=100.0, skill=2.2,
)  # fmt: skip

TYPES = (JOE, SARAH, TRADE, GARDENER, BARGAIN, GIFTER, REST)
"""The six planted types and, last, the rest without structure."""
PLANTED = tuple(planted.name for planted in TYPES[:-1])
"""Names of the six planted types."""
