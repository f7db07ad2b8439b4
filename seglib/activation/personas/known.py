"""Of whom are the segments, and what is known of them? The adopted segmentation beside features, traits and answers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

import ibis.expr.types as ir
import pandas as pd

from seglib import features
from seglib.client import Client
from seglib.segments import demographic, psychographic
from seglib.segments.evaluation.trust import NOBODYS
from seglib.segments.psychographic.answers import Reading
from seglib.segments.psychographic.respondents import known_answers, people, with_answers
from seglib.segments.psychographic.storing import ADVICE
from seglib.segments.storing import read_adopted
from seglib.segments.worth import Worth, worth

YEAR = 365  # days
NO_GRADE = "not judged"


@dataclass(frozen=True, eq=False)
class Known:
    """Customers with a segment, and what is known of them.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a customer (or respondent) with `customer_id`, `segment`, `segment_name`, and what is known: features,
        traits without the sensitive ones, `marketing_consent`, `money` so far and `money_year` (of the last year).
    passports : pandas.DataFrame
        One row a segment with its grade, in the order of presentation.
    money : Worth or None
        Which money it is; None where no order is known.
    min_cell : int
        Segments with fewer members show no numbers.
    descriptors : pandas.DataFrame
        Answers to questions that only describe, in the order of `frame`; without columns where there are none.
    readings : mapping of str to Reading
        For each column of `descriptors` how its answers were read.
    advice : mapping of str to tuple of str
        What a segment says more than others, and what that asks for, by its code; empty where segments are not those of
        a survey.
    """

    frame: pd.DataFrame
    passports: pd.DataFrame
    money: Worth | None
    min_cell: int
    descriptors: pd.DataFrame
    readings: Mapping[str, Reading] = field(default_factory=dict)
    advice: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def shown(self) -> pd.DataFrame:
        """Passports of the segments that are large enough to be shown."""
        return self.passports[self.passports["n"] >= self.min_cell].reset_index(drop=True)

    @property
    def n(self) -> int:
        """Members of the segments that are shown."""
        return int(self.shown["n"].sum())


def read_known(tables: Mapping[str, ir.Table], client: Client) -> Known | None:
    """Read what page 06 adopted and put it beside what is known of its customers.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client

    Returns
    -------
    Known or None
        The segments of page 04 where nothing was adopted because respondents are no known customers; those have no
        grade. None where there are none either, or no segment is large enough to be shown.
    """
    segments, passports = _segments(client)
    if segments is None:
        return None
    frame, money = _everything(tables, client)
    survey, items = known_answers(tables, frame if frame is not None else None)
    battery = psychographic.read_battery(survey, items, settings=client.psychographic)
    beside = with_answers(frame, battery) if len(battery.answers) else frame
    if beside is None:
        return None
    beside = segments.merge(beside, on="customer_id", how="inner").sort_values("customer_id", ignore_index=True)
    passports = passports[passports["code"].isin(beside["segment"])].sort_values("segment", kind="stable")
    passports = passports.assign(n=passports["code"].map(beside["segment"].value_counts()).astype(int))
    told = _descriptors(beside, battery), battery.readings, _advice(client, passports)
    known = Known(beside, passports.reset_index(drop=True), money, client.min_cell, *told)
    return known if len(known.shown) else None


def _segments(client: Client) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Segment of each customer, or of each respondent where none is a customer, and the segments with their grades."""
    adopted, issued = read_adopted(client), client.results / "passports.parquet"
    asked = client.results / "psychographic_respondents.parquet"
    passports = pd.read_parquet(issued) if issued.is_file() else None
    if adopted is not None and passports is not None:
        return _in_segments(adopted), passports
    if not asked.is_file():
        return None, None
    segments = _in_segments(pd.read_parquet(asked).rename(columns={"respondent": "customer_id"}))
    named = segments.drop_duplicates("segment").sort_values("segment", ignore_index=True)
    named = named.rename(columns={"segment": "code"})[["code", "segment_name"]]
    if passports is None or len(named.merge(passports, on=["code", "segment_name"])) < len(named):
        passports = named.assign(segment=range(len(named)), grade=NO_GRADE, held_back_by="")
    return segments, passports


def _in_segments(assigned: pd.DataFrame) -> pd.DataFrame:
    return assigned.loc[~assigned["segment"].isin(NOBODYS), ["customer_id", "segment", "segment_name"]]


def _advice(client: Client, passports: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """What page 04 says to do for these segments, where they are its own."""
    kept = client.results / f"{ADVICE}.parquet"
    if not kept.is_file():
        return {}
    own = pd.read_parquet(kept).rename(columns={"segment": "code"})
    own = passports[["code", "segment_name"]].merge(own, on=["code", "segment_name"])
    return {one.code: (one.says, one.action.removeprefix(one.says).strip()) for one in own.itertuples()}


def _everything(tables: Mapping[str, ir.Table], client: Client) -> tuple[pd.DataFrame | None, Worth | None]:
    frame = people(tables, as_of=client.as_of)
    if frame is None:
        return None, None
    frame = demographic.sensitive.allowed(frame, client)
    if "customers" in tables and "marketing_consent" in tables["customers"].columns:
        agreed = tables["customers"].select("customer_id", "marketing_consent").to_pandas()
        frame = frame.merge(agreed, on="customer_id", how="left")
    if "order_lines" not in tables:
        return frame, None
    money = worth(frame)
    before = features.customer_features(tables, as_of=client.as_of - datetime.timedelta(days=YEAR)).to_pandas()
    earlier = frame["customer_id"].map(before.set_index("customer_id")[money.column]).astype(float).fillna(0.0)
    so_far = frame[money.column].astype(float)
    return frame.assign(money=so_far, money_year=so_far - earlier), money


def _descriptors(beside: pd.DataFrame, battery: psychographic.Battery) -> pd.DataFrame:
    """What else respondents said of themselves, in the order of the customers."""
    if battery.descriptors.empty:
        return pd.DataFrame(index=beside.index)
    ids = battery.answers.index.to_series().astype("str")
    ids = ids.where(battery.is_customer, psychographic.respondents.OUTSIDE + ids).to_numpy()
    told = battery.descriptors.set_axis(ids)
    return told[~told.index.duplicated()].reindex(beside["customer_id"]).reset_index(drop=True)
