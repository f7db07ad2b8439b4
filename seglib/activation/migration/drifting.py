"""Are customers still those of before? Traits, sizes and profiles of two times, in words, with alarms that are rare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

from seglib.activation.migration.dates import Windows, only_after, windows
from seglib.activation.migration.reading import FEWEST, Maker, buyers, placed
from seglib.client import Client
from seglib.clustering.drift import drift
from seglib.features import customer_features
from seglib.segments.evaluation.later import history_days
from seglib.segments.scales import ONE_SEASON, fit_scales
from seglib.segments.segmentation import Segmentation
from seglib.segments.traits import DEFAULT_TRAITS, KNOWN


@dataclass(frozen=True, eq=False)
class Drifted:
    """Customers of two times, compared.

    Parameters
    ----------
    windows : Windows or None
        The times; None where the history is too short.
    n_before, n : int
        Customers with an order in each.
    table : pandas.DataFrame
        As :func:`seglib.clustering.drift.drift` gives it, with `label` (the trait in words), `segment_name`, and for
        inputs and profiles `typical_before` and `typical` (median in the trait's own unit; a share's mean). Empty
        where there are fewer than 60 customers of either time.
    seasonal : tuple of str
        Traits, in words, that are not compared: they say when in the year customers buy, which a single year does not.
    """

    windows: Windows | None
    n_before: int
    n: int
    table: pd.DataFrame
    seasonal: tuple[str, ...] = ()

    @property
    def alarms(self) -> pd.DataFrame:
        """The rows that are an alarm, the largest difference first."""
        if self.table.empty:
            return self.table
        rows = self.table[self.table["alarm"]]
        return rows.sort_values("effect", key=abs, ascending=False, kind="stable", ignore_index=True)


def drifted(tables: Mapping[str, ir.Table], client: Client, *, make: Maker, random_state: int) -> Drifted:
    """Compare the customers of two times of one length.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose end of observation ends the later time.
    make : callable
        Makes the rule by which segments are compared, out of the customers of the earlier time; it is then applied to
        both.
    random_state : int
        Seed of the rule.

    Returns
    -------
    Drifted
        Features count within each time alone, as if the shop had opened on its first day: orders since the beginning
        grow even where nobody changes.
    """
    times = windows(history_days(tables, as_of=client.as_of), as_of=client.as_of)
    if times is None:
        return Drifted(None, 0, 0, pd.DataFrame())
    before = _within(tables, times.start, times.middle)
    after = _within(tables, times.middle, times.end)
    if min(len(before), len(after)) < FEWEST:
        return Drifted(times, len(before), len(after), pd.DataFrame())
    scales, left_out = fit_scales(before, DEFAULT_TRAITS)
    rule = make(before, random_state)
    labels = [placed(frame, rule) for frame in (before, after)]
    on_scales = [
        pd.DataFrame(
            {one.trait.name: pd.Series(one.apply(frame), frame.index).where(one.trait.values(frame).notna())
             for one in scales}
        )
        for frame in (before, after)
    ]  # fmt: skip
    table = drift(*on_scales, segment_before=labels[0], segment_after=labels[1])
    seasonal = tuple(KNOWN[name].label for name, reason in left_out.items() if reason == ONE_SEASON)
    return Drifted(times, len(before), len(after), _in_words(table, rule, before, after, labels), seasonal)


def _within(tables: Mapping[str, ir.Table], after: object, until: object) -> pd.DataFrame:
    return buyers(customer_features(only_after(tables, after), as_of=until).to_pandas())


def _in_words(
    table: pd.DataFrame, rule: Segmentation, before: pd.DataFrame, after: pd.DataFrame, labels: list[pd.Series]
) -> pd.DataFrame:
    names = rule.definition.set_index("segment")["segment_name"]
    typical = []
    for row in table.itertuples():
        if not row.trait or row.kind == "missing":
            typical.append((row.before, row.after))
            continue
        inside = [one == row.segment if row.segment else pd.Series(True, one.index) for one in labels]
        frames = [frame[own] for frame, own in zip((before, after), inside, strict=True)]
        typical.append(tuple(_typical(frame, row.trait) for frame in frames))
    then, now = zip(*typical, strict=True)
    return table.assign(
        label=[KNOWN[trait].label if trait else "" for trait in table["trait"]],
        segment_name=[names[segment] if segment else "" for segment in table["segment"]],
        typical_before=list(then),
        typical=list(now),
    )


def _typical(frame: pd.DataFrame, trait: str) -> float:
    values = KNOWN[trait].values(frame)
    return float(values.mean() if KNOWN[trait].kind in ("share", "count") else values.median())
