"""Is all the money that came in accounted for, and is a cent that is missing seen?"""

from decimal import Decimal

import pandas as pd

from seglib.cleaning import reconcile
from seglib.features import customer_features

D = Decimal
ROWS = [
    "a,o1,2026-01-01,mug,3,0.10",
    "a,o1,2026-01-01,mug,3,0.10",
    "b,o2,2026-01-02,mug,1,7.77",
    ",o3,2026-01-02,mug,1,5",
    "a,o4",
]


def test_from_the_files_to_the_customers(shop):
    cleaned = shop(*ROWS, cleaning="exact_duplicates: merge")
    customers = customer_features(cleaned.tables, as_of="2026-06-30").to_pandas()
    assert reconcile(cleaned, customers=customers).values.tolist() == [
        ["Came in", 5, D("13.37")],
        ["Set aside", 2, D("5.00")],  # the torn line has no money
        ["Copies of other lines", 1, D("0.30")],
        ["Used", 2, D("8.07")],
        ["Used, had the lines that repeat another counted", 3, D("8.37")],
        ["Used, added up customer by customer", 2, D("8.07")],
        ["Not accounted for", 0, D("0.00")],
    ]


def test_a_cent_that_the_customers_lack_is_seen(shop):
    book = reconcile(shop(*ROWS), customers=pd.DataFrame({"total_spend": [8.36]})).set_index("step")
    assert book["money"].tolist()[-2:] == [D("8.36"), D("0.01")]
    assert book.loc["Used", "money"] == D("8.37")
    assert book.loc["Used, had the lines that repeat another been left out"].tolist() == [2, D("8.07")]
