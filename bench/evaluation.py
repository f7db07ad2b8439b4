"""How fast is the evaluation of clusters, next to the loops that one would write?

Draws customers of a made-up shop, overlapping kinds in eight features, and computes, each in a process of its own, on
as many threads as it likes: all silhouettes for 2 to 12 groups by ``seglib`` and by as many calls of scikit-learn's
``silhouette_score``; and the stability of these solutions over bootstrap pairs by ``seglib`` and by the usual loop,
which for each number of groups and each pair fits ``KMeans(n_init=10)`` to two samples, predicts all cases and takes
the adjusted Rand index. The loop's time for a few pairs is carried forward to all. Run it with
``python bench/evaluation.py --rows 20000 --stability-rows 5000``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

from seglib.clustering import silhouettes
from seglib.clustering.scanning import bootstrap_agreement

KS = list(range(2, 13))
FEATURES, KINDS = 8, 6


def draw(n: int) -> np.ndarray:
    """Cases of six kinds that overlap."""
    rng = np.random.default_rng(2026)
    return rng.normal(size=(n, FEATURES)) + 1.2 * rng.normal(size=(KINDS, FEATURES))[rng.integers(0, KINDS, n)]


def solutions(X: np.ndarray) -> list[np.ndarray]:
    """What the silhouettes are of; not timed."""
    return [KMeans(k, n_init=1, random_state=k).fit_predict(X) for k in KS]


def silhouettes_sklearn(X: np.ndarray, labelings: list[np.ndarray]) -> list[float]:
    return [float(silhouette_score(X, labels)) for labels in labelings]


def silhouettes_seglib(X: np.ndarray, labelings: list[np.ndarray]) -> list[float]:
    return silhouettes(X, labelings).tolist()


def stability_loop(X: np.ndarray, n_boot: int) -> list[float]:
    rng, n = np.random.default_rng(0), len(X)
    found = []
    for k in KS:
        agreement = []
        for boot in range(n_boot):
            pair = [KMeans(k, n_init=10, random_state=boot).fit(X[rng.integers(0, n, n)]).predict(X) for _ in range(2)]
            agreement.append(adjusted_rand_score(*pair))
        found.append(float(np.mean(agreement)))
    return found


def stability_seglib(X: np.ndarray, n_boot: int) -> list[float]:
    found = bootstrap_agreement(X, ks=KS, method="kmeans", n_boot=n_boot, random_state=0)
    return [float(found[k].mean()) for k in KS]


def measure(job: str, n: int, n_boot: int) -> None:
    """Do one job; print seconds, processor seconds, by how many MB the peak of memory rose, and what was found."""
    X = draw(n)
    given = solutions(X) if job.startswith("silhouettes") else n_boot
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, worked = time.perf_counter(), time.process_time()
    found = JOBS[job](X, given)
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    print(json.dumps({"seconds": seconds, "cpu seconds": worked, "more MB": more, "found": found}))


JOBS = {
    "silhouettes seglib": silhouettes_seglib,
    "silhouettes scikit-learn": silhouettes_sklearn,
    "stability seglib": stability_seglib,
    "stability usual loop": stability_loop,
}


def main() -> None:
    """Measure all jobs and print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000, help="cases of the silhouettes (default: 20,000)")
    parser.add_argument("--stability-rows", type=int, default=5_000, help="cases of the stability (default: 5,000)")
    parser.add_argument("--pairs", type=int, default=50, help="bootstrap pairs (default: 50)")
    parser.add_argument("--loop-pairs", type=int, default=3, help="pairs that the loop really runs (default: 3)")
    parser.add_argument("--measure", choices=JOBS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        stable = asked.measure.startswith("stability")
        return measure(asked.measure, asked.stability_rows if stable else asked.rows, asked.pairs)
    results = {}
    for job in JOBS:
        pairs = asked.loop_pairs if job == "stability usual loop" else asked.pairs
        command = [sys.executable, __file__, "--measure", job, "--rows", str(asked.rows), "--pairs", str(pairs)]
        command += ["--stability-rows", str(asked.stability_rows)]
        where = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        out = subprocess.run(command, check=True, capture_output=True, text=True, env=where).stdout
        results[job] = json.loads(out)
        for measured in ("seconds", "cpu seconds"):
            results[job][measured] *= asked.pairs / pairs if job.startswith("stability") else 1
    table = pd.DataFrame(results).T
    found = table.pop("found")
    ours = table["seconds"].reindex([f"{job.split()[0]} seglib" for job in table.index]).to_numpy()
    table["times seglib's"] = table["seconds"] / ours
    print(f"{FEATURES} features, {KS[0]} to {KS[-1]} groups; silhouettes of {asked.rows:,} cases, ", end="")
    print(f"stability of {asked.stability_rows:,} over {asked.pairs} pairs")
    print(table.astype(float).round(1).to_string())
    apart = np.subtract(found["silhouettes seglib"], found["silhouettes scikit-learn"])
    print(f"silhouettes differ by at most {np.abs(apart).max():.1e}")
    both = pd.DataFrame({job.split(maxsplit=1)[1]: found[job] for job in table.index if job.startswith("stab")})
    print("mean adjusted Rand index:")
    print(both.set_axis(KS).T.round(2).to_string())


if __name__ == "__main__":
    main()
