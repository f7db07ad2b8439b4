"""How fast, and how good, are the clusters of numbers and categories next to the released k-prototypes?

Draws cases of a made-up shop and clusters the same table by ``seglib.clustering.mixed`` and by the k-prototypes of the
package ``kmodes``, with both of its ways to start, side by side in one run, on one thread (times are of the processor)
and with the same gamma. The package is no dependency; put it into a folder of its own and name that folder:

    uv pip install --target /tmp/kmodes --no-deps kmodes==0.12.2
    python bench/mixed.py --kmodes /tmp/kmodes --rows 20000
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from seglib.clustering.kprototypes import kprototypes
from seglib.clustering.mixed import GAMMA, MIXED_METHODS, fit_mixed
from seglib.clustering.mixed_matrix import learn_scale

K = 6


def draw(n: int, *, random_state: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Cases of six kinds that overlap: four numbers and six categories with five values."""
    rng = np.random.default_rng(random_state)
    kind = rng.integers(0, K, n)
    table = {f"number_{j}": rng.normal(rng.normal(0, 1.5, K)[kind], 1) for j in range(4)}
    for j in range(6):
        chances = rng.dirichlet(np.full(5, 0.7), K).cumsum(axis=1)[kind]
        table[f"category_{j}"] = [f"value {value}" for value in (rng.random(n)[:, None] > chances).sum(axis=1)]
    return pd.DataFrame(table), kind


def objective(z: np.ndarray, codes: np.ndarray, labels: np.ndarray) -> float:
    """Cost of a partition with its own means and modes, computed in one way for all."""
    total = 0.0
    for one in np.unique(labels):
        own, own_codes = z[labels == one], codes[labels == one]
        modes = [np.bincount(column).argmax() for column in own_codes.T]
        total += ((own - own.mean(axis=0)) ** 2).sum() + GAMMA * (own_codes != modes).sum()
    return float(total)


def main() -> None:
    """Run the comparison and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--kmodes", help="folder that the package kmodes was installed into")
    parser.add_argument("--starts", type=int, default=1, help="starts of kmodes' k-prototypes")
    given = parser.parse_args()
    X, kind = draw(given.rows, random_state=2026)
    scale = learn_scale(X, caller="bench")
    z, codes = scale.z(X), scale.codes(X)

    started = time.process_time()
    labels, *_ = kprototypes(z, codes, sizes=scale.sizes, k=K, gamma=GAMMA, random_state=0)
    ours, cost = time.process_time() - started, objective(z, codes, labels)
    line = "{:<38} {:8.2f} s  objective {:12.1f}  agreement with the kinds {:.3f}"
    print(line.format("seglib k-prototypes", ours, cost, adjusted_rand_score(kind, labels)))
    for method in MIXED_METHODS:
        started = time.process_time()
        found = fit_mixed(X, k=K, method=method, random_state=0)
        seconds = time.process_time() - started
        print(f"{'seglib ' + method + ', with reading the table':<38} {seconds:8.2f} s", end="  ")
        print(f"{'':<22}  agreement with the kinds {adjusted_rand_score(kind, found.labels):.3f}")

    if given.kmodes is None:
        return
    sys.path.insert(0, given.kmodes)
    KPrototypes = importlib.import_module("kmodes.kprototypes").KPrototypes
    table = np.concatenate([z.astype(object), codes.astype(object)], axis=1)
    columns = list(range(z.shape[1], table.shape[1]))
    for start in ("Cao", "Huang"):
        model = KPrototypes(n_clusters=K, init=start, n_init=given.starts, gamma=GAMMA, random_state=0, n_jobs=1)
        started = time.process_time()
        labels = model.fit_predict(table, categorical=columns)
        seconds = time.process_time() - started
        theirs = objective(z, codes, labels)
        name = f"kmodes k-prototypes, {start}, {given.starts} starts"
        print(line.format(name, seconds, theirs, adjusted_rand_score(kind, labels)))
        print(f"{'':<38} {seconds / ours:8.1f} times the time, {theirs / cost:.4f} times the objective")


if __name__ == "__main__":
    main()
