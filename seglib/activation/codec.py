"""How does a rule become text and a rule again? By a list of known parts; nothing else is ever made of a file."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from pydantic import BaseModel

from seglib.activation.parts import CLASSES, FUNCTIONS, LEFT_OUT, METHODS


class UnknownPartError(ValueError):
    """A part of a rule that is not on the list."""


def encode(value: object) -> object:
    """Turn a part of a rule into what JSON can hold.

    Parameters
    ----------
    value : object
        Numbers, texts, lists, tuples, dicts by text, arrays, frames, and what :mod:`seglib.activation.parts` lists.

    Returns
    -------
    object
        Plain JSON; each part that is no JSON is a dict with one key that says what it is.

    Raises
    ------
    UnknownPartError
        If the value is none of these.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else {"float": repr(float(value))}
    if isinstance(value, list):
        return [encode(one) for one in value]
    if isinstance(value, tuple):
        return {"tuple": [encode(one) for one in value]}
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {"dict": {key: encode(one) for key, one in value.items()}}
    if isinstance(value, np.ndarray):
        kind = "str" if value.dtype.kind in "OU" else value.dtype.name
        return {"array": {"dtype": kind, "values": [encode(one) for one in value.tolist()]}}
    if isinstance(value, pd.DataFrame):
        columns = {name: encode(value[name].to_numpy()) for name in value.columns}
        return {"frame": columns}
    return _encode_part(value)


def _encode_part(value: object) -> object:
    names = {one: name for name, one in {**CLASSES, **FUNCTIONS}.items()}
    if isinstance(value, functools.partial) and not value.args and value.func in names:
        return {"partial": [names[value.func], {key: encode(one) for key, one in value.keywords.items()}]}
    method = (type(getattr(value, "__self__", None)), getattr(value, "__name__", ""))
    if method in METHODS:
        return {"method": [encode(value.__self__), method[1]]}
    if callable(value) and value in names:
        return {"function": names[value]}
    if type(value) in names:
        if isinstance(value, BaseModel):
            return {"settings": [names[type(value)], value.model_dump(mode="json")]}
        left = LEFT_OUT.get(type(value), {})
        kept = [one.name for one in dataclasses.fields(value) if one.name not in left]
        return {"part": [names[type(value)], {name: encode(getattr(value, name)) for name in kept}]}
    raise UnknownPartError(f"A {type(value).__name__} is no part of a rule that can be kept.")


def decode(told: object) -> object:
    """Make a part of a rule again.

    Parameters
    ----------
    told : object
        From :func:`encode`, read from JSON.

    Returns
    -------
    object

    Raises
    ------
    UnknownPartError
        If a part is not on the list: nothing of it has been made.
    """
    if isinstance(told, list):
        return [decode(one) for one in told]
    if not isinstance(told, dict):
        return told
    (kind, content), *others = told.items()
    makers: dict[str, Callable[[object], object]] = {
        "float": float,
        "tuple": lambda one: tuple(map(decode, one)),
        "dict": lambda one: {key: decode(inner) for key, inner in one.items()},
        "array": _array,
        "frame": lambda one: pd.DataFrame({name: _array(column["array"]) for name, column in one.items()}),
        "partial": lambda one: functools.partial(_known(FUNCTIONS, one[0]), **_inner(one[1])),
        "method": _method,
        "function": lambda one: _known(FUNCTIONS, one),
        "settings": lambda one: _known(CLASSES, one[0])(**one[1]),
        "part": _part,
    }
    if others or kind not in makers:
        raise UnknownPartError(f"{kind!r} is no part of a rule that is known.")
    return makers[kind](content)


def _array(told: dict) -> np.ndarray:
    values = [decode(one) for one in told["values"]]
    if told["dtype"] not in ("str", "bool", "int64", "float64"):
        raise UnknownPartError(f"An array of {told['dtype']!r} is no part of a rule that is known.")
    return np.array(values, dtype=object if told["dtype"] == "str" else told["dtype"])


def _part(told: list) -> object:
    made = _known(CLASSES, told[0])
    empty = {name: make() for name, make in LEFT_OUT.get(made, {}).items()}
    return made(**_inner(told[1]), **empty)


def _method(told: list) -> object:
    owner = decode(told[0])
    if (type(owner), told[1]) not in METHODS:
        raise UnknownPartError(f"{told[1]!r} is no part of a rule that is known.")
    return getattr(owner, told[1])


def _inner(told: dict) -> dict:
    return {key: decode(one) for key, one in told.items()}


def _known(where: dict, name: str) -> Callable:
    if name not in where:
        raise UnknownPartError(f"{name!r} is no part of a rule that is known.")
    return where[name]
