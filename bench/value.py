"""How fast is customer lifetime value, next to the released packages, on the same customers in one run?

Draws customers of a known process, whose purchases fall on days, and fits BG/NBD and Gamma-Gamma by ``seglib``, by the
package ``lifetimes`` (maximum likelihood) and by ``pymc-marketing`` (the mode of the posterior, with flat priors: the
same point). Each fit runs in a process of its own on one thread, the second time of two; times are of the processor.
The packages are no dependencies and need older versions of others: each gets an environment of its own under
``.cache/bench``, made at the first run, and where that fails the package is left out with a word.

    python bench/value.py --customers 1000000
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np

CACHE = Path(__file__).resolve().parents[1] / ".cache" / "bench"
NEEDS = {
    "lifetimes": ["lifetimes==0.11.3", "setuptools<81", "numpy<2", "pandas<2.1", "scipy<1.12"],
    "pymc-marketing": ["pymc-marketing==0.19.2"],
}
LEAST = {("bgnbd", "lifetimes"): 20.0, ("bgnbd", "pymc-marketing"): 12.0, ("gamma_gamma", "lifetimes"): 20.0}
NAMES = {"bgnbd": ["r", "alpha", "a", "b"], "gamma_gamma": ["p", "q", "v"]}


def draw(n: int, file: Path) -> None:
    """Customers who came over half a year, each observed for half a year to a year, with days as the unit of chance."""
    from seglib.value.recovery import TRUTH, draw_customers, draw_money

    T = np.random.default_rng(1).integers(182, 365, n) / 7
    drawn = draw_customers("bgnbd", TRUTH["bgnbd"], T, horizon=1, random_state=2026)
    x = drawn["frequency"].to_numpy(float)
    t_x = np.minimum(np.ceil(drawn["recency"].to_numpy() * 7) / 7, T)
    money = np.nan_to_num(draw_money(TRUTH["gamma_gamma"], x, random_state=2026))
    np.savez(file, frequency=x, recency=t_x, T=T, monetary_value=np.round(money, 2))


def by_seglib(model: str, table):
    from seglib.value import clv

    found = getattr(clv, f"fit_{model}")(table)
    return found.params, found.log_likelihood


def by_lifetimes(model: str, table):
    import lifetimes

    if model == "bgnbd":
        fitted = lifetimes.BetaGeoFitter().fit(table["frequency"], table["recency"], table["T"])
        return dict(fitted.params_), -fitted._negative_log_likelihood_ * len(table)
    again = table[table["frequency"] > 0]
    fitted = lifetimes.GammaGammaFitter().fit(again["frequency"], again["monetary_value"])
    return dict(fitted.params_), -fitted._negative_log_likelihood_ * len(again)


def by_pymc(model: str, table):
    from pymc_extras.prior import Prior
    from pymc_marketing import clv

    flat = {name: Prior("HalfFlat") for name in NAMES[model]}
    data = table if model == "bgnbd" else table[table["frequency"] > 0]
    kind = clv.BetaGeoModel if model == "bgnbd" else clv.GammaGammaModel
    fitted = kind(data, model_config=flat)
    fitted.fit(method="map", progressbar=False)
    return {name: float(fitted.idata.posterior[name].squeeze()) for name in NAMES[model]}, None


TOOLS = {"seglib": by_seglib, "lifetimes": by_lifetimes, "pymc-marketing": by_pymc}


def measure(tool: str, model: str, file: Path) -> None:
    """Fit twice, and print parameters, log-likelihood, and seconds of the second fit."""
    import pandas as pd

    table = pd.DataFrame(dict(np.load(file)))
    table["customer_id"] = np.arange(len(table))
    TOOLS[tool](model, table.iloc[:2000])  # imports, compilation
    started = time.process_time()
    params, value = TOOLS[tool](model, table)
    seconds = time.process_time() - started
    print(json.dumps({"params": {key: float(one) for key, one in params.items()}, "value": value, "seconds": seconds}))


def python_of(tool: str) -> str | None:
    """The interpreter of a tool's environment, which is made if it is not there; None where that fails."""
    if tool == "seglib":
        return sys.executable
    folder = CACHE / tool
    ready = folder / "ready"
    if not ready.exists():
        print(f"Making an environment for {tool} in {folder.relative_to(CACHE.parents[1])} ...")
        venv.create(folder, with_pip=True, clear=True)
        command = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", *NEEDS[tool]]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            print(f"{tool} is left out: it cannot be installed ({done.stderr.strip().splitlines()[-1]})")
            return None
        ready.touch()
    return str(folder / "bin" / "python")


def main() -> None:
    """Run the comparison and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--skip", nargs="*", default=[], choices=list(NEEDS), help="packages to leave out")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        return measure(asked.measure[0], asked.measure[1], Path(asked.measure[2]))
    pythons = {tool: python_of(tool) for tool in TOOLS if tool not in asked.skip}
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "customers.npz"
        draw(asked.customers, file)
        for model, names in NAMES.items():
            print(f"{model}, {asked.customers:,} customers")
            ours = None
            for tool, python in pythons.items():
                if python is None:
                    continue
                command = [python, __file__, "--measure", tool, model, str(file)]
                done = subprocess.run(command, capture_output=True, text=True, env=os.environ | one_thread)
                if done.returncode:
                    print(f"  {tool}: failed ({done.stderr.strip().splitlines()[-1]})")
                    continue
                found = json.loads(done.stdout.strip().splitlines()[-1])
                ours = ours or found
                params = "  ".join(f"{name} {found['params'][name]:.5f}" for name in names)
                print(f"  {tool:<15} {found['seconds']:8.2f} s  {params}", end="")
                if found is not ours:
                    apart = max(abs(found["params"][name] / ours["params"][name] - 1) for name in names)
                    times, least = found["seconds"] / ours["seconds"], LEAST.get((model, tool))
                    goal = f" (at least {least:.0f} are promised for a million)" if least else ""
                    print(f"  {times:.1f} times the time{goal}; parameters differ by {apart:.0e}", end="")
                print()


if __name__ == "__main__":
    main()
