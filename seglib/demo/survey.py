"""What do the demo's customers say about themselves?

Sixteen statements on six attitudes, answered from 1 to 5 by those who took part; some are worded against their
attitude, some stay unanswered, and people differ in how readily they agree.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.demo.draws import generator
from seglib.demo.types import CONSTRUCTS
from seglib.demo.world import mixed

TAKES_PART = 0.36
UNANSWERED = 0.03
ITEMS = (
    ("q01", "Working in the garden is the best part of my week", "nature", False),
    ("q02", "I notice the seasons by what grows outside", "nature", False),
    ("q03", "Plants are too much work for me", "nature", True),
    ("q04", "Before I buy I look for the lowest price", "price", False),
    ("q05", "I wait for the sales", "price", False),
    ("q06", "I do not care what a thing costs when I like it", "price", True),
    ("q07", "Good advice is worth a higher price", "service", False),
    ("q08", "I like to talk to somebody who knows the goods", "service", False),
    ("q09", "I prefer to choose without any help", "service", True),
    ("q10", "I do most things on my phone", "digital", False),
    ("q11", "I show others online what I have bought", "digital", False),
    ("q12", "Finding the right present gives me joy", "giving", False),
    ("q13", "I plan presents long before the day", "giving", False),
    ("q14", "Presents are mostly a duty", "giving", True),
    ("q15", "I pay more for goods that last", "sustainability", False),
    ("q16", "I look where a product comes from", "sustainability", False),
)


def make_survey(customers: pd.DataFrame, *, random_state: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the answers.

    Parameters
    ----------
    customers : pandas.DataFrame
        From :func:`seglib.demo.world.make_customers`.
    random_state : int
        Seed.

    Returns
    -------
    answers : pandas.DataFrame
        `customer` (position), `item_id`, `answer` 1-5.
    items : pandas.DataFrame
        `item_id`, `wording`, `scale`, `reverse`, `construct`.
    """
    rng = generator(random_state, "survey")
    items = pd.DataFrame(ITEMS, columns=["item_id", "wording", "construct", "reverse"])
    items.insert(2, "scale", "1-5")
    who = np.flatnonzero(rng.random(len(customers)) < TAKES_PART)
    attitude = mixed(customers, "attitudes")[who] + rng.normal(0, 0.55, (len(who), len(CONSTRUCTS)))
    construct = [CONSTRUCTS.index(name) for name in items["construct"]]
    mean = attitude[:, construct]
    mean = np.where(items["reverse"].to_numpy(), 6 - mean, mean) + rng.normal(0, 0.3, (len(who), 1))
    answers = np.clip((mean + rng.normal(0, 0.65, mean.shape)).round(), 1, 5).astype(int)
    given = rng.random(mean.shape) >= UNANSWERED
    rows, columns = np.nonzero(given)
    table = {"customer": who[rows], "item_id": items["item_id"].to_numpy()[columns], "answer": answers[given]}
    return pd.DataFrame(table), items
