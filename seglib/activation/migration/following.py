"""Who is in another segment than before, and why? One identity for each segment, and each move split exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from seglib.activation.migration.reading import Day, placed
from seglib.clustering.flow import PARTS, bridge, flows, memberships, split_moves
from seglib.clustering.identity import match_segments
from seglib.segments import behavioural
from seglib.segments.segmentation import NOT_YET_BOUGHT, Segmentation

N_REFITS = 20
SIZES = ("segment", "then", "came", "left", *PARTS, "now")


@dataclass(frozen=True, eq=False)
class Step:
    """What happened from one day to the next.

    Parameters
    ----------
    before, after : Day
        The days.
    moves : pandas.DataFrame
        One row a customer of both days, from :func:`seglib.clustering.flow.split_moves`; segments by their identity.
    sizes : pandas.DataFrame
        One row a segment: :data:`SIZES`. `then`, `came` (first order since), `left` (no order stands any more, as a
        negative number) and the three parts add up to `now`.
    """

    before: Day
    after: Day
    moves: pd.DataFrame
    sizes: pd.DataFrame

    @property
    def flows(self) -> pd.DataFrame:
        """Moves added up by the segments that they lead from and to: :func:`seglib.clustering.flow.flows`."""
        return flows(self.moves)


@dataclass(frozen=True, eq=False)
class Followed:
    """Segments through several days.

    Parameters
    ----------
    segments : pandas.DataFrame
        One row an identity on one day: `identity`, `day` (0 is the first), `segment` (the code of that day's rule),
        `segment_name`, `state` ("first" on the first day, then "same" or "new"), `jaccard` with the earlier one, and
        `parents`: identities that a quarter or more of the members of a new one come from.
    labels : list of pandas.Series
        Of each day: identity by customer.
    steps : list of Step
        From each day to the next.
    """

    segments: pd.DataFrame
    labels: list[pd.Series]
    steps: list[Step]

    @property
    def names(self) -> pd.Series:
        """Name of each identity on the last day on which it was there."""
        return self.segments.sort_values("day", kind="stable").groupby("identity")["segment_name"].last()

    @property
    def today(self) -> list[str]:
        """Identities of the last day, in the order of its rule."""
        return self.segments.loc[self.segments["day"] == self.segments["day"].max(), "identity"].tolist()


def found_again(former: Segmentation, today: Segmentation, features: pd.DataFrame) -> pd.DataFrame:
    """Find groups among those of an earlier rule, by the customers of the later day.

    Parameters
    ----------
    former, today : Segmentation
        The rules of both days.
    features : pandas.DataFrame
        Of the later day's customers with an order.

    Returns
    -------
    pandas.DataFrame
        As :func:`seglib.clustering.identity.match_segments` gives it.
    """
    before, after = (placed(features, rule) for rule in (former, today))
    return match_segments(before, after, places=behavioural.matrix(features))


def follow(days: Sequence[Day], *, n_refits: int = N_REFITS, random_state: int) -> Followed:
    """Follow segments and customers through several days.

    Parameters
    ----------
    days : sequence of Day
        Two or more, the earliest first.
    n_refits : int, default 20
        How often each day's rule is made again out of another sample of its customers, to tell noise.
    random_state : int
        Seed of the samples.

    Returns
    -------
    Followed
        A segment of a declared rule is that of the same name on the next day. Groups are matched by who is in them and
        where they lie: see :func:`seglib.clustering.identity.match_segments`.
    """
    codes, rows = _first(days[0])
    every = [codes]
    for number, (before, after) in enumerate(pairwise(days), start=1):
        codes, told = _next(before, after, every[-1], number, taken=len({row["identity"] for row in rows}))
        every.append(codes)
        rows += told
    labels = [day.labels.map(codes) for day, codes in zip(days, every, strict=True)]
    identities = list(dict.fromkeys(one for codes in every for one in codes.values()))
    sure = [
        _sure(day, codes, identities, n_refits=n_refits, random_state=random_state + number)
        for number, (day, codes) in enumerate(zip(days, every, strict=True))
    ]
    steps = [_step(days, every, labels, sure, number) for number in range(1, len(days))]
    return Followed(pd.DataFrame(rows), labels, steps)


def _listed(rule: Segmentation) -> pd.DataFrame:
    return rule.definition[rule.definition["segment"] != NOT_YET_BOUGHT]


def _first(day: Day) -> tuple[dict[str, str], list[dict]]:
    listed = _listed(day.rule)
    codes = {segment: f"s{place + 1}" for place, segment in enumerate(listed["segment"])}
    rows = [_row(codes[one.segment], 0, one, "first", None, ()) for one in listed.itertuples()]
    return codes, rows


def _row(identity: str, day: int, one: object, state: str, jaccard: float | None, parents: tuple[str, ...]) -> dict:
    named = {"segment": one.segment, "segment_name": one.segment_name}
    return {"identity": identity, "day": day, **named, "state": state, "jaccard": jaccard, "parents": parents}


def _next(before: Day, after: Day, codes: dict[str, str], number: int, *, taken: int) -> tuple[dict, list[dict]]:
    """Identities of the later rule: those of the earlier one where a segment is found again, new ones otherwise."""
    rules = before.rule, after.rule
    found = None if _declared(*rules) else found_again(*rules, after.features).set_index("after")
    own, rows = {}, []
    for one in _listed(after.rule).itertuples():
        match = found.loc[one.segment] if found is not None and one.segment in found.index else None
        earlier = one.segment if found is None else match["before"] if match is not None else None
        old = codes.get(earlier)
        taken += old is None
        own[one.segment] = old or f"s{taken}"
        jaccard = float(match["jaccard"]) if match is not None else float("nan")
        parents = tuple(codes[name] for name in match["parents"] if name in codes) if match is not None else ()
        rows.append(_row(own[one.segment], number, one, "same" if old else "new", jaccard, () if old else parents))
    return own, rows


def _declared(*rules: Segmentation) -> bool:
    return all(rule.certain for rule in rules) and len({rule.scheme for rule in rules}) == 1


def _sure(day: Day, codes: dict[str, str], identities: list[str], *, n_refits: int, random_state: int) -> pd.DataFrame:
    """How often rules made out of other samples of a day's customers place each of them where."""
    drawn_again = []
    for number in range(n_refits):
        drawn = day.features.sample(len(day.features), replace=True, random_state=random_state * n_refits + number)
        drawn = drawn.assign(customer_id=[str(place) for place in range(len(drawn))])
        rule = day.make(drawn, random_state)
        again = placed(day.features, rule)
        if not _declared(day.rule, rule):
            match = match_segments(day.labels, again, one_to_one=True).set_index("after")["before"]
            again = again.map(match).fillna(day.labels)  # a piece that has no partner is no other segment
        drawn_again.append(again.map(codes))
    return memberships(drawn_again, identities)


def _step(days: Sequence[Day], every: list[dict], labels: list[pd.Series], sure: list[pd.DataFrame], at: int) -> Step:
    before, after = days[at - 1], days[at]
    both = before.features.index.intersection(after.features.index)
    moves = split_moves(
        labels[at - 1].reindex(both),
        placed(after.features, before.rule).map(every[at - 1]).reindex(both),
        placed(before.features, after.rule).map(every[at]).reindex(both),
        labels[at].reindex(both),
        sure_before=sure[at - 1].reindex(both),
        sure_after=sure[at].reindex(both),
    )
    came, left = (
        labels[day].drop(both).value_counts().rename(name) * sign
        for day, name, sign in ((at, "came", 1), (at - 1, "left", -1))
    )
    sizes = bridge(flows(moves)).join(came, how="outer").join(left, how="outer").fillna(0.0).rename_axis("segment")
    sizes["then"] -= sizes["left"]
    sizes["now"] += sizes["came"]
    return Step(before, after, moves, sizes.reset_index()[list(SIZES)])
