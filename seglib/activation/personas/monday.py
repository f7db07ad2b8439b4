"""What to do on Monday? One line a segment, in order of the money at stake; what cannot be trusted is held back."""

from __future__ import annotations

import re

import pandas as pd

from seglib.activation.personas.profile import Profile

HELD = "Nothing yet: grade D, the segment may be gone in another sample."


def monday(profile: Profile, plans: pd.DataFrame) -> pd.DataFrame:
    """Put the plans in the order of the money at stake.

    Parameters
    ----------
    profile : Profile
        From :func:`seglib.activation.personas.profile.segment_profile`.
    plans : pandas.DataFrame
        From :func:`seglib.activation.personas.strategy.strategies`.

    Returns
    -------
    pandas.DataFrame
        One row a segment: `segment`, `segment_name`, `n`, `grade`, `at_stake` with `at_stake_low` and `at_stake_high`
        (what it brought in the last year, in the client's currency; missing where no money is known, and then the
        largest segment comes first), `act` (what to offer, in short), `how` (by which channel and when, in short) and
        `held_back`. Those that are held back come last, without advice.
    """
    own = profile.segments.set_index("segment")
    table = plans[["segment", "segment_name", "n", "grade", "held_back"]].copy()
    table["act"] = plans["offer"].map(_in_short).mask(plans["held_back"], HELD)
    how = [_how(channel, timing) for channel, timing in zip(plans["channel"], plans["timing"], strict=True)]
    table["how"] = pd.Series(how, index=plans.index, dtype=object).mask(plans["held_back"], "")
    for column in ("money_year", "money_year_low", "money_year_high"):
        values = own[column] if column in own else pd.Series(float("nan"), index=own.index)
        table[column.replace("money_year", "at_stake")] = table["segment"].map(values).astype(float)
    order = table["at_stake"].fillna(table["n"].astype(float)) if table["at_stake"].isna().all() else table["at_stake"]
    ranked = table.assign(order=order).sort_values(["held_back", "order"], ascending=[True, False], kind="stable")
    return ranked.drop(columns="order").reset_index(drop=True)


def _how(channel: str, timing: str) -> str:
    """Such as "Phone: before their next order is due"."""
    by, when = re.split(r"[;.,]", channel)[0].strip(), _in_short(timing)
    return f"{by}: {when[:1].lower()}{when[1:]}" if by and when else by or when


def _in_short(text: str) -> str:
    """What comes first."""
    return re.split(r"[;.]", text)[0].strip()
