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
STAGES: Columns = {"segment_name": "Stage", "size": "Customers", "rule": "Who is in it", "action": "What to do"}
TO_DO: Columns = {"segment_name": "Segment", "action": "What to do"}
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
RHYTHM: Columns = {**RETURNING, "days": ("Days since an order", "count"), "n": ("Orders still without a next", "count")}
SEEN: Columns = {
    "segment_name": "Tier",
    "last_seen": ("Last seen, days ago", "count"),
    "web": ("Web", "number"),
    "app": ("App", "number"),
    "email": ("E-mail", "number"),
    "social": ("Social media", "number"),
}
RESPONSE: Columns = {
    "segment_name": "Tier",
    "n_asked": ("Were asked", "count"),
    "responded": ("Responded", "percent"),
    "low": ("95% from", "percent"),
    "high": ("to", "percent"),
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
CUTS: Columns = {
    "score": ("Score", "count"),
    "recency_days": "Days since the last order",
    "n_orders": "Orders",
    "money": "{label}",
}
GRID: Columns = {
    "r_score": ("Recency score", "count"),
    "f_score": ("Frequency score", "count"),
    "n": ("Customers", "count"),
    "value": ("{label}, average", "money"),
}
WHALE: Columns = {
    "customer_share": ("Share of customers", "percent"),
    "value_share": ("Share of {word}", "percent"),
    "n": ("Customers", "count"),
}
ACTIONS: Columns = {
    "segment_name": "Segment",
    "n": ("Customers", "count"),
    "money": ("{label}", "money"),
    "action": "What to do",
}
GROUPS: Columns = {
    "segment_name": "Segment",
    "n": ("Customers", "count"),
    "share": ("Share of customers", "percent"),
    "{column}": ("{label}", "money"),
    "told": "Share of {word} (95% interval)",
}
HABITS: Columns = {
    "segment_name": "Segment",
    "by": "By",
    "n": ("Customers", "count"),
    "money_share": ("Share of {word}", "percent"),
    "low": ("95% from", "percent"),
    "high": ("to", "percent"),
}
RELATION: Columns = {
    "band": "Customers with",
    "n": ("Customers", "count"),
    "money": ("{label} each", "money"),
    "low": ("95% from", "money"),
    "high": ("to", "money"),
}


def in_money(columns: Columns, money: Worth) -> Columns:
    """Put the money by which customers are compared into columns and headings.

    Parameters
    ----------
    columns : dict
        ``{column}``, ``{share}``, ``{label}`` and ``{word}`` stand for the attributes of the money.
    money : Worth

    Returns
    -------
    dict
        Column to heading and format.

    Examples
    --------
    >>> in_money({"{share}": ("Share of {word}", "percent")}, Worth("total_margin", "Margin", "margin"))
    {'margin_share': ('Share of margin', 'percent')}
    """
    words = {"column": money.column, "share": money.share, "label": money.label, "word": money.word}
    return {
        column.format(**words): heading.format(**words)
        if isinstance(heading, str)
        else (heading[0].format(**words), heading[1])
        for column, heading in columns.items()
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
