"""Everything about the segments in one go: profiles, plans, persons, what comes first; and where it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pandas as pd

from seglib import engine
from seglib.activation.personas.cards import Card, as_table, cards
from seglib.activation.personas.days import weekdays
from seglib.activation.personas.known import Known, read_known
from seglib.activation.personas.matrix import matrix
from seglib.activation.personas.monday import monday
from seglib.activation.personas.profile import Profile, segment_profile
from seglib.activation.personas.strategy import strategies
from seglib.client import Client
from seglib.segments.psychographic.respondents import OUTSIDE

MOST_COLORS = 12
TABLES = ("segment_profile", "personas", "strategy")


@dataclass(frozen=True, eq=False)
class Personas:
    """What page 07 tells.

    Parameters
    ----------
    known : Known
        The customers and their segments.
    profile : Profile
        What sets each segment apart.
    plans, monday, matrix : pandas.DataFrame
        What is done for each, in which order, and which are worth most and served best.
    cards : list of Card
        A person each.
    colors : mapping of str to str
        Colour by segment name; empty where there are more segments than colours.
    """

    known: Known
    profile: Profile
    plans: pd.DataFrame
    monday: pd.DataFrame
    matrix: pd.DataFrame
    cards: list[Card]
    colors: Mapping[str, str]

    @property
    def word(self) -> str:
        """The money in a word."""
        return self.known.money.word if self.known.money else ""

    @property
    def people(self) -> str:
        """Who is in the segments."""
        outside = self.known.frame["customer_id"].str.startswith(OUTSIDE)
        return "respondents" if outside.all() else "customers"

    @property
    def evidence(self) -> dict[str, object]:
        """What blocks about all segments rest on."""
        return {
            "n": self.known.n,
            "population": f"{self.people} in a segment",
            "sources": ["segments", "segment_profile"],
        }


def read_personas(
    tables: Mapping[str, ir.Table],
    client: Client,
    *,
    palette: Callable[[list[str]], Mapping[str, str]] | None = None,
) -> Personas | None:
    """Describe the adopted segments and say what to do for each.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count.
    palette : callable, optional
        From names of segments to their colours, such as :func:`seglib.plots.segment_colors`.

    Returns
    -------
    Personas or None
        None where there is no segment that could be described.
    """
    known = read_known(tables, client)
    if known is None:
        return None
    profile = segment_profile(known)
    plans = strategies(
        profile,
        settings=client.strategy,
        evaluation=client.evaluation,
        contact=contact_cost(tables, client),
        advice=known.advice,
    )
    names = known.passports["segment_name"].tolist()
    colors = palette(names) if palette and len(set(names)) <= MOST_COLORS else {}
    made = cards(
        profile,
        plans,
        days=weekdays(tables, known, as_of=client.as_of),
        language=client.language,
        money=known.money.word if known.money else "",
        taken=customers_names(tables),
        colors=colors,
    )
    table = matrix(profile, settings=client.strategy)
    return Personas(known, profile, plans, monday(profile, plans), table, made, colors)


def write_personas(client: Client, found: Personas | None) -> None:
    """Keep profiles, personas and strategy among the client's results.

    Parameters
    ----------
    client : seglib.client.Client
    found : Personas or None
        None: the tables of an earlier run go.
    """
    if found is None:
        for name in TABLES:
            (client.results / f"{name}.parquet").unlink(missing_ok=True)
        return
    profile = found.profile.traits.merge(
        found.profile.segments.rename(columns={"n": "segment_n"}).drop(columns="segment_name"),
        on="segment",
        how="right",
    )
    strategy = found.plans.assign(currency=client.currency, as_of=client.as_of)
    kept = dict(zip(TABLES, (profile, as_table(found.cards), strategy), strict=True))
    engine.write_parquet({name: ibis.memtable(table) for name, table in kept.items()}, client.results)


def contact_cost(tables: Mapping[str, ir.Table], client: Client) -> float | None:
    """Find what it costs to write to a customer once.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    client : seglib.client.Client
        Where `roi: {unit_cost: …}` may say it.

    Returns
    -------
    float or None
        In the client's currency: what is declared, or the cheapest contact of a campaign so far; None where neither is
        known.
    """
    if client.roi.unit_cost is not None:
        return client.roi.unit_cost
    if "campaigns" not in tables or "unit_cost" not in tables["campaigns"].columns:
        return None
    costs = pd.to_numeric(tables["campaigns"].select("unit_cost").to_pandas()["unit_cost"]).astype(float)
    costs = costs[costs > 0]
    return float(costs.min()) if len(costs) else None


def customers_names(tables: Mapping[str, ir.Table]) -> set[str]:
    """List how customers are called, so that no persona is.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.

    Returns
    -------
    set of str
        Empty where names are not known.
    """
    if "customers" not in tables or "name" not in tables["customers"].columns:
        return set()
    return set(tables["customers"].select("name").to_pandas()["name"].dropna().astype("str"))
