"""By which rules and questions can the segments that the business goes by be told? In one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import ibis.expr.types as ir
import pandas as pd

from seglib.activation.fields import fields_of
from seglib.activation.golden import Golden, golden_questions
from seglib.activation.models import write_questions
from seglib.activation.placing import NothingTellsError
from seglib.activation.rules import DIALECTS, FEWEST, Rules, explain
from seglib.activation.typing_sheet import write_sheet
from seglib.client import Client
from seglib.engine import replacing
from seglib.segments import geographic
from seglib.segments.demographic import sensitive
from seglib.segments.psychographic.respondents import people
from seglib.segments.segmentation import NOT_YET_BOUGHT
from seglib.segments.storing import read_adopted

NOTHING = "There is nothing yet by which customers are segmented, so there is nothing to tell."
NO_FIELD = "Nothing that is known of the customers tells their segments apart, so no rule could be made of it."
FEW = (
    "Fewer than {least:count} customers with an order are in segments, or all in one. Rules need more: take in a "
    "longer history of orders, or the customers of all shops."
)


@dataclass(frozen=True, eq=False)
class Study:
    """How segments can be told.

    Parameters
    ----------
    base : str
        What customers are segmented by.
    features : pandas.DataFrame
        One row a customer.
    rules : Rules or None
        None where there are too few customers, or nothing tells them apart.
    golden : Golden or None
        None where there are none.
    lacking : str
        Why there are none, as a sentence with `least`.
    """

    base: str = ""
    features: pd.DataFrame | None = None
    rules: Rules | None = None
    golden: Golden | None = None
    lacking: str = ""


def study(tables: Mapping[str, ir.Table], client: Client, *, random_state: int) -> Study:
    """Find rules and questions for the segments that page 06 adopted.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Its ``results/segments/adopted.parquet`` is read; sensitive traits are no part of a rule.
    random_state : int
        Seed of the folds.

    Returns
    -------
    Study
    """
    adopted, frame = read_adopted(client), people(tables, as_of=client.as_of)
    if frame is None or adopted is None:
        return Study(lacking=NOTHING)
    base = str(adopted["model_id"].iloc[0]) if len(adopted) else ""
    listed = tables["customers"].to_pandas() if "customers" in tables else None
    frame = geographic.with_places(frame.drop(columns=geographic.AREA, errors="ignore"), listed)
    frame = sensitive.allowed(frame, client)
    there = adopted[adopted["customer_id"].isin(frame["customer_id"])]
    buyers = there[there["segment"] != NOT_YET_BOUGHT]
    if len(buyers) < FEWEST or buyers["segment"].nunique() < 2:
        return Study(base, frame, lacking=FEW)
    told = {"fields": fields_of(base), "random_state": random_state}
    try:
        return Study(base, frame, explain(there, frame, **told), golden_questions(there, frame, **told))
    except NothingTellsError:
        return Study(base, frame, lacking=NO_FIELD)


def write_files(found: Study, client: Client, page: str) -> list[Path]:
    """Write the rules and the questions for other programs and for people.

    Parameters
    ----------
    found : Study
        From :func:`study`.
    client : seglib.client.Client
        Where: ``results/typing/``, and ``results/models/golden.json``.
    page : str
        What ``seglib.report.typing_page`` made; a room above does not know of pages.

    Returns
    -------
    list of pathlib.Path
        `rules.txt`, `rules.json`, a query for each database, `typing.xlsx` and `typing.html`.
    """
    folder = client.results / "typing"
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"rules.txt": found.rules.text(), "rules.json": found.rules.json(), "typing.html": page}
    texts |= {f"rules.{dialect}.sql": found.rules.sql(dialect=dialect) + ";" for dialect in DIALECTS}
    for name, text in texts.items():
        with replacing(folder / name) as part:
            part.write_text(text + "\n", encoding="utf-8")
    write_sheet(found.golden.score, folder / "typing.xlsx")
    write_questions(found.golden.score, client.results / "models")
    return [*(folder / name for name in texts), folder / "typing.xlsx"]
