"""What did the demo's two campaigns do, and for whom?

Every customer who could take part gets an outcome under *every* arm; the arm drawn decides which of them comes true.
The effects in the answer key are therefore exact for these customers, not estimates. A campaign works by extra orders
with a chance that depends on the type and, for the voucher, by a discount on orders that would have come anyway.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from seglib.demo.draws import generator
from seglib.demo.orders import Baskets
from seglib.demo.types import TYPES
from seglib.demo.world import START

CONTROL = "control"
OUTCOMES = ["responded", "revenue", "margin"]


@dataclass(frozen=True)
class Arm:
    """What an arm costs and does.

    Attributes
    ----------
    unit_cost : float
        Euros a person.
    extra_order : tuple of float
        Chance of an extra order, by type in the order of TYPES.
    voucher_rate : float
        Discount of the voucher, as a fraction.
    voucher_use : tuple of float
        Chance that the voucher is used on every order in the window, by type in the order of TYPES.
    """

    unit_cost: float = 0.0
    extra_order: tuple[float, ...] = (0.0,) * len(TYPES)
    voucher_rate: float = 0.0
    voucher_use: tuple[float, ...] = (0.0,) * len(TYPES)


@dataclass(frozen=True)
class Campaign:
    """A campaign.

    Attributes
    ----------
    campaign_id, name : str
        Short and long name.
    starts : numpy.datetime64
        First day of the window.
    window_days : int
        Days on which results count.
    fixed_cost : float
        Euros, whatever the number of people.
    by_mail : bool
        By e-mail, so only to those who agreed and did not object.
    arms : dict of str to Arm
        The arms beside the control.
    """

    campaign_id: str
    name: str
    starts: np.datetime64
    window_days: int
    fixed_cost: float
    by_mail: bool
    arms: dict[str, Arm] = field(default_factory=dict)


# order of the chances: joe, sarah, trade, gardener, bargain, gifter, rest
CAMPAIGNS = (
    Campaign(
        "SPRING25", "Spring catalogue", np.datetime64("2025-03-17"), 45, 900.0, False,
        {"catalogue": Arm(1.85, (0.05, 0.05, 0.0, 0.20, 0.07, 0.03, 0.04))},
    ),
    Campaign(
        "GIFT25", "Christmas mailing", np.datetime64("2025-11-17"), 36, 150.0, True,
        {
            "reminder": Arm(0.04, (0.22, 0.03, 0.0, 0.04, 0.05, 0.10, 0.03)),
            "voucher": Arm(
                0.04, (0.06, 0.22, 0.0, 0.05, 0.04, 0.14, 0.06), 0.20, (0.10, 0.60, 0.0, 0.30, 0.95, 0.50, 0.30)
            ),
        },
    ),
)  # fmt: skip


def run_campaigns(
    customers: pd.DataFrame, lines: pd.DataFrame, baskets: Baskets, *, random_state: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Draw the arms and let them work.

    Parameters
    ----------
    customers, lines : pandas.DataFrame
        The customers and the orders that come without any campaign.
    baskets : Baskets
        Fills the extra orders.
    random_state : int
        Seed.

    Returns
    -------
    lines : pandas.DataFrame
        With the campaigns' orders and discounts.
    assignments : pandas.DataFrame
        `campaign_id, customer` (position)`, arm, responded, revenue, margin`; money in cents, before returns.
    effects : pandas.DataFrame
        The true mean effects of each arm against the control, by type and for all.
    """
    rng = generator(random_state, "campaigns")
    assignments, effects = [], []
    for campaign in CAMPAIGNS:
        known = customers["signup_date"].to_numpy() < campaign.starts
        eligible = np.flatnonzero(known & (customers["marketing_consent"] & ~customers["objected"] | ~campaign.by_mail))
        arms = [CONTROL, *campaign.arms]
        drawn = pd.Series(rng.permutation(np.resize(arms, len(eligible))), index=eligible, dtype="str")
        worlds = _worlds(campaign, customers, lines, eligible, baskets, rng)
        outcomes = {arm: _outcomes(worlds[arm], eligible) for arm in arms}
        effects += _effects(campaign, customers["type"].iloc[eligible], drawn, outcomes)
        table = pd.concat([outcomes[arm][drawn == arm].assign(arm=arm) for arm in arms]).sort_index()
        table = table.rename_axis("customer").reset_index()
        assignments.append(table.assign(campaign_id=campaign.campaign_id))
        untouched = lines[~_in_window(lines, campaign) | ~lines["customer"].isin(eligible)]
        lived = [worlds[arm][worlds[arm]["customer"].map(drawn) == arm] for arm in arms]
        lines = pd.concat([untouched, *lived], ignore_index=True)
    columns = ["campaign_id", "customer", "arm", *OUTCOMES]
    return lines, pd.concat(assignments, ignore_index=True)[columns], pd.DataFrame(effects)


