"""Who answered, and who is a customer? Answers beside the features, and how those who answered differ from the rest."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from scipy import stats

from seglib.clustering.multiple import holm
from seglib.features import customer_features, customer_traits
from seglib.segments.psychographic.battery import Battery
from seglib.segments.psychographic.quality import SECONDS
from seglib.segments.summary import exact_sum

OUTSIDE = "respondent "
"""How the id of a respondent who is no known customer begins in `customer_id`."""

DESCRIBES = {
    "age": "Age",
    "gender": "Gender",
    "income": "Income",
    "education": "Education",
    "occupation": "Occupation",
    "household_size": "People in the household",
    "children": "Children",
    "marital_status": "Marital status",
    "web_skill": "Web skill",
    "device": "Device",
    "referral": "Referral",
    "acquisition_channel": "How they were won",
    "area_type": "Kind of place",
    "n_orders": "Orders",
    "average_order_value": "Value of an order",
    "share_online": "Share of orders online",
    "discount_rate": "Discount",
}
"""Traits and habits that describe segments, in words."""


def people(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str) -> pd.DataFrame | None:
    """Give the customers with everything that is known of them.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    as_of : datetime.date or str
        End of observation.

    Returns
    -------
    pandas.DataFrame or None
        Features and traits, one row a customer; None where the client has neither customers nor orders.
    """
    if not {"customers", "order_lines"} & set(tables):
        return None
    traits = customer_traits(tables, as_of=as_of)
    return customer_features(tables, as_of=as_of).inner_join(traits, "customer_id").order_by("customer_id").to_pandas()


def known_answers(
    tables: Mapping[str, ir.Table], people: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Open the survey, without customers who are not known.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name; `survey_items` if there is one.
    people : pandas.DataFrame, optional
        The customers in the analysis; respondents who are customers but none of these are left out.

    Returns
    -------
    survey : pandas.DataFrame
        `customer_id`, `respondent_id`, `item_id`, `answer`; without rows where there is no survey.
    items : pandas.DataFrame or None
        The codebook.
    """
    if "survey" not in tables:
        return pd.DataFrame(columns=["customer_id", "respondent_id", "item_id", "answer"], dtype="str"), None
    survey = tables["survey"].to_pandas()
    if people is not None:
        survey = survey[survey["customer_id"].isna() | survey["customer_id"].isin(people["customer_id"])]
    items = tables["survey_items"].to_pandas() if "survey_items" in tables else None
    return survey.reset_index(drop=True), items


def with_answers(features: pd.DataFrame | None, battery: Battery) -> pd.DataFrame:
    """Put the answers beside the features.

    Parameters
    ----------
    features : pandas.DataFrame or None
        One row a customer.
    battery : Battery

    Returns
    -------
    pandas.DataFrame
        One row a customer, and after them one for each respondent who is none, by an id of another kind: the features,
        a column for each item, :data:`SECONDS`, and `is_customer`.
    """
    answers = battery.answers.assign(**{SECONDS: battery.seconds})
    ids = answers.index.to_series().astype("str")
    answers.insert(0, "customer_id", ids.where(battery.is_customer, OUTSIDE + ids).to_numpy())
    outside = answers[~battery.is_customer.to_numpy(bool)].assign(is_customer=False)
    if features is None or features.empty:
        return outside.reset_index(drop=True)
    own = features.merge(answers, on="customer_id", how="left").assign(is_customer=True)
    return pd.concat([own, outside], ignore_index=True) if len(outside) else own


def describing(frame: pd.DataFrame, battery: Battery, used: pd.Series) -> pd.DataFrame:
    """Collect what describes the respondents whose answers are in use, and did not make their segments.

    Parameters
    ----------
    frame : pandas.DataFrame
        From :func:`with_answers`; of its columns those of :data:`DESCRIBES` are taken, where they are there.
    battery : Battery
        With descriptors of its own.
    used : pandas.Series of bool
        Whose answers are in use, in the order of the battery.

    Returns
    -------
    pandas.DataFrame
        One row a respondent in use, in the order of the battery; columns named in words.
    """
    known = frame.set_index("customer_id")
    ids = battery.answers.index.to_series().astype("str")
    ids = ids.where(battery.is_customer, OUTSIDE + ids)[used.to_numpy()]
    traits = known.reindex(ids)[[trait for trait in DESCRIBES if trait in known.columns]].rename(columns=DESCRIBES)
    own = battery.descriptors[used.to_numpy()]
    return pd.concat([own.reset_index(drop=True), traits.reset_index(drop=True)], axis=1)


def taking_part(features: pd.DataFrame, answered: pd.Series, traits: Mapping[str, str]) -> pd.DataFrame:
    """Compare customers who answered with those who did not, on what is known of both.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    answered : pandas.Series of bool
        Who answered, in the same order.
    traits : mapping of str to str
        Column of numbers, and what it is in words.

    Returns
    -------
    pandas.DataFrame
        `trait`, `answered` and `others` (means), `apart` (difference of the means in standard deviations, with the
        95% interval `apart_low`, `apart_high`), and `differs` (whether the difference holds after Holm's correction),
        the largest difference first.
    """
    rows = []
    mask = answered.to_numpy(bool)
    for trait, label in traits.items():
        if trait not in features.columns:
            continue
        values = pd.to_numeric(features[trait], errors="coerce").astype(float)
        ours, theirs = values[mask].dropna(), values[~mask].dropna()
        sd = values.std()
        if len(ours) < 10 or len(theirs) < 10 or not sd > 0:
            continue
        difference = (exact_sum(ours) / len(ours) - exact_sum(theirs) / len(theirs)) / sd
        error = np.sqrt(ours.var() / len(ours) + theirs.var() / len(theirs)) / sd
        p = float(stats.ttest_ind(ours, theirs, equal_var=False).pvalue)
        half = 1.959964 * error
        rows.append((label, ours.mean(), theirs.mean(), difference, difference - half, difference + half, p))
    found = pd.DataFrame(rows, columns=["trait", "answered", "others", "apart", "apart_low", "apart_high", "p"])
    found["differs"] = holm(found["p"]) < 0.05
    return found.sort_values("apart", key=np.abs, ascending=False, kind="stable").reset_index(drop=True)
