"""Which parameters make a history of purchases most likely? One way to fit all models of repeat buying."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd

from seglib.value.maximum import Maximum, maximise
from seglib.value.patterns import COLUMNS, check_summary, find_patterns
from seglib.value.repeat_buying import RepeatModel

Model = TypeVar("Model", bound=RepeatModel)


def fit_process(model: type[Model], summary: pd.DataFrame, *, caller: str) -> Model:
    """Fit a model by maximum likelihood.

    Parameters
    ----------
    model : type
        The model.
    summary : pandas.DataFrame
        `customer_id`, `frequency`, `recency`, `T` as from :func:`seglib.value.history.purchase_history`, executed.
    caller : str
        Name of the function that was called.

    Returns
    -------
    RepeatModel
    """
    check_summary(summary, caller=caller)
    history = summary[list(COLUMNS)].reset_index(drop=True)
    patterns = find_patterns(history)
    process = model.process
    if not (patterns.x > 0).any():
        params = dict.fromkeys(process.names, np.nan) | {"r": 0.0}
        note = f"None of the {len(history):,} customers has bought again: there is nothing to tell who will, or when."
        return model(params, dict.fromkeys(process.names, np.nan), 0.0, history, converged=False, notes=(note,))
    unit = float(np.median(patterns.T[patterns.x > 0]))  # time in a unit near 1: one start suits weeks and days
    scaled, some = patterns.scaled(unit), patterns.scaled(unit).thinned()
    rough = None if some is None or not (some.x > 0).any() else process.likelihood(some)
    top = maximise(process.likelihood(scaled), process.starts, rough=rough)
    units = np.where(process.times, unit, 1.0)
    found = model(
        dict(zip(process.names, (top.params * units).tolist(), strict=True)),
        dict(zip(process.names, (top.standard_errors * units).tolist(), strict=True)),
        top.value - float(patterns.weight @ patterns.x) * np.log(unit),
        history,
        top.covariance,
        top.converged,
        _notes(top, process.names),
    )
    found.__dict__["_patterns"] = patterns  # found already
    return found


def _notes(top: Maximum, names: tuple[str, ...]) -> tuple[str, ...]:
    """What it means that parameters ran to a limit."""
    high = {name for name, at, value in zip(names, top.at_limit, top.params, strict=True) if at and value > 1}
    low = {name for name, at, value in zip(names, top.at_limit, top.params, strict=True) if at and value < 1}
    leaving, other = names[2:]
    notes = []
    if high & {"r", "alpha"}:
        notes.append("Customers differ in how often they buy no more than chance explains: one rate serves all.")
    if low & {"r", "alpha"}:
        notes.append("A few customers buy beyond all measure: rates of buying do not vary as the model has it.")
    if leaving in low and other in low:
        notes.append("Customers leave at once or stay for good: in between, nothing is seen.")
    elif leaving in low or (other in high and leaving not in high):
        notes.append("Nothing shows that any customer has left: all count as alive.")
    elif other in low:
        notes.append("As good as every customer leaves at the first chance.")
    elif leaving in high:
        notes.append("Customers differ in how soon they leave no more than chance explains: one chance serves all.")
    if not notes and not top.converged:
        notes.append("The data do not settle the parameters: predictions may hold, intervals are not given.")
    return tuple(notes)
