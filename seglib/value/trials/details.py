"""Which further tables does an analyst see of campaigns, and which plan and assumptions does everybody?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.client import Client
from seglib.segments.sentences import with_interval
from seglib.value.trials.before import HISTORY
from seglib.value.trials.bootstrap import bootstrap_effects
from seglib.value.trials.campaigns import Campaigns
from seglib.value.trials.outcomes import EVERYBODY, OUTCOMES
from seglib.value.trials.views import OUTCOME_LABELS, arm_names, arms_named

SOURCES = {
    "files": "Measured, in the files of the campaigns",
    "client.yml": "client.yml",
    "order lines": "Margin of all sales in the order lines",
    "responses": "client.yml, for each response",
    "none": "Not known",
}


def assumptions(campaigns: Campaigns, client: Client, formatter: object) -> pd.DataFrame:
    """List what the returns rest on beside the results, and how to change it.

    Parameters
    ----------
    campaigns : Campaigns
    client : seglib.client.Client
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``what, value, source, line``.
    """
    costs, roi, margin = campaigns.costs, client.roi, campaigns.margin
    value = {"files": "as measured", "none": "–"}.get(margin.source)
    if value is None:
        value = (formatter.money if margin.source == "responses" else formatter.percent)(margin.rate)
    known = costs["a_contact"].notna()
    written = roi.unit_cost is not None or roi.fixed_cost is not None
    from_files = "client.yml, or the list of campaigns" if written else "The list of campaigns"
    from_files = from_files if known.any() else "Not known"
    set_by = {name: "client.yml" if name in roi.model_fields_set else "Not set" for name in ("discount_rate", "shares")}
    windows = sorted({int(days) for days in costs["window_days"].dropna()})
    rows = [
        ("What is left of a sale", value, SOURCES[margin.source], "roi: {margin_rate: 0.4}"),
        ("Cost of a contact, all in", _range(costs["a_contact"], formatter.money), from_files,
         "roi: {unit_cost: 0.5, fixed_cost: 100}"),
        ("Days over which results count", ", ".join(map(formatter.count, windows[:4])) or "–",
         "The list of campaigns" if windows and roi.window_days is None else "client.yml" if windows else "Not known",
         "roi: {window_days: 30}"),
        ("Within these days, a year makes money worth less by", formatter.percent(roi.discount_rate),
         set_by["discount_rate"], "roi: {discount_rate: 0.05}"),
        ("Sizes of the groups were to be", "as written" if roi.shares else "equal", set_by["shares"],
         "roi: {shares: {SPRING: {control: 1, mail: 9}}}"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["what", "value", "source", "line"])


def _range(values: pd.Series, show) -> str:
    known = values.dropna()
    if known.empty:
        return "–"
    low, high = show(known.min()), show(known.max())
    return low if low == high else f"{low} to {high}"


def plan(table: pd.DataFrame, formatter: object, *, money: str | None) -> pd.DataFrame:
    """Write a plan of the next test in words.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.value.trials.campaigns.plan_next`.
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.
    money : {"margin", "revenue"} or None
        What money is.

    Returns
    -------
    pandas.DataFrame
        ``what_label, without_told, effect_told, an_arm, enough_label``.
    """
    rows = []
    for row in table.itertuples():
        paid = row.what == "money"
        what = f"{'Margin' if money == 'margin' else 'Money'} a customer" if paid else "Share who respond"
        if row.why == "break even":
            what = "A contact pays for itself"
        effect = formatter.money(row.effect) if paid else f"{formatter.number(100 * row.effect, 2)} points"
        without = (formatter.money if paid else formatter.percent)(row.without) if row.without == row.without else "–"
        rows.append((what, without, effect, row.an_arm, "Yes" if row.enough else "No"))
    return pd.DataFrame(rows, columns=["what_label", "without_told", "effect_told", "an_arm", "enough_label"])


def differing(campaigns: Campaigns) -> pd.DataFrame:
    """Tell of each arm and outcome whether segments differ.

    Parameters
    ----------
    campaigns : Campaigns

    Returns
    -------
    pandas.DataFrame
        ``what, outcome_label, n_segments, p, says``.
    """
    table = campaigns.found.differing
    table = table[table["p"].notna()]
    return pd.DataFrame(
        {
            "what": arms_named(table, campaigns),
            "outcome_label": table["outcome"].map(OUTCOME_LABELS),
            "n_segments": table["n_segments"].astype("int64"),
            "p": table["p"],
            "says": np.where(table["p"] < 0.05, "More than chance explains", "No more than chance explains"),
        }
    ).reset_index(drop=True)


def winners_curse(campaigns: Campaigns, formatter: object) -> pd.DataFrame:
    """Put effects of segments as measured beside those drawn towards the mean, the largest of each arm first.

    Parameters
    ----------
    campaigns : Campaigns
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``what, segment, n, n_control, raw, drawn``, of segments with enough customers.
    """
    table, names = campaigns.found.table, arm_names(campaigns)
    table = table[(table["outcome"] == campaigns.money) & (table["segment"] != EVERYBODY)].merge(campaigns.shown)
    table = table[table["low"].notna()].sort_values("effect", ascending=False, kind="stable")
    table = table.sort_values(["campaign_id", "arm"], kind="stable")
    rows = [
        (names[row.campaign_id, row.arm], row.segment, row.n, row.n_control,
         with_interval(row.effect, row.low, row.high, formatter.money),
         with_interval(row.shrunken, row.shrunken_low, row.shrunken_high, formatter.money))
        for row in table.itertuples()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["what", "segment", "n", "n_control", "raw", "drawn"])


def coverage(campaigns: Campaigns, table: pd.DataFrame) -> pd.DataFrame:
    """Name the rows of :func:`seglib.value.trials.likeness.coverage_like`.

    Parameters
    ----------
    campaigns : Campaigns
    table : pandas.DataFrame
        The rows.

    Returns
    -------
    pandas.DataFrame
        With ``what``.
    """
    what = arms_named(table, campaigns)
    return table.assign(what=what, segment=table["segment"].replace({EVERYBODY: "All customers"}))


def resampled(campaigns: Campaigns, formatter: object, *, random_state: int) -> pd.DataFrame:
    """Put each arm's interval beside that of resampled customers, over everybody.

    Parameters
    ----------
    campaigns : Campaigns
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        ``what, n, n_control, raw`` (the interval of the page, less what history foretold), ``drawn`` (10,000 resamples,
        history left in).
    """
    table = campaigns.found.table
    table = table[(table["segment"] == EVERYBODY) & (table["outcome"] == campaigns.money)].merge(campaigns.shown)
    everybody = campaigns.found.rows.assign(segment=np.nan)
    found = bootstrap_effects(everybody, outcome=campaigns.money, random_state=random_state) if len(table) else table
    found = found.set_index(["campaign_id", "arm"])
    names, rows = arm_names(campaigns), []
    for row in table[table["low"].notna()].itertuples():
        again = found.loc[(row.campaign_id, row.arm)]
        told = (
            with_interval(row.effect, row.low, row.high, formatter.money),
            with_interval(again["effect"], again["low"], again["high"], formatter.money),
        )
        rows.append((names[row.campaign_id, row.arm], row.n, row.n_control, *told))
    return pd.DataFrame(rows, columns=["what", "n", "n_control", "raw", "drawn"])


def balance(campaigns: Campaigns) -> pd.DataFrame:
    """Name the rows of the comparison of arms before the campaigns.

    Parameters
    ----------
    campaigns : Campaigns

    Returns
    -------
    pandas.DataFrame
        With ``what`` and ``variable_label``.
    """
    table = campaigns.found.balance.merge(campaigns.shown.query(f"segment == '{EVERYBODY}'").drop(columns="segment"))
    what = arms_named(table, campaigns)
    return table.assign(what=what, variable_label=table["variable"].map(HISTORY))


def power(campaigns: Campaigns, formatter: object) -> pd.DataFrame:
    """Tell how small an effect each campaign could have found.

    Parameters
    ----------
    campaigns : Campaigns
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``what, outcome_label, n, least_told, power, kept``.
    """
    table = campaigns.found.table
    table = table[(table["segment"] == EVERYBODY) & table["low"].notna()].merge(campaigns.shown)
    least = [
        f"{formatter.number(100 * row.least_detectable, 2)} points"
        if OUTCOMES[row.outcome] == "share" and row.least_detectable == row.least_detectable
        else formatter.format(row.least_detectable, "money")
        for row in table.itertuples()
    ]
    what = arms_named(table, campaigns)
    label = table["outcome"].map(OUTCOME_LABELS)
    told = table.assign(what=what, outcome_label=label, least_told=least, kept=table["variance_kept"])
    return told[["what", "outcome_label", "n", "least_told", "power", "kept"]].reset_index(drop=True)
