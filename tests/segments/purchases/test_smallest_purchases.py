"""Does every step answer for a shop of one customer, of twelve alike, and for one that knows no products?"""

import datetime as dt

import ibis
import pandas as pd
import pytest

from seglib.features import bought_items, customer_features, order_days
from seglib.segments import lifecycle
from seglib.segments.purchases import interest_segments, views
from seglib.segments.purchases.calendar import occasions
from seglib.segments.purchases.favourites import favourite_summary, favourites
from seglib.segments.purchases.levels import coarsest_known
from seglib.segments.purchases.occasion_buyers import match, when_to_write
from seglib.segments.purchases.occasions import located, rises
from seglib.segments.purchases.offering import offers
from seglib.segments.purchases.suggestions import judge, recommend
from seglib.segments.purchases.together import bought_together

AS_OF = dt.date(2026, 6, 30)
SHOPS = {
    "one customer": [("a", "o1", "2026-02-10", "mug"), ("a", "o2", "2026-03-11", "pot")],
    "twelve who are all alike": [(f"c{i}", f"o{i}", "2026-02-10", "mug") for i in range(12)],
    "no products": [("a", "o1", "2025-02-10", None), ("b", "o2", "2026-03-11", None)],
}


@pytest.fixture(params=SHOPS)
def tables(request):
    lines = pd.DataFrame(SHOPS[request.param], columns=["customer_id", "order_id", "ordered_at", "product_id"])
    lines = lines.assign(ordered_at=pd.to_datetime(lines["ordered_at"]), amount=6.0, quantity=1)
    types = {"amount": "decimal(18, 4)", "ordered_at": "timestamp(6)", "product_id": "string"}
    return {"order_lines": ibis.memtable(lines).cast(types)}


def test_every_step_answers(tables):
    def features_at(day):
        frame = customer_features(tables, as_of=day).order_by("customer_id").to_pandas()
        return interest_segments.with_items(frame, bought_items(tables, as_of=day, by="product").to_pandas())

    by, counts = coarsest_known(tables, as_of=AS_OF)
    assert by == "product"
    favourite = favourites(counts)
    assert views.favourite_values(favourite)["count"] == 0
    assert views.favourites_shown(favourite_summary(favourite, counts), least=5).empty
    assert views.pairs_shown(bought_together(counts), least=5).empty

    now = features_at(AS_OF)
    interests = interest_segments.segment(now, random_state=0)
    assert set(interests.assignments["segment"]) == {interest_segments.NO_CLEAR_INTEREST}
    assert len(views.interests_shown(interests)) == 1
    past = {"features_at": features_at, "segment": lifecycle.segment, "as_of": AS_OF, "by": by}
    judgement = judge(tables, **past)
    assert (judgement.verdict, views.judgement_values(judgement)["total"]) == ("not judged", 0)
    suggested, rates = recommend(tables, **past)
    assert offers(rates, suggested).empty

    days = located(order_days(tables, as_of=AS_OF).to_pandas(), country="ES")
    calendar = occasions(days["country"].unique(), first=days["day"].min().date(), last=dt.date(2027, 7, 30))
    found = rises(days, calendar, as_of=AS_OF)
    assert set(found["verdict"]) == {"too few"}
    assert views.rises_shown(found, least=5).empty
    matched = match(days, calendar, customers=days["customer_id"], seasons=found, as_of=AS_OF)
    assert matched["occasion"].isna().all()
    assert when_to_write(matched, calendar, as_of=AS_OF).empty
