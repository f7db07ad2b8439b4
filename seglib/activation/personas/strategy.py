"""What is done for each segment? The rules of the playbook, held against the numbers of the profile."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from seglib.activation.personas.playbook import fits, playbook
from seglib.activation.personas.profile import LABELS, Profile
from seglib.client_segments import Evaluation
from seglib.client_strategy import FIELDS, Rule, Strategy
from seglib.segments.evaluation.trust import LAST

SOMETHING = "what they buy most of"
INTERESTS = 3  # categories at most


def strategies(
    profile: Profile,
    *,
    settings: Strategy,
    evaluation: Evaluation,
    contact: float | None,
    advice: Mapping[str, tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Say what to do for each segment.

    Parameters
    ----------
    profile : Profile
        From :func:`seglib.activation.personas.profile.segment_profile`.
    settings : seglib.client_strategy.Strategy
        The trade, and the client's own rules.
    evaluation : seglib.client_segments.Evaluation
        Where `export_anyway` may let a segment of grade D into campaigns.
    contact : float or None
        What it costs to write to a customer once; None where it is not known.
    advice : mapping of str to tuple of str, optional
        Of segments that were made by the answers to a survey, by their codes: what they say, and what that asks for.

    Returns
    -------
    pandas.DataFrame
        One row a segment: `segment`, `segment_name`, `n`, `grade`, `held_back`, the fields of
        :data:`seglib.client_strategy.FIELDS`, `rule` (that gave the objective), `rules` (all that gave something) and
        `contact_cost` (of writing once to everybody in it, in the client's currency, missing where it is not known).
    """
    rules, numbers = playbook(settings, advice), profile.numbers
    rows = []
    for one in profile.segments.itertuples(index=False):
        told, by = _taken(rules, segment=one.segment, name=one.segment_name, numbers=numbers.loc[one.segment])
        category = _interests(profile, one.segment)
        told = {field: text.replace("{category}", category or SOMETHING) for field, text in told.items()}
        told["interests"] = told["interests"] or category
        held = one.grade == LAST and not evaluation.export_anyway.get(one.segment)
        about = {"segment": one.segment, "segment_name": one.segment_name, "n": one.n, "grade": one.grade}
        cost = None if contact is None else contact * one.n
        used = list(dict.fromkeys(by.values()))
        rows.append(
            {
                **about,
                "held_back": held,
                **told,
                "rule": by["objective"],
                "rules": ", ".join(used),
                "contact_cost": cost,
            }
        )
    return pd.DataFrame(rows).astype({"contact_cost": "float64"})


def _taken(rules: tuple[Rule, ...], **segment: object) -> tuple[dict[str, str], dict[str, str]]:
    """Each field from the first rule that fits and speaks of it, and the name of that rule."""
    told, by = dict.fromkeys(FIELDS, ""), {}
    for rule in rules:
        if not fits(rule, **segment):
            continue
        for field in FIELDS:
            if getattr(rule, field) and not told[field]:
                told[field], by[field] = getattr(rule, field), rule.name
    return told, by


def _interests(profile: Profile, segment: str) -> str:
    """Categories of goods that its members have as their first, above the average."""
    own = profile.traits[(profile.traits["segment"] == segment) & (profile.traits["label"] == LABELS["top_category"])]
    above = own[own["index"] >= 1].sort_values("value", ascending=False, kind="stable")
    return ", ".join(above["value_label"].head(INTERESTS))
