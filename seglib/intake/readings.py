"""How is each column of numbers and dates read, by what is declared or by what all its cells prove?"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import pandas as pd

from seglib.client_keys import Source
from seglib.intake.date_readings import read_dates
from seglib.intake.evidence import Finding, named
from seglib.intake.number_readings import number_columns, read_marks
from seglib.questions import Question

COLUMNS = ["table", "file", "column", "field", "reading", "basis", "proof_file", "proof_line", "proof", "rows"]


@dataclass(frozen=True)
class Resolved:
    """A source with nothing left open, or the questions that are.

    Attributes
    ----------
    source : seglib.client.Source
        With the conventions that were found written into it.
    readings : pandas.DataFrame
        One row a column: ``table, file, column`` (in the file), ``field`` (the contract's), ``reading`` (in words),
        ``basis`` (``declared``, ``found``, or ``nothing to tell`` where every convention gives the same),
        ``proof_file, proof_line, proof`` (the first cell that shows it), ``rows`` (how many cells do).
    questions : list of seglib.questions.Question
    """

    source: Source
    readings: pd.DataFrame
    questions: list[Question]


def resolve(
    text: ibis.Table,
    source: Source,
    *,
    where: str,
    missing: list[str],
    numeric: set[str],
) -> Resolved:
    """Find how the numbers and dates of a source are written.

    Parameters
    ----------
    text : ibis.Table
        The source as text.
    source : seglib.client.Source
    where : str
        The source's place in ``client.yml``.
    missing : list of str
        What stands for "not known" besides an empty cell.
    numeric : set of str
        Columns of the file that hold numbers by type, as in Parquet and databases; those have a decimal point.

    Returns
    -------
    Resolved
    """
    typed = {name: "." for name in number_columns(source) if named(source, name) in numeric}
    if typed and not isinstance(source.decimal, str):
        source = source.model_copy(update={"decimal": typed | (source.decimal or {})})
    given = {"where": where, "missing": missing}
    marks, of_marks = read_marks(text, source, **given)
    dates, of_dates = read_dates(text, source, **given)
    decimal = {finding.column: finding.value for finding in marks}
    formats = {finding.column: finding.value for finding in dates}
    readings = pd.DataFrame([_row(finding, source) for finding in [*marks, *dates]], columns=COLUMNS)
    return Resolved(
        source.model_copy(update={"decimal": decimal, "dates": formats}),
        readings.astype({"proof_line": "Int64", "rows": "int64"}),
        [*of_marks, *of_dates],
    )


def _row(finding: Finding, source: Source) -> tuple:
    proof = finding.proof
    place = (proof.file, proof.line, proof.shown) if proof else (None, None, None)
    file = source.file or source.from_table
    column = named(source, finding.column)
    return source.table, file, column, finding.column, finding.words, finding.basis, *place, finding.rows
