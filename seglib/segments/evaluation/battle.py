"""Which base tells customers apart in the time after? All outcomes together, and which base to adopt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

from seglib.client import Client
from seglib.segments.evaluation.agreement import agreement
from seglib.segments.evaluation.bases import LABELS, Base, Known, Survey, known_by, read_survey
from seglib.segments.evaluation.contest import ADVANTAGES, INCREMENTS, SCORES, Contest, contest, scales
from seglib.segments.evaluation.later import HORIZON_DAYS, last_campaign, purchases, responses, split_day
from seglib.segments.evaluation.recommending import Recommendation, recommend

CONTESTS = ("outcome", "outcome_label", "after", "until", "n", "judged")


@dataclass(frozen=True, eq=False)
class Battle:
    """How the bases of segmentation did out of time.

    Parameters
    ----------
    scores : pandas.DataFrame
        One row an outcome and base, and one for all together: `outcome`, `outcome_label`, `base`, `label`, `n`,
        `known` (share of these customers of whom the base says something), `n_segments`, `score` (share of the
        variance of customers not seen before that is foretold; for yes and no the Brier skill), `low`, `high` (95%),
        `beyond_noise`.
    increments : pandas.DataFrame
        The same for what a base adds to the others: `increment`, `low`, `high`, `droppable` (the interval reaches 0).
    advantages : pandas.DataFrame
        Each base less each other one: `outcome`, `base`, `other`, `n`, `advantage`, `low`, `high`, `beyond_noise`.
    scales : pandas.DataFrame
        Scores of the money by how it is read: `scale`, `scale_label`, `base`, `label`, `n`, `score`, `low`, `high`,
        `rank`.
    agreement : pandas.DataFrame
        See :func:`seglib.segments.evaluation.agreement.agreement`.
    absent : pandas.DataFrame
        Bases that do not compete: `base`, `label`, `takes`.
    contests : pandas.DataFrame
        One row an outcome: `outcome`, `outcome_label`, `after`, `until`, `n`, and whether it was `judged` or why not.
    recommendation : Recommendation
        Which base to adopt.
    known : Known or None
        Customers and bases of the split day; None where the history is too short for one.
    """

    scores: pd.DataFrame
    increments: pd.DataFrame
    advantages: pd.DataFrame
    scales: pd.DataFrame
    agreement: pd.DataFrame
    absent: pd.DataFrame
    contests: pd.DataFrame
    recommendation: Recommendation
    known: Known | None


def battle(
    tables: Mapping[str, ir.Table],
    client: Client,
    *,
    horizon_days: int = HORIZON_DAYS,
    leading: str = "margin",
    survey: Survey | None = None,
    behaviour: str = "rfm",
    adopt: str | None = None,
    random_state: int,
) -> Battle:
    """Let the bases of segmentation compete out of time.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count; `evaluation` says which base is adopted.
    horizon_days : int, default 182
        How long the time after the split is; a third of the history where that is shorter.
    leading : {"margin", "retention", "response"}, default "margin"
        By which outcome a base is recommended; where it cannot be judged, the first that can.
    survey : seglib.segments.evaluation.bases.Survey, optional
        From :func:`seglib.segments.evaluation.bases.read_survey`; left out, it is read.
    behaviour : {"rfm", "groups"}, default "rfm"
        See :func:`seglib.segments.evaluation.bases.known_by`.
    adopt : str, optional
        The base that is adopted; left out, that of `client`.
    random_state : int
        Seed.

    Returns
    -------
    Battle
        Margin and retention after the split; response to the last campaign with the segments of its eve.
    """
    survey = survey or read_survey(tables, client, random_state=random_state)
    told = {"survey": survey, "behaviour": behaviour, "random_state": random_state}
    day = split_day(tables, as_of=client.as_of, horizon_days=horizon_days)
    known, contests = None, []
    if day is not None:
        known = known_by(tables, client, as_of=day, **told)
        if known.money is not None:
            for outcome in purchases(tables, known, as_of=client.as_of):
                contests.append(contest(outcome, known.competing, random_state=random_state))
    eve = last_campaign(tables, as_of=client.as_of)
    if eve is not None:
        asked = known_by(tables, client, as_of=eve, **told)
        if asked.money is not None:
            outcome = responses(tables, asked, as_of=client.as_of)
            contests.append(contest(outcome, asked.competing, random_state=random_state))
    bases = known.bases if known else _nobody(tables, client, told)
    return _told(contests, known, bases, leading, adopt or client.evaluation.adopt, random_state)


def _nobody(tables: Mapping[str, ir.Table], client: Client, told: dict) -> dict[str, Base]:
    """What there would be to compare: the bases of the end of observation."""
    return known_by(tables, client, as_of=client.as_of, **told).bases


def _told(
    contests: list[Contest],
    known: Known | None,
    bases: Mapping[str, Base],
    leading: str,
    adopt: str | None,
    random_state: int,
) -> Battle:
    judged = [one for one in contests if not one.judged]
    money = next((one.outcome for one in judged if one.outcome.money), None)
    scaled = scales(money, known.competing, random_state=random_state) if money else pd.DataFrame()
    rows = [
        (one.outcome.name, one.outcome.label, one.outcome.after, one.outcome.until, one.n, one.judged)
        for one in contests
    ]
    parts = [[getattr(one, name) for one in judged] for name in ("scores", "increments", "advantages")]
    scores, increments, advantages = (
        pd.concat(part, ignore_index=True) if part else pd.DataFrame(columns=list(columns))
        for part, columns in zip(parts, (SCORES, INCREMENTS, ADVANTAGES), strict=True)
    )
    absent = [(base.name, base.label, base.lacking) for base in bases.values() if base.lacking]
    available = [name for name in LABELS if not bases[name].lacking]
    return Battle(
        scores,
        increments,
        advantages,
        scaled,
        agreement({name: base.segments for name, base in bases.items() if not base.lacking}),
        pd.DataFrame(absent, columns=["base", "label", "takes"]),
        pd.DataFrame(rows, columns=list(CONTESTS)),
        recommend(scores, advantages, available=available, leading=leading, adopt=adopt),
        known,
    )
