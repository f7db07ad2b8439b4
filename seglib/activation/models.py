"""How is a segmentation kept for new customers? As a file of numbers and words, checked by its hash."""

from __future__ import annotations

import datetime
import json
import re
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from seglib.activation.codec import UnknownPartError, decode, encode
from seglib.activation.points import PointScore
from seglib.engine import replacing
from seglib.segments.segmentation import Segmentation

SCHEMA, QUESTIONS, BORDERS = "seglib-model-1", "seglib-golden-1", "seglib-borders-1"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class ModelError(ValueError):
    """A file that is not the model that it should be.

    Parameters
    ----------
    file : str
        Its name.
    reason : str
        What is wrong with it, as the end of a sentence that begins with its name.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file} {reason}. Make it again: run the report.")
        self.reason = reason


def write_model(segmentation: Segmentation, folder: Path, *, model_id: str) -> Path:
    """Keep the rule of a segmentation.

    Parameters
    ----------
    segmentation : Segmentation
        By groups, scores, bands, places, a split or the life cycle.
    folder : pathlib.Path
        Such as ``results/models``.
    model_id : str
        Small letters, digits, ``_`` and ``-``.

    Returns
    -------
    pathlib.Path
        ``<model_id>.json``: no customer is in it.

    Raises
    ------
    ValueError
        If the name is another one, or the rule cannot be kept (classes of a survey are models of answers).
    """
    content = {
        "schema": SCHEMA,
        "model_id": _checked(model_id),
        "scheme": segmentation.scheme,
        "certain": segmentation.certain,
        "note": segmentation.note,
        "definition": encode(segmentation.definition[["segment", "segment_name", "rule"]]),
        "rule": encode(segmentation.rule),
    }
    return _write(content, folder / f"{model_id}.json")


def keep_adopted(
    segmentation: Segmentation | None, folder: Path, *, as_of: datetime.date, borders: np.ndarray | None = None
) -> Path | None:
    """Keep the segmentation that the business goes by, where it can be kept.

    Parameters
    ----------
    segmentation : Segmentation or None
        None where there is none.
    folder : pathlib.Path
        Such as ``results/models``.
    as_of : datetime.date
        Last day of observation.
    borders : ndarray, optional
        From :func:`seglib.activation.borders.learn_borders`: kept as ``borders.json``.

    Returns
    -------
    pathlib.Path or None
        ``adopted.json``; None for classes of a survey, to which the golden questions lead. The same is kept as
        ``adopted-<day>.json``, so that later reports know by which rule customers were parted on this day; what was
        kept for the same day goes.
    """
    of_the_day = f"adopted-{as_of}"
    for name in ("adopted", of_the_day, "borders"):
        (folder / f"{name}.json").unlink(missing_ok=True)
    if segmentation is None or segmentation.memberships is not None:
        return None
    write_model(segmentation, folder, model_id=of_the_day)
    model = write_model(segmentation, folder, model_id="adopted")
    if borders is not None:
        of = _read(model, SCHEMA)["hash"]
        _write({"schema": BORDERS, "model": of, "centers": encode(borders.round(4))}, folder / "borders.json")
    return model


def read_model(path: Path) -> Segmentation:
    """Read a segmentation that was kept.

    Parameters
    ----------
    path : pathlib.Path
        From :func:`write_model`.

    Returns
    -------
    Segmentation
        Its `assign` is that of the one that was kept; it has no assignments of its own.

    Raises
    ------
    ModelError
        If it is no such file, was changed since, or names a part that is not known. Nothing in it has run.
    """
    content = _read(path, SCHEMA)
    definition, rule = (_made(content, part, path) for part in ("definition", "rule"))
    return Segmentation(
        scheme=content["scheme"],
        assignments=pd.DataFrame(columns=["customer_id", "segment", "segment_name", "probability"]),
        definition=definition,
        summary=pd.DataFrame(),
        details=pd.DataFrame(),
        rule=rule,
        certain=content["certain"],
        note=content["note"],
    )


def read_borders(folder: Path) -> np.ndarray | None:
    """Read where other samples draw the borders of the adopted segmentation.

    Parameters
    ----------
    folder : pathlib.Path
        Such as ``results/models``.

    Returns
    -------
    ndarray or None
        As :func:`keep_adopted` was given it; None where none was kept.

    Raises
    ------
    ModelError
        As of :func:`read_model`, or if the borders are those of another model.
    """
    path = folder / "borders.json"
    if not path.is_file():
        return None
    content = _read(path, BORDERS)
    if content["model"] != _read(folder / "adopted.json", SCHEMA)["hash"]:
        raise ModelError(path.name, "has the borders of another model")
    return _made(content, "centers", path)


def write_questions(score: PointScore, folder: Path) -> Path:
    """Keep the golden questions with their points.

    Parameters
    ----------
    score : PointScore
        From :func:`seglib.activation.golden.golden_questions`.
    folder : pathlib.Path
        Such as ``results/models``.

    Returns
    -------
    pathlib.Path
        ``golden.json``.
    """
    return _write({"schema": QUESTIONS, "score": encode(score)}, folder / "golden.json")


def read_questions(path: Path) -> PointScore:
    """Read golden questions that were kept.

    Parameters
    ----------
    path : pathlib.Path
        From :func:`write_questions`.

    Returns
    -------
    PointScore

    Raises
    ------
    ModelError
        As of :func:`read_model`.
    """
    return _made(_read(path, QUESTIONS), "score", path)


def hash_of(content: dict) -> str:
    """Give the hash of what a file says.

    Parameters
    ----------
    content : dict
        What JSON can hold.

    Returns
    -------
    str
        SHA-256, whatever the order of keys.
    """
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _write(content: dict, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    told = content | {"hash": hash_of(content)}
    with replacing(path) as part:
        part.write_text(json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False), encoding="utf-8")
    return path


def _read(path: Path, schema: str) -> dict:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(path.name, "cannot be read as a model") from error
    if not isinstance(content, dict) or content.get("schema") != schema:
        raise ModelError(path.name, f"is no model of this version ({schema})")
    if content.get("hash") != hash_of({key: value for key, value in content.items() if key != "hash"}):
        raise ModelError(path.name, "was changed after it was written")
    return content


def _made(content: dict, part: str, path: Path) -> object:
    try:
        return decode(content[part])
    except (UnknownPartError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(path.name, f"holds a part that is not known ({str(error).rstrip('.')})") from error


def _checked(model_id: str) -> str:
    if not _NAME.fullmatch(model_id):
        raise ValueError(f"`model_id` must be of small letters, digits, _ and -, at most 64; got {model_id!r}.")
    return model_id
