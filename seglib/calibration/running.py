"""Run the studies: every replicate with a seed of its own, on all processors, in an order that does not matter."""

from __future__ import annotations

import multiprocessing
import os
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd
import threadpoolctl

from seglib.calibration.promise import Study, judge

COLUMNS = (
    *("study", "promise", "setting", "sense", "nominal", "realised"),
    *("replicates", "mc_error", "band_low", "band_high", "verdict"),
)
_AT_ONCE = 10  # replicates that a processor takes


def run(
    studies: Iterable[Study],
    *,
    seed: int,
    short: bool = False,
    workers: int | None = None,
    say: Callable[[str], None] = lambda sentence: None,
) -> pd.DataFrame:
    """Run studies and hold their outcomes against what they promise.

    Parameters
    ----------
    studies : iterable of Study
        As :func:`seglib.calibration.register.studies` lists them.
    seed : int
        Seed of all replicates. Equal seeds give equal tables, whatever the number of workers.
    short : bool, default False
        Whether to run only the few replicates of the short version.
    workers : int, optional
        Processes; left out, as many as there are processors. With 1 all runs in this process.
    say : callable, optional
        Is told of each study that is done.

    Returns
    -------
    pandas.DataFrame
        One row a promise, with :data:`COLUMNS`: the name of its `study`, the `setting`, and the columns of
        :func:`seglib.calibration.promise.judge`.
    """
    studies = list(studies)
    numbers = {study.name: range(study.short if short else study.replicates) for study in studies}
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        found = (_outcomes(study, seed, numbers[study.name]) for study in studies)
        return _judged(studies, found, say)
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawned, initializer=_one_thread) as pool:
        waiting = [
            [
                pool.submit(_outcomes, study, seed, numbers[study.name][first : first + _AT_ONCE])
                for first in range(0, len(numbers[study.name]), _AT_ONCE)
            ]
            for study in studies
        ]
        found = (pd.concat([part.result() for part in parts], ignore_index=True) for parts in waiting)
        return _judged(studies, found, say)


def _one_thread() -> None:
    """Keep linear algebra of a process on one thread for good."""
    threadpoolctl.threadpool_limits(1)


def _outcomes(study: Study, seed: int, numbers: Iterable[int]) -> pd.DataFrame:
    """What some replicates of a study give; the seed of each depends on the study's name and its number alone."""
    name = zlib.crc32(study.name.encode())
    return pd.DataFrame([dict(study.replicate(np.random.default_rng([seed, name, number]))) for number in numbers])


def _judged(studies: list[Study], found: Iterable[pd.DataFrame], say: Callable[[str], None]) -> pd.DataFrame:
    rows = []
    for study, outcomes in zip(studies, found, strict=True):
        judged = [judge(promise, outcomes[promise.outcome].to_numpy()) for promise in study.promises]
        rows += [{"study": study.name, "setting": study.setting, **row} for row in judged]
        say(f"{study.name}: {len(outcomes)} replicates, " + ", ".join(str(row["verdict"]) for row in judged))
    return pd.DataFrame(rows, columns=list(COLUMNS))
