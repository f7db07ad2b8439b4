"""Where do new customers belong? A table of their features, or of their answers, with a segment and a reason each."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from seglib import engine, features
from seglib.activation.borders import chances
from seglib.activation.models import read_borders, read_model, read_questions
from seglib.activation.new_orders import new_customers
from seglib.activation.points import PointScore
from seglib.activation.questions import Question
from seglib.activation.why import why
from seglib.client import Client
from seglib.segments.segmentation import Segmentation
from seglib.spreadsheet import write_csv

PURPOSE = "To choose what to say to this customer. Not for sole automated decisions."
BY_ORDERS = "By the segmentation itself, out of their orders as of {day}.{rest}"
HEADER = ("customer_id", "segment", "segment_name", "chance_percent", "why", "put_by", "purpose")


class ScoringError(ValueError):
    """A file that customers cannot be scored from, with what to do."""


@dataclass(frozen=True)
class Scored:
    """What came of scoring a file.

    Parameters
    ----------
    path : pathlib.Path
        Where it was written.
    table : pandas.DataFrame
        One row a customer: :data:`HEADER`.
    note : str
        By what the customers were placed, and why by that.
    """

    path: Path
    table: pd.DataFrame
    note: str


def score_file(client: Client, file: Path) -> Scored:
    """Put the customers of a CSV file into the segments that the business goes by.

    Parameters
    ----------
    client : seglib.client.Client
        Whose report has been made: the models are in ``results/models/``.
    file : pathlib.Path
        With a header: orders, in the columns of one of the client's own files of orders; or `customer_id`, and either
        the features that the segments are made of, or the fields (or answers) of the golden questions.

    Returns
    -------
    Scored
        Written as ``results/scored/<name of the file>.csv``. Who objected to profiling is left out.

    Raises
    ------
    ScoringError
        If a column is missing or a cell cannot be read, with its line.
    seglib.intake.IntakeError, seglib.cleaning.CleaningError, seglib.questions.OpenQuestionsError
        If a file of orders cannot be read.
    ModelError
        If a model was changed after it was written.
    """
    folder = client.results / "models"
    model = read_model(folder / "adopted.json") if (folder / "adopted.json").is_file() else None
    questions = read_questions(folder / "golden.json") if (folder / "golden.json").is_file() else None
    borders = read_borders(folder) if model is not None else None
    if model is None and questions is None:
        raise ScoringError("There is no model to score by. Make the report first: make report.")
    orders = new_customers(client, file) if model is not None and file.suffix == ".csv" and file.is_file() else None
    if orders is None:
        table, note = score(read_table(file), model, questions, borders=borders)
    else:
        table = by_model(model, orders[0], borders)
        note = BY_ORDERS.format(day=orders[1], rest=_unknown(model, orders[0]))
    tables = engine.clean_tables(client) if client.clean.is_dir() else {}
    gone = features.objectors(tables["customers"]).customer_id.execute() if "customers" in tables else []
    table = table[~table["customer_id"].isin(gone)].reset_index(drop=True)
    path = client.results / "scored" / f"{file.stem}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_csv(path, HEADER, table.astype(object).where(table.notna(), None).itertuples(index=False))
    return Scored(path, table, note)


def score(
    told: pd.DataFrame,
    model: Segmentation | None,
    questions: PointScore | None,
    *,
    borders: np.ndarray | None = None,
) -> tuple[pd.DataFrame, str]:
    """Put customers into segments by the model, or by the golden questions where it cannot.

    Parameters
    ----------
    told : pandas.DataFrame of str
        From :func:`read_table`.
    model : Segmentation or None
        From :func:`seglib.activation.models.read_model`.
    questions : PointScore or None
        From :func:`seglib.activation.models.read_questions`.
    borders : ndarray, optional
        From :func:`seglib.activation.models.read_borders`.

    Returns
    -------
    table : pandas.DataFrame
        :data:`HEADER`; the chance is missing where a model gives none.
    note : str
        By what they were placed, and why.

    Raises
    ------
    ScoringError
        If neither the features of the model nor the fields of the questions are there.
    """
    lacking = "the file has answers in words." if model is not None else "there is no model of features."
    if model is not None and not _in_words(told, questions):
        known = pd.DataFrame({name: _read(told[name], name) for name in told.columns})
        try:
            return by_model(model, known, borders), "By the segmentation itself: its features are all in the file."
        except (ValueError, KeyError) as error:
            lacking = str(error)
    absent = [one.field.name for one in questions.questions if one.field.name not in told] if questions else []
    if questions is None or absent:
        wanted = f"; for the golden questions: {', '.join(absent)}" if absent else ""
        raise ScoringError(f"Columns are missing. For the segmentation: {lacking}{wanted}")
    codes = np.column_stack([answered(one, told[one.field.name]) for one in questions.questions])
    table = questions.assign(codes).rename(columns={"percent": "chance_percent"})
    table = table.assign(customer_id=told["customer_id"].to_numpy(), why=questions.reasons(codes))
    return _finished(table, "questions"), f"By the golden questions. Not by the segmentation: {lacking}"


def by_model(model: Segmentation, known: pd.DataFrame, borders: np.ndarray | None = None) -> pd.DataFrame:
    """Put customers into segments by the segmentation itself.

    Parameters
    ----------
    model : Segmentation
    known : pandas.DataFrame
        Features, one row a customer.
    borders : ndarray, optional
        From :func:`seglib.activation.models.read_borders`; without it groups give no chance.

    Returns
    -------
    pandas.DataFrame
        :data:`HEADER`. The chance of groups is the share of other samples of the business's customers by which the
        customer would be in the same segment.

    Raises
    ------
    ValueError, KeyError
        If features are missing.
    """
    placed = model.assign(known)
    sure = placed["probability"] if borders is None else chances(model, borders, known)
    told = placed.assign(chance_percent=(sure * 100).round(), why=why(model, known, placed["segment"]))
    return _finished(told, "model")


def answered(question: Question, cells: pd.Series) -> np.ndarray:
    """Read the answers to a question: in its own words, or as values of the field.

    Parameters
    ----------
    question : Question
        What was asked.
    cells : pandas.Series of str
        One a customer; an empty one is *not known*.

    Returns
    -------
    ndarray of int
        Number of the answer, from 0.
    """
    known = {answer: code for code, answer in enumerate(question.answers)} | {"": question.n_answers - 1}
    if cells.isin(known).all():
        return cells.map(known).to_numpy(int)
    values = _numbers(cells) if question.field.is_number else cells.where(cells != "", None)
    return question.codes(pd.DataFrame({question.field.name: values}))


def read_table(file: Path) -> pd.DataFrame:
    """Read a CSV file as text.

    Parameters
    ----------
    file : pathlib.Path
        UTF-8, comma or semicolon, with a header.

    Returns
    -------
    pandas.DataFrame of str
        Blanks around cells are taken off.

    Raises
    ------
    ScoringError
        If it is no such file, or `customer_id` is missing, empty or there twice.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            head = opened.readline()
            opened.seek(0)
            rows = list(csv.reader(opened, delimiter=";" if head.count(";") > head.count(",") else ",", strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ScoringError(f"{file.name} cannot be read as a CSV file in UTF-8.") from error
    rows = [[cell.strip() for cell in row] for row in rows]
    header, rows = (rows[0], [row for row in rows[1:] if any(row)]) if rows else ([], [])
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise ScoringError(f"Row {number} of {file.name} has {len(row)} cells; the header has {len(header)}.")
    table = pd.DataFrame(rows, columns=header, dtype=object)
    ids = table.get("customer_id", pd.Series(dtype=object))
    if len(set(header)) < len(header) or ids.empty or (ids == "").any() or ids.duplicated().any():
        raise ScoringError(f"{file.name} must have a column customer_id with each customer once, and each column once.")
    return table


def _unknown(model: Segmentation, known: pd.DataFrame) -> str:
    """What orders do not tell counts as usual; say so."""
    scales = getattr(model.rule, "keywords", {}).get("scales", ())
    words = [one.trait.label for one in scales if one.trait.values(known).isna().all()]
    return f" Not told by orders, and taken as usual: {', '.join(words)}." if words else ""


def _in_words(told: pd.DataFrame, questions: PointScore | None) -> bool:
    """Whether a number is told by the words of an answer."""
    asked = [one for one in questions.questions if one.field.is_number] if questions else []
    there = [one for one in asked if one.field.name in told]
    return any(told[one.field.name].isin(one.answers).any() for one in there)


def _read(cells: pd.Series, name: str) -> pd.Series:
    """Numbers where all cells are, text otherwise; the ids stay as they are."""
    if name == "customer_id":
        return cells
    try:
        return _numbers(cells)
    except ScoringError:
        return cells.where(cells != "", None)


def _numbers(cells: pd.Series) -> pd.Series:
    numbers = []
    for row, cell in enumerate(cells, start=2):
        try:
            number = float(cell) if cell else math.nan
        except ValueError:
            number = math.inf
        if math.isinf(number):
            raise ScoringError(f"Row {row}, column {cells.name}: {cell!r} is no number. Write it with a decimal point.")
        numbers.append(number)
    return pd.Series(numbers, index=cells.index, dtype=float)


def _finished(table: pd.DataFrame, by: str) -> pd.DataFrame:
    return table.assign(put_by=by, purpose=PURPOSE)[list(HEADER)]
