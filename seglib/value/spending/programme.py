"""Which plan leaves most? A linear programme, with a yes or no where an offer costs something once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize

_STEP = 0.01  # of the budget: how much more is tried where there is no exact price of the next unit
_NOBODY = 1e-7


@dataclass(frozen=True, eq=False)
class Solution:
    """The best plan.

    Parameters
    ----------
    turns : ndarray, shape (o, t)
        Contacts by option and turn: the first, second, ... of a customer.
    earns : ndarray, shape (o, t)
        What one of these contacts brings before costs.
    profit : float
        What all bring, less all costs.
    next_unit : float
        What one more unit of money would bring beyond itself.
    next_contacts : list of float
        What one more possible contact of each limited offer would bring.
    """

    turns: np.ndarray
    earns: np.ndarray
    profit: float
    next_unit: float
    next_contacts: list[float]


class Programme:
    """Contacts by option and turn, so that a customer's second contact comes after the first.

    Parameters
    ----------
    options : pandas.DataFrame
        From :func:`seglib.value.spending.options.options_of`, with an effect each.
    repeat : float
        What a further contact brings, as a share of the one before.
    turns : int
        Contacts that a customer may get.
    limits : mapping of str to float
        Most contacts by offer.
    """

    def __init__(self, options: pd.DataFrame, *, repeat: float, turns: int, limits: Mapping[str, float]) -> None:
        self.n_turns, self.n_limits = turns, len(limits)
        self.n = options["n"].to_numpy(float)
        self.cost = np.repeat(options["cost"].to_numpy(float), turns)
        self.earns = options["effect"].to_numpy(float)[:, None] * repeat ** np.arange(turns)
        self.once = options["fixed_cost"].to_numpy(float)
        self.loses = self.cost - self.earns.ravel()
        self.rows, self.ends = _constraints(options, turns, limits)

    def solve(self, budget: float) -> Solution:
        """Find the plan that leaves most.

        Parameters
        ----------
        budget : float
            Money that may be spent.

        Returns
        -------
        Solution
            Prices of the next unit are those of the linear programme; with costs that arise once they are found by
            trying one hundredth more money, and one contact more.
        """
        if not len(self.n):
            return Solution(np.zeros(self.earns.shape), self.earns, 0.0, 0.0, [0.0] * self.n_limits)
        if (self.once > 0).any():
            turns, profit = self._with_costs_once(budget, self.ends)
            step = _STEP * budget or 1.0
            money = (self._with_costs_once(budget + step, self.ends)[1] - profit) / step
            one_more = np.eye(len(self.ends))[len(self.ends) - self.n_limits :]
            more = [self._with_costs_once(budget, self.ends + one)[1] - profit for one in one_more]
            return Solution(turns, self.earns, profit, money, more)
        found = optimize.linprog(
            self.loses,
            A_ub=np.vstack([self.cost, self.rows]),
            b_ub=np.concatenate([[budget], self.ends]),
            bounds=np.column_stack([np.zeros(len(self.cost)), np.repeat(self.n, self.n_turns)]),
            method="highs",
        )
        prices = np.abs(found.ineqlin.marginals)
        more = prices[len(prices) - self.n_limits :].tolist()
        return Solution(self._by_turn(found.x), self.earns, 0.0 - float(found.fun), float(prices[0]), more)

    def _with_costs_once(self, budget: float, ends: np.ndarray) -> tuple[np.ndarray, float]:
        """The same with a yes or no for each option: no contact before what it costs once is spent."""
        options, contacts = len(self.n), len(self.cost)
        opened = np.repeat(np.eye(options), self.n_turns, axis=1)
        rows = np.block(
            [
                [self.cost[None], self.once[None]],
                [self.rows, np.zeros((len(self.rows), options))],
                [opened, -np.diag(self.n * self.n_turns)],
            ]
        )
        upper = np.concatenate([[budget], ends, np.zeros(options)])
        found = optimize.milp(
            np.concatenate([self.loses, self.once]),
            constraints=optimize.LinearConstraint(rows, ub=upper),
            bounds=optimize.Bounds(0, np.concatenate([np.repeat(self.n, self.n_turns), np.ones(options)])),
            integrality=np.repeat([0, 1], [contacts, options]),
        )
        return self._by_turn(found.x[:contacts]), 0.0 - float(found.fun)

    def _by_turn(self, solution: np.ndarray) -> np.ndarray:
        return np.where(solution > _NOBODY, solution, 0.0).reshape(self.earns.shape)


def _constraints(options: pd.DataFrame, turns: int, limits: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Rows and upper ends: the size of each segment, no turn before the one before it, the limits of the offers."""
    option, turn = np.repeat(np.arange(len(options)), turns), np.tile(np.arange(turns), len(options))
    segment, arm = options["segment"].to_numpy()[option], options["arm"].to_numpy()[option]
    rows, ends = [], []
    for name, n in options.groupby("segment", sort=False)["n"].first().items():
        for number in range(turns):
            rows.append(
                ((segment == name) & (turn == number)).astype(float) - ((segment == name) & (turn == number - 1))
            )
            ends.append(0.0 if number else float(n))
    for name, limit in limits.items():
        rows.append((arm == name).astype(float))
        ends.append(float(limit))
    return np.array(rows, dtype=float).reshape(len(ends), len(option)), np.array(ends)
