"""One row per customer as of a date: everything that segments and values are computed from.

The room turns clean tables into Ibis expressions; nothing is executed here, so the same definition runs on DuckDB,
PostgreSQL and Spark. pandas begins where the caller executes the expression.
"""

from seglib.features.assortment import bought_items, order_days
from seglib.features.cohorts import cohorts
from seglib.features.customer import COLUMNS, customer_features
from seglib.features.monthly import monthly
from seglib.features.objections import objectors, without_objectors
from seglib.features.period import customer_period
from seglib.features.products import product_sales
from seglib.features.quarters import customer_quarters
from seglib.features.responses import customer_responses
from seglib.features.rfm import rfm_features
from seglib.features.seasons import season_orders, whole_years
from seglib.features.traits import TRAITS, customer_traits

__all__ = [
    "COLUMNS",
    "TRAITS",
    "bought_items",
    "cohorts",
    "customer_features",
    "customer_period",
    "customer_quarters",
    "customer_responses",
    "customer_traits",
    "monthly",
    "objectors",
    "order_days",
    "product_sales",
    "rfm_features",
    "season_orders",
    "whole_years",
    "without_objectors",
]
