"""What is a segment called that was there last time? By its name of last time: lists in other programs go by it."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pandas as pd

from seglib.activation.migration.reading import MOVING, kept_rules
from seglib.clustering.identity import match_segments
from seglib.segments import behavioural
from seglib.segments.checks import has_ordered
from seglib.segments.evaluation import Adopted
from seglib.segments.segmentation import Segmentation

RENAMED = ("now", "name")


def keep_names(
    adopted: Adopted | None, features: pd.DataFrame, folder: Path, *, as_of: datetime.date
) -> tuple[Adopted | None, pd.DataFrame]:
    """Let groups that were there in the last report keep their names.

    Parameters
    ----------
    adopted : Adopted or None
        The segmentation to go by from now on; None where there is none.
    features : pandas.DataFrame
        Of the customers of today.
    folder : pathlib.Path
        Such as ``results/models``, with the rules that earlier reports kept.
    as_of : datetime.date
        Today; rules of this day or later are no earlier ones.

    Returns
    -------
    adopted : Adopted or None
        With the names of before for groups that are found again: see
        :func:`seglib.clustering.identity.match_segments`. What is no group of behaviour, then or now, stays.
    renamed : pandas.DataFrame
        :data:`RENAMED`, one row a segment that would have another name by what it is today: that one, and its name.
    """
    nothing = pd.DataFrame(columns=list(RENAMED))
    former = [rule for day, rule in kept_rules(folder).items() if day < as_of]
    if adopted is None or not former or not all(_in_groups(one) for one in (former[-1], adopted.segmentation)):
        return adopted, nothing
    names = _names(adopted.segmentation, former[-1], features[has_ordered(features)].reset_index(drop=True))
    today = adopted.segmentation.definition.set_index("segment")["segment_name"]
    other = {today[code]: name for code, name in names.items() if today[code] != name}
    if not other:
        return adopted, nothing
    made = {
        part: getattr(adopted.segmentation, part).assign(segment_name=lambda one: one["segment_name"].replace(other))
        for part in ("definition", "assignments", "summary")
    }
    passports = adopted.passports.assign(segment_name=adopted.passports["segment_name"].replace(other))
    kept = dataclasses.replace(adopted.segmentation, **made)
    return (
        dataclasses.replace(adopted, segmentation=kept, passports=passports),
        pd.DataFrame(list(other.items()), columns=list(RENAMED)),
    )


def _in_groups(rule: Segmentation) -> bool:
    return MOVING.get(rule.scheme) == "groups"


def _names(today: Segmentation, former: Segmentation, buyers: pd.DataFrame) -> dict[str, str]:
    """Name of each of today's segments; one that is new is not called as one that is not."""
    before, after = (rule.assign(buyers).set_index("customer_id")["segment"] for rule in (former, today))
    match = match_segments(before, after, places=behavioural.matrix(buyers))
    called = former.definition.set_index("segment")["segment_name"]
    names = {row.after: called[row.before] for row in match.itertuples() if row.same}
    taken = set(names.values())
    for row in today.definition.itertuples():
        if row.segment not in names:
            names[row.segment] = f"{row.segment_name} (new)" if row.segment_name in taken else row.segment_name
    return names