def _in_window(lines: pd.DataFrame, campaign: Campaign) -> pd.Series:
    ends = campaign.starts + np.timedelta64(campaign.window_days, "D")
    return (lines["at"] >= campaign.starts) & (lines["at"] < ends)


def _worlds(campaign, customers, lines, eligible, baskets, rng) -> dict[str, pd.DataFrame]:
    """Order lines of the eligible within the window, as they would be under each arm."""
    base = lines[_in_window(lines, campaign) & lines["customer"].isin(eligible)]
    kind = pd.Index([planted.name for planted in TYPES]).get_indexer(customers["type"])
    first = int((campaign.starts - START).astype(int))
    chance_to_order, chance_to_use = rng.random((2, len(customers)))
    highest = np.max([arm.extra_order for arm in campaign.arms.values()], axis=0)
    rows = []
    number = int(lines["order"].max()) + 1
    for customer in eligible[chance_to_order[eligible] < highest[kind[eligible]]]:
        day = first + int(rng.integers(1, campaign.window_days - 1))
        rows += [{"order": number, **line} for line in baskets.order(int(customer), day)]
        number += 1
    extra = pd.DataFrame(rows)
    worlds = {CONTROL: base}
    for name, arm in campaign.arms.items():
        comes = chance_to_order < np.array(arm.extra_order)[kind]
        uses = chance_to_use < np.array(arm.voucher_use)[kind]
        both = pd.concat([base, extra[comes[extra["customer"]]]], ignore_index=True)
        voucher = (both["quantity"] * both["unit_price"] * arm.voucher_rate).round().astype(int)
        used = uses[both["customer"]] & (both["channel"] != "phone")
        both["discount"] = both["discount"].where(~used, np.maximum(both["discount"], voucher))
        worlds[name] = both
    return worlds


def _outcomes(lines: pd.DataFrame, eligible: np.ndarray) -> pd.DataFrame:
    revenue = lines["quantity"] * lines["unit_price"] - lines["discount"]
    margin = revenue - lines["quantity"] * lines["unit_cost"]
    sums = pd.DataFrame({"revenue": revenue, "margin": margin}).groupby(lines["customer"]).sum()
    return sums.reindex(eligible, fill_value=0).assign(responded=np.isin(eligible, sums.index))


def _effects(campaign, kinds, drawn, outcomes) -> list[dict]:
    rows = []
    for name, arm in campaign.arms.items():
        change = outcomes[name][OUTCOMES].astype(float) - outcomes[CONTROL][OUTCOMES].astype(float)
        for position, planted in [*enumerate(TYPES), (None, None)]:
            chosen = (kinds == planted.name).to_numpy() if planted else np.ones(len(kinds), dtype=bool)
            rows.append(
                {
                    "campaign_id": campaign.campaign_id,
                    "arm": name,
                    "type": planted.name if planted else "all",
                    "n_eligible": int(chosen.sum()),
                    "n_assigned": int((chosen & (drawn == name).to_numpy()).sum()),
                    "extra_order_chance": arm.extra_order[position] if planted else None,
                    "voucher_use_chance": arm.voucher_use[position] if planted else None,
                    "response_effect": change.loc[chosen, "responded"].mean(),
                    "revenue_effect": change.loc[chosen, "revenue"].mean() / 100,
                    "margin_effect": change.loc[chosen, "margin"].mean() / 100,
                }
            )
    return rows
