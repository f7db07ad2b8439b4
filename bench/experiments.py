"""How fast are ten thousand bootstrap resamples of a campaign, next to the loop that one would write?

Draws a made-up campaign: customers in segments, a third each with a mail, another, or none, of whom few buy, at prices
to the cent. Both compute the 95 % percentile intervals of the effect of each mail on mean money in each segment, in a
process of its own, on one thread: ``seglib`` by how often each distinct amount comes in a resample, the loop by
drawing the customers of each segment and arm with ``rng.choice`` again and again. The loop's time for a few resamples
is carried forward to all. Run it with ``python bench/experiments.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd

from seglib.value.experiments import effects
from seglib.value.trials.bootstrap import bootstrap_effects

ARMS = ("control", "mens", "womens")
FEW = 50
"""Resamples of the loop that are timed."""


def draw(n: int, segments: int) -> pd.DataFrame:
    """A campaign: one in a hundred buys, for 30 to 500."""
    rng = np.random.default_rng(2026)
    arm = rng.choice(ARMS, n)
    buys = rng.random(n) < np.select([arm == "mens", arm == "womens"], [0.0125, 0.0088], 0.0057)
    money = np.where(buys, rng.lognormal(4.5, 0.7, n).round(2), 0.0)
    rows = pd.DataFrame({"campaign_id": "c", "customer_id": np.arange(n), "arm": arm, "revenue": money})
    return rows.assign(segment=rng.integers(0, segments, n).astype(str))


def by_seglib(rows: pd.DataFrame, resamples: int) -> tuple[float, pd.DataFrame]:
    return 1.0, bootstrap_effects(rows, resamples=resamples, random_state=1)


def by_loop(rows: pd.DataFrame, resamples: int) -> tuple[float, pd.DataFrame]:
    """What one would write; a few resamples, and by how much all would take longer."""
    rng, found = np.random.default_rng(1), []
    for segment, part in rows.groupby("segment"):
        for arm in ARMS[1:]:
            own, control = (part.loc[part["arm"] == name, "revenue"].to_numpy() for name in (arm, "control"))
            drawn = [rng.choice(own, len(own)).mean() - rng.choice(control, len(control)).mean() for _ in range(FEW)]
            found.append((segment, arm, *np.quantile(drawn, [0.025, 0.975])))
    return resamples / FEW, pd.DataFrame(found, columns=["segment", "arm", "low", "high"])


def measure(tool: str, n: int, segments: int, resamples: int) -> None:
    rows = draw(n, segments)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    times, table = {"seglib": by_seglib, "loop": by_loop}[tool](rows, resamples)
    seconds = (time.perf_counter() - start) * times
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps({"seconds": seconds, "MB": memory, "width": float((table["high"] - table["low"]).mean())}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=64_000)
    parser.add_argument("--segments", type=int, default=10)
    parser.add_argument("--resamples", type=int, default=10_000)
    parser.add_argument("--only", choices=["seglib", "loop"])
    asked = parser.parse_args()
    if asked.only:
        measure(asked.only, asked.customers, asked.segments, asked.resamples)
        return
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    found = {}
    for tool in ("seglib", "loop"):
        command = [sys.executable, __file__, "--only", tool]
        command += [f"--{name}={getattr(asked, name)}" for name in ("customers", "segments", "resamples")]
        done = subprocess.run(command, env={**os.environ, **one}, capture_output=True, text=True, check=True)
        found[tool] = json.loads(done.stdout)
        print(
            f"{tool:7} {found[tool]['seconds']:9.1f} s  {found[tool]['MB']:6.0f} MB  width {found[tool]['width']:.3f}"
        )
    print(f"the loop takes {found['loop']['seconds'] / found['seglib']['seconds']:.0f} times as long")
    start = time.perf_counter()
    effects(draw(asked.customers, asked.segments), by="segment")
    print(f"effects {time.perf_counter() - start:9.1f} s  all outcomes and segments, without resampling")


if __name__ == "__main__":
    main()
