"""The table of groups on a page: a share of the money with its interval, and what to do."""

import numpy as np
import pandas as pd
import pytest

from seglib.report.text import Formatter
from seglib.segments import behavioural, views
from seglib.segments.sentences import share_with_interval
from seglib.segments.traits import KNOWN, Trait
from seglib.segments.what_to_do import AS_ALL, ASK, SENTENCES, what_to_do
from seglib.segments.worth import worth


@pytest.fixture(scope="module")
def customers():
    rng = np.random.default_rng(7)
    kind = np.repeat([0, 1], [180, 60])
    spend = np.where(kind, 400.0, 80.0) * rng.uniform(0.8, 1.2, 240)
    orders = np.where(kind, 12, 2) + rng.integers(0, 2, 240)
    table = pd.DataFrame({"customer_id": [f"c{i}" for i in range(240)], "n_orders": orders, "total_spend": spend})
    table["recency_days"] = np.where(kind, 10.0, 200.0) + rng.integers(0, 20, 240)
    return table.assign(total_margin=spend / 4)


def test_every_word_of_a_name_has_something_to_do():
    words = {word for trait in KNOWN.values() for word in (trait.high, trait.low) if word}
    assert words == set(SENTENCES)
    assert what_to_do(["average of its own", "frequent"]) == SENTENCES["frequent"]
    assert what_to_do(["a word of the client's"]) == ASK


def test_groups_have_an_interval_and_an_action(customers):
    found = behavioural.segment(customers, traits=behavioural.RFM_TRAITS, k=2, random_state=0)
    table = views.groups(found, worth(customers), Formatter("en", "EUR"), least=10).set_index("segment_name")
    assert set(table["n"]) == {180, 60}
    rich = table[table["n"] == 60].iloc[0]
    assert rich["told"] == share_with_interval(
        rich["margin_share"], rich["margin_share_low"], rich["margin_share_high"], Formatter("en", "EUR")
    )
    assert 0 < rich["margin_share_low"] < rich["margin_share"] < rich["margin_share_high"] < 1
    assert rich["action"].split(".")[0] in " ".join(SENTENCES.values())
    assert rich["action"] != table[table["n"] == 180].iloc[0]["action"]


def test_one_group_is_served_as_all(customers):
    found = behavioural.segment(customers, traits=behavioural.RFM_TRAITS, k=1, random_state=0)
    assert found.definition.set_index("segment")["action"]["b1"] == AS_ALL


def test_groups_of_few_are_not_listed(customers):
    few = customers.assign(n_orders=np.where(customers.index < 5, 0, customers["n_orders"]))
    found = behavioural.segment(few, traits=behavioural.RFM_TRAITS, k=2, random_state=0)
    assert found.summary["n"].min() == 5
    assert views.groups(found, worth(few), Formatter("en", "EUR"), least=10)["n"].min() > 10


def test_a_trait_of_ones_own_asks(customers):
    own = Trait("total_spend", "spend", "money", "grand", "frugal")
    found = behavioural.segment(customers, traits=[own], k=2, random_state=0)
    assert set(found.definition["action"][:2]) == {ASK}
