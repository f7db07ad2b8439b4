"""Do models of what customers are worth hold what they should? Parameters, purchases that came, and verdicts (V12)."""

from __future__ import annotations

from functools import partial

import numpy as np

from seglib.calibration.promise import Promise, Study
from seglib.value.profit.long_run import long_run
from seglib.value.profit.losing import SURE, losing
from seglib.value.profit.made_up import draw_books
from seglib.value.recovery import TRUTH, replicate

LEVEL = 0.95
CUSTOMERS, OF_MONEY = 1_000, 4_000  # of so many Gamma-Gamma takes its shape p as good as normal in the logarithm
LABELS = {"bgnbd": "BG/NBD", "mbgnbd": "MBG/NBD", "pareto_nbd": "Pareto/NBD", "gamma_gamma": "Gamma-Gamma"}
LATER = "later"
"""Purchases of all customers in the weeks that follow."""


def on_model(model: str, rng: np.random.Generator) -> dict[str, float]:
    """Draw customers from a model, fit it to them, and look what its 95 % intervals hold.

    Parameters
    ----------
    model : str
        A key of :data:`LABELS`.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `converged`, and for each parameter, and but for Gamma-Gamma `later`, whether the interval held the truth;
        missing where the fit did not converge.
    """
    found = replicate(model, rng, n_customers=OF_MONEY if model == "gamma_gamma" else CUSTOMERS)
    held = {name: value for name, value in found.items() if not name.startswith("estimate of ")}
    return {"converged": float(not np.isnan(list(held.values())).any()), **held}


def on_verdicts(rng: np.random.Generator) -> dict[str, float]:
    """Draw customers of whom it is known who costs more than they bring, and look whom the verdict hits.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `true`: of those who are said to lose, the share who do; `off`: that share less the mean of the probabilities
        that they were given. Missing where nobody is said to.
    """
    account, loses = draw_books(CUSTOMERS, rng)
    judged = losing(account, long_run(account), n_draws=200, random_state=int(rng.integers(2**31)))
    hit = (judged["verdict"] == "loses").to_numpy()
    true = float(loses[hit].mean()) if hit.any() else float("nan")
    return {"true": true, "off": true - float(judged["p_loss"][hit].mean())}


def _study(model: str, replicates: int) -> Study:
    of_money = model == "gamma_gamma"
    drawn = f"{OF_MONEY:,} repeat buyers" if of_money else f"{CUSTOMERS:,} customers seen for 26 to 52 weeks"
    truth = ", ".join(f"{name} = {value:g}" for name, value in TRUTH[model].items())
    promises = [Promise("converged", "The fit converges", "at least", LEVEL)]
    promises += [
        Promise(name, f"The 95 % interval of {name} holds the truth", "within", LEVEL) for name in TRUTH[model]
    ]
    if not of_money:
        promises += [Promise(LATER, "The 95 % interval of the next 26 weeks' purchases holds them", "within", LEVEL)]
    return Study(
        name=f"V12 {LABELS[model]}",
        setting=f"{drawn}, drawn from the model ({truth}) and fitted by it",
        replicate=partial(on_model, model),
        promises=tuple(promises),
        replicates=replicates,
        short=4,
    )


_SETS = {"bgnbd": 1_000, "mbgnbd": 1_000, "pareto_nbd": 400, "gamma_gamma": 1_000}
STUDIES = (
    *(_study(model, replicates) for model, replicates in _SETS.items()),
    Study(
        name="V12 losing customers",
        setting=(
            f"{CUSTOMERS:,} customers seen for 6 quarters, margins, contacts and minutes as the model of page 08b has "
            f"them; who costs more than they bring with a probability of {SURE:g} and also without the worst quarter"
        ),
        replicate=on_verdicts,
        promises=(
            Promise("true", "Customers who are said to cost more than they bring do", "at least", SURE, "mean"),
            Promise("off", "Their share less what their probabilities say", "at least", -0.02, "mean"),
        ),
        replicates=200,
        short=4,
    ),
)
