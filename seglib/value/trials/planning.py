"""How large must the next test be? Customers an arm for effects that would matter, beside the customers there are."""

from __future__ import annotations

import pandas as pd

from seglib.client_value import Roi
from seglib.value.trials.power import needed_for_money, needed_for_share

COLUMNS = ["what", "without", "effect", "why", "an_arm", "there_are", "enough"]
LIFTS = (0.5, 1.0, 2.0)
"""Of the lift that is planned for: half of it, it, and twice as much."""


def plan_test(
    *,
    share: float = float("nan"),
    mean: float = float("nan"),
    sd: float = float("nan"),
    a_contact: float = float("nan"),
    worth: float = float("nan"),
    there_are: int,
    settings: Roi,
) -> pd.DataFrame:
    """Plan a test with a control group as large as the arm.

    Parameters
    ----------
    share : float, optional
        Share of customers who do it without the campaign, as far as that is known.
    mean, sd : float, optional
        Margin (or revenue) a customer within the window, and its standard deviation.
    a_contact : float, optional
        Cost a contact: the effect at which the campaign breaks even.
    worth : float, optional
        What a response brings, where that is all that is known of money.
    there_are : int
        Customers who could take part.
    settings : seglib.client_value.Roi
        The lift to plan for.

    Returns
    -------
    pandas.DataFrame
        One row an effect: `what` (``share`` or ``money``), `without` (the campaign), the `effect` to be proven, `why`
        (``lift`` or ``break even``), `an_arm` (customers so that four of five tests prove it), `there_are`, and whether
        they are `enough` for both arms.
    """
    rows = []
    for lift in LIFTS:
        effect = lift * settings.lift
        if 0 < share < 1:
            rows.append(("share", share, share * effect, "lift", needed_for_share(share, share * effect)))
        if sd > 0 and mean > 0:
            rows.append(("money", mean, mean * effect, "lift", needed_for_money(sd, mean * effect)))
    if a_contact > 0 and worth > 0 and 0 < share < 1:
        even = a_contact / worth
        rows.append(("share", share, even, "break even", needed_for_share(share, even)))
    if sd > 0 and a_contact > 0:
        rows.append(("money", mean, a_contact, "break even", needed_for_money(sd, a_contact)))
    table = pd.DataFrame(rows, columns=COLUMNS[:5]).dropna(subset="an_arm")
    table["there_are"] = there_are
    table["enough"] = 2 * table["an_arm"] <= there_are
    return table.sort_values(["what", "effect"], ascending=[False, True], kind="stable", ignore_index=True)
