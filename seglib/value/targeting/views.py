"""Which tables does the reader see of treating customers differently? Finished, named and in order."""

from __future__ import annotations

import pandas as pd

from seglib.value.targeting.study import Study
from seglib.value.targeting.words import rounded, told, treatment
from seglib.value.twenty import Twenty

VERDICTS = {"pays": "yes", "costs": "no, it brings less", "unproven": "not proven"}
SAME = "nothing, one offer is best"
MOST_LISTED = 10


def campaigns(found: Study) -> pd.DataFrame:
    """List the campaigns and whether they can tell.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.targeting.headings.CAMPAIGNS`, the last ten.
    """
    table = found.campaigns.head(MOST_LISTED)
    absent = set(found.policies.absent["campaign_id"]) if found.policies else set()
    tells = table["experiment"].map({True: "yes", False: "no: no control group"})
    return table.assign(tells=tells.mask(table["campaign_id"].isin(absent), "no: too few customers"))


def arms(found: Study, formatter: object) -> pd.DataFrame:
    """Say what each treatment brings if everybody gets it.

    Parameters
    ----------
    found : Study
        What the campaigns say.
    formatter : object
        With a method ``format``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.targeting.headings.ARMS`, one row a campaign and arm.
    """
    table = found.policies.arms
    return table.assign(
        treatment=_in_campaign(found, table, [treatment(arm) for arm in table["arm"]]),
        told=told(table, ("value", "low", "high"), formatter),
        best=[formatter.format(share, "percent") if share else "never" for share in table["blanket"]],
    )


def policies(found: Study, formatter: object) -> pd.DataFrame:
    """Put the rules side by side.

    Parameters
    ----------
    found : Study
        What the campaigns say.
    formatter : object
        With a method ``format``.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.targeting.headings.POLICIES`, one row a campaign and rule.
    """
    table = found.policies.table
    gains = found.policies.gains
    same = (gains["gain"] == 0) & (gains["error"] == 0)
    more = gains.assign(
        more=told(gains, ("gain", "low", "high"), formatter),
        verdict=gains["verdict"].map(VERDICTS),
    )
    more["more"] = more["more"].mask(same, SAME)
    beside = table.merge(more[["campaign_id", "policy", "more", "verdict"]], how="left", on=["campaign_id", "policy"])
    shown = beside.assign(rule=_in_campaign(found, beside, beside["label"]), told=told(table, _VALUE, formatter))
    return shown.fillna({"more": "–", "verdict": "–"})


_VALUE = ("value", "low", "high")


def gains(found: Study) -> pd.DataFrame:
    """Give what is drawn of the rules: their gain over the same for everybody.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    pandas.DataFrame
        `rule, gain, low, high, differs`, one row a campaign and rule.
    """
    table = found.policies.gains
    return table.assign(rule=_in_campaign(found, table, table["label"]), differs=table["verdict"] != "unproven")


def rules(found: Study, *, least: int) -> pd.DataFrame:
    """Say what each segment gets in the main campaign.

    Parameters
    ----------
    found : Study
        What the campaigns say.
    least : int
        Smallest segment that is shown.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.targeting.headings.RULES`, one row a segment.
    """
    own = found.policies.rules
    own = own[(own["campaign_id"] == found.main) & (own["n"] >= least)]
    best = own.loc[own.groupby("segment", sort=False)["chosen"].idxmax()]
    seems = own[own["in_sample"]].set_index("segment")["arm"]
    return best.assign(
        treatment=[treatment(arm) for arm in best["arm"]],
        sure=best["chosen"],
        seems=[treatment(seems[segment]) for segment in best["segment"]],
    ).sort_values("n", ascending=False, kind="stable")


def seeming(found: Study) -> pd.DataFrame:
    """Put what rules by segments seem to bring beside what they bring on other customers.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.targeting.headings.SEEMING`, one row a campaign.
    """
    table = found.policies.gains
    table = table[table["policy"] == "segment"]
    needed = [rounded(n) if n == n else n for n in table["needed_in_sample"]]
    return table.assign(
        needed_in_sample=needed, name=table["campaign_id"].map(found.campaigns.set_index("campaign_id")["name"])
    )


def numbers(found: Twenty, formatter: object) -> pd.DataFrame:
    """Put the numbers of segments side by side.

    Parameters
    ----------
    found : Twenty
        What they earn.
    formatter : object
        With a method ``format``.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.targeting.headings.NUMBERS`.
    """
    table = found.table
    beyond = (table["low"] > 0) & (table["gain"] > table["null_high"])
    use = ["earns more" if more else "not proven" for more in beyond]
    use = ["take this" if k == found.k else word for k, word in zip(table["k"], use, strict=True)]
    more = told(table, ("gain", "low", "high"), formatter, kind="money")
    alike = (table["low"] == 0) & (table["high"] == 0)
    more = [SAME if same else words for same, words in zip(alike, more, strict=True)]
    return table.assign(more=more, use=use)


def plan(table: pd.DataFrame, formatter: object, *, least: int) -> pd.DataFrame:
    """Show where a budget goes.

    Parameters
    ----------
    table : pandas.DataFrame
        Of :class:`seglib.value.budget.Plan`, made of effects with `low` and `high`.
    formatter : object
        With a method ``format``.
    least : int
        Smallest segment that is shown.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.targeting.headings.PLAN`; offers that get money, the largest first.
    """
    shown = table[(table["contacts"] > 0) & (table["n"] >= least)]
    return shown.assign(told=told(shown, ("effect", "low", "high"), formatter, kind="money")).sort_values(
        "spend", ascending=False, kind="stable"
    )


def break_even(table: pd.DataFrame, formatter: object, *, least: int) -> pd.DataFrame:
    """Show from which response on contacts pay.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.value.spending.options.break_even`, with `low` and `high`.
    formatter : object
        With a method ``format``.
    least : int
        Smallest segment that is shown, and fewest buyers of whom a mean is.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.targeting.headings.BREAK_EVEN`.
    """
    shown = table[table["n"] >= least]
    pays = [
        "yes" if low > cost else "no" if high < cost else "likely" if effect > cost else "unlikely"
        for low, high, effect, cost in zip(shown["low"], shown["high"], shown["effect"], shown["cost"], strict=True)
    ]
    enough = shown["buyers"] >= least
    response = [formatter.format(share, "percent") for share in shown["needed_response"].where(enough)]
    return shown.assign(pays=pays, response=response, worth=shown["worth"].where(enough))


def _in_campaign(found: Study, table: pd.DataFrame, words: list[str] | pd.Series) -> list[str]:
    """The campaign before what is said of it, where there are several."""
    names = table["campaign_id"].map(found.campaigns.set_index("campaign_id")["name"])
    several = table["campaign_id"].nunique() > 1
    return [
        f"{name}: {word[:1].lower()}{word[1:]}" if several else word for name, word in zip(names, words, strict=True)
    ]
