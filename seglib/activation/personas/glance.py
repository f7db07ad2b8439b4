"""How is each segment told at a glance? Its money, its size, its grade and the one thing to do."""

from __future__ import annotations

import pandas as pd

from seglib.activation.personas.book import Personas
from seglib.activation.personas.known import NO_GRADE


def glance(found: Personas) -> list[dict[str, object]]:
    """Give one card a segment, in the order of the money at stake.

    Parameters
    ----------
    found : Personas
        From :func:`seglib.activation.personas.book.read_personas`.

    Returns
    -------
    list of dict
        As :meth:`seglib.report.Page.card` takes them. Each leads to the persona of its segment, ``persona-1`` being
        that of the first card of `found`.
    """
    own = found.profile.segments.set_index("segment")
    places = {card.segment: place for place, card in enumerate(found.cards, start=1)}
    told = []
    for number, one in enumerate(found.monday.itertuples(index=False), start=1):
        row, place = own.loc[one.segment], places[one.segment]
        told.append(
            {
                "id": f"card-{number}",
                "name": one.segment_name,
                "share": float(row["share"]),
                "act": one.act,
                "how": one.how,
                "see": f"persona-{place}",
                "grade": "" if one.grade == NO_GRADE else one.grade,
                "n": int(one.n),
                "portrait": found.cards[place - 1].svg,
                **_money(one, found.word),
            }
        )
    return told


def _money(one: tuple, word: str) -> dict[str, object]:
    """What the cards are in order of."""
    if pd.isna(one.at_stake):
        return {}
    ends = (float(one.at_stake_low), float(one.at_stake_high))
    return {"brings": float(one.at_stake), "word": word} | ({} if pd.isna(ends[0]) else {"interval": ends})
