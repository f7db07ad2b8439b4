"""Under which headings, and in which formats, does the reader see the tables of segments?"""

from __future__ import annotations

import pandas as pd

from seglib.segments.worth import Worth

Columns = dict[str, str | tuple[str, str]]
"""Column: its heading, or heading and format, as :meth:`seglib.report.Page.table` takes them."""

MONTHLY: Columns = {
    "month": ("Month", "month"),
    "revenue": ("Sales less returns", "money"),
    "n_orders": ("Orders", "count"),
    "n_customers": ("Customers", "count"),
}
STAGES: Columns = {"segment_name": "Stage", "n": ("Customers", "count"), "rule": "Who is in it"}
SCAN: Columns = {
    "k": ("Groups", "count"),
    "stability": ("Stability", "number"),
    "silhouette": ("Silhouette", "number"),
    "smallest_share": ("Smallest group", "percent"),
}
PROFILE: Columns = {"segment_name": "Group", "trait": "Trait", "z": ("Deviation", "number")}
COHORTS: Columns = {
    "cohort": ("First order in", "month"),
    "periods_since": ("Quarters since", "count"),
    "n": ("Customers", "count"),
    "retention": ("Bought again", "percent"),
}
RETURNING: Columns = {
    "days": ("Days since the first order", "count"),
    "returned": ("Ordered again", "percent"),
    "low": ("95% from", "percent"),
    "high": ("to", "percent"),
    "n": ("Still on the way", "count"),
}
JUDGED: Columns = {
    "label": "Method",
    "auc": ("Order right (AUC)", "number"),
    "brier": ("Error (Brier)", "number"),
    "gain": ("Better than the usual share by", "percent"),
    "gain_low": ("95% from", "percent"),
    "gain_high": ("to", "percent"),
}
CALIBRATION: Columns = {
    "predicted": ("Predicted", "percent"),
    "observed": ("Bought", "percent"),
    "low": ("95% from", "percent"),
    "high": ("to", "percent"),
    "n": ("Customers", "count"),
}
SENSITIVITY: Columns = {
    "n_bins": ("Scores", "count"),
    "same": ("Keep their segment", "percent"),
    "n": ("Customers", "count"),
}


def summary_columns(money: Worth) -> Columns:
    """Columns of a segmentation's summary.

    Parameters
    ----------
    money : Worth
        By which money segments are compared.

    Returns
    -------
    dict
        Column to heading and format.
    """
    return {
        "segment_name": "Segment",
        "n": ("Customers", "count"),
        "share": ("Share of customers", "percent"),
        money.column: (money.label, "money"),
        money.share: (f"Share of {money.word}", "percent"),
        "median_n_orders": ("Orders, median", "number"),
        "median_recency_days": ("Days since last order, median", "count"),
    }


def cut_columns(money: Worth) -> Columns:
    """Columns of :func:`cut_points`.

    Parameters
    ----------
    money : Worth
        The money that was scored.

    Returns
    -------
    dict
        Column to heading and format.
    """
    return {
        "score": ("Score", "count"),
        "recency_days": "Days since the last order",
        "n_orders": "Orders",
        "money": money.label,
    }


def grid_columns(money: Worth) -> Columns:
    """Columns of the grid of recency and frequency.

    Parameters
    ----------
    money : Worth
        The money that was scored.

    Returns
    -------
    dict
        Column to heading and format.
    """
    return {
        "r_score": ("Recency score", "count"),
        "f_score": ("Frequency score", "count"),
        "n": ("Customers", "count"),
        "value": (f"{money.label}, average", "money"),
    }


def whale_columns(money: Worth) -> Columns:
    """Columns of the concentration curve.

    Parameters
    ----------
    money : Worth
        The money that was added up.

    Returns
    -------
    dict
        Column to heading and format.
    """
    return {
        "customer_share": ("Share of customers", "percent"),
        "value_share": (f"Share of {money.word}", "percent"),
        "n": ("Customers", "count"),
    }


def action_columns(money: Worth) -> Columns:
    """Columns of :func:`actions`.

    Parameters
    ----------
    money : Worth
        By which money the lines are in order.

    Returns
    -------
    dict
        Column to heading and format.
    """
    return {
        "segment_name": "Segment",
        "n": ("Customers", "count"),
        "money": (money.label, "money"),
        "action": "What to do",
    }


def product_columns(products: pd.DataFrame) -> Columns:
    """Columns of the products that sell best.

    Parameters
    ----------
    products : pandas.DataFrame
        From :func:`seglib.features.product_sales`; a category is shown where one is known.

    Returns
    -------
    dict
        Column to heading and format.
    """
    known = products["category"].notna().any()
    return {
        "product": "Product",
        **({"category": "Category"} if known else {}),
        "n_customers": ("Buyers", "count"),
        "revenue": ("Sales less returns", "money"),
        "revenue_share": ("Share of sales", "percent"),
    }


def habit_columns(money: Worth) -> Columns:
    """Columns of :func:`seglib.segments.views.stacked`.

    Parameters
    ----------
    money : Worth
        The money that is shared.

    Returns
    -------
    dict
        Column to heading and format.
    """
    return {
        "by": "By",
        "segment_name": "Segment",
        "n": ("Customers", "count"),
        "money_share": (f"Share of {money.word}", "percent"),
        "low": ("95% from", "percent"),
        "high": ("to", "percent"),
    }


def relation_columns(money: Worth) -> Columns:
    """Columns of :attr:`seglib.segments.relations.Relation.table`.

    Parameters
    ----------
    money : Worth
        The money per customer.

    Returns
    -------
    dict
        Column to heading and format.
    """
    return {
        "band": "Customers with",
        "n": ("Customers", "count"),
        "money": (f"{money.label} each", "money"),
        "low": ("95% from", "money"),
        "high": ("to", "money"),
    }
