"""What is a segment called that was there last time? By its name of last time: lists in other programs go by it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

import ibis.expr.types as ir
import pandas as pd

from seglib.activation.migration.following import found_again
from seglib.activation.migration.reading import MOVING, buyers, kept_rules
from seglib.client import Client
from seglib.features import customer_features
from seglib.segments.evaluation import Adopted
from seglib.segments.segmentation import Segmentation

RENAMED = ("now", "name")


@dataclass(frozen=True, eq=False)
class Named:
    """Segments under the names by which they go from now on.

    Parameters
    ----------
    adopted : Adopted or None
        With the names of before for groups that are found again: see
        :func:`seglib.clustering.identity.match_segments`. What is no group of behaviour, then or now, stays.
    renamed : pandas.DataFrame
        :data:`RENAMED`, one row a segment that would have another name by what it is today: that one, and its name.
    unreadable : mapping of str to str
        Files of earlier reports' rules that could not be used, and why.
    """

    adopted: Adopted | None
    renamed: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(RENAMED)))
    unreadable: Mapping[str, str] = field(default_factory=dict)


def keep_names(adopted: Adopted | None, tables: Mapping[str, ir.Table], client: Client) -> Named:
    """Let groups that were there in the last report keep their names.

    Parameters
    ----------
    adopted : Adopted or None
        The segmentation to go by from now on; None where there is none.
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose end of observation is today, and whose earlier reports kept their rules.

    Returns
    -------
    Named
    """
    if adopted is None or not _in_groups(adopted.segmentation):
        return Named(adopted)
    kept, unreadable = kept_rules(client.results / "models", before=client.as_of, most=1)
    former = next(iter(kept.values()), None)
    if former is None or not _in_groups(former):
        return Named(adopted, unreadable=unreadable)
    names = _names(adopted.segmentation, former, tables, client.as_of)
    today = adopted.segmentation.definition.set_index("segment")["segment_name"]
    other = {today[code]: name for code, name in names.items() if today[code] != name}
    if not other:
        return Named(adopted, unreadable=unreadable)
    made = {
        part: getattr(adopted.segmentation, part).assign(segment_name=lambda one: one["segment_name"].replace(other))
        for part in ("definition", "assignments", "summary")
    }
    passports = adopted.passports.assign(segment_name=adopted.passports["segment_name"].replace(other))
    segmentation = dataclasses.replace(adopted.segmentation, **made)
    return Named(
        dataclasses.replace(adopted, segmentation=segmentation, passports=passports),
        pd.DataFrame(list(other.items()), columns=list(RENAMED)),
        unreadable,
    )


def _in_groups(rule: Segmentation) -> bool:
    return MOVING.get(rule.scheme) == "groups"


def _names(
    today: Segmentation, former: Segmentation, tables: Mapping[str, ir.Table], as_of: datetime.date
) -> dict[str, str]:
    """Name of each of today's segments; one that is new is not called as one that is not."""
    match = found_again(former, today, buyers(customer_features(tables, as_of=as_of).to_pandas()))
    called = former.definition.set_index("segment")["segment_name"]
    names = {row.after: called[row.before] for row in match.itertuples() if row.same}
    taken = set(names.values())
    for row in today.definition.itertuples():
        if row.segment not in names:
            names[row.segment] = f"{row.segment_name} (new)" if row.segment_name in taken else row.segment_name
    return names
