"""Do the pages of a shop with hardly any customers get made, and say that no segmentation can be?"""

import numpy as np
import pandas as pd
import pytest

HEADER = "customer,order,day,product,units,price\n"
YML = """
name: Corner Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: customers
    file: customers.csv
    columns: {customer_id: id, email: email, country: country}
  - table: order_lines
    file: orders.csv
    columns: {customer_id: customer, order_id: order, ordered_at: day, product_id: product, quantity: units,
              unit_price: price}
cleaning: {quarantine_limit: 1}
"""
FIRST = ["01_cleaning", "02_demographic", "04_psychographic", "05_behavioural", "05b_interests", "06_evaluation"]
NOTEBOOKS = [
    *FIRST,
    "07_personas",
    "07b_rules",
    "08_roi",
    "08b_customer_value",
    "08c_targeting",
    "09_crm",
    "09b_migration",
]
SHOPS = {
    "one customer": ["a,o1,2026-02-10,mug,1,6.00", "a,o2,2026-03-11,pot,2,3.00"],
    "twelve who are all alike, on one day": [f"c{i:02d},o{i},2026-02-10,mug,1,6.00" for i in range(12)],
}


@pytest.fixture
def said(run, make_client):
    """The same on a shop of these order lines."""

    def said(lines: list[str], *names: str) -> list[str]:
        ids = sorted({line.split(",")[0] for line in lines})
        people = "id,email,country\n" + "".join(f"{one},,Spain\n" for one in ids)  # no e-mail at all
        files = {"customers.csv": people.encode(), "orders.csv": (HEADER + "\n".join(lines) + "\n").encode()}
        return run(make_client(files, YML), *names)

    return said


@pytest.mark.parametrize(
    ("shop", "n", "days"), [("one customer", 1, 30), ("twelve who are all alike, on one day", 12, 1)]
)
def test_the_pages_are_made_and_say_that_no_segmentation_can_be(said, shop, n, days):
    told = said(SHOPS[shop], *NOTEBOOKS)
    assert [
        line for line in told if line.startswith(f"Finding stands-out: The orders span {days} days, from Feb 10, 2026")
    ]
    assert [line for line in told if line.startswith(f"Finding too-few: No segmentation can be made: {n} customers")]
    assert [line for line in told if line.startswith("Metric worth: ")]
    assert [line for line in told if line.startswith("Table form: A form to collect what is missing")]
    assert [line for line in told if line.startswith("Note largest: The stage of life is known of too few customers")]
    assert [line for line in told if line.startswith("Note split: ") or "do not tell your customers apart" in line]
    assert [line for line in told if line.startswith("Note scan: There are too few different customers")]
    assert [line for line in told if line.startswith("Note prediction: The history is too short")]
    assert [line for line in told if line.startswith("Note interests: Interest groups need 100 customers")]
    assert [line for line in told if line.startswith("Note answered: Nobody has been asked yet")]
    assert [line for line in told if line.startswith("Table questionnaire: A questionnaire that is ready to send")]
    assert [line for line in told if line.startswith("Note monday-first: There are no segments yet")]
    assert [line for line in told if line.startswith("Note earned: Nobody has been drawn for a campaign yet")]
    assert [line for line in told if line.startswith("Note structure: Whether there are groups of customers cannot be")]
    assert [line for line in told if line.startswith("Note pays: No campaign has been kept yet")]
    assert [line for line in told if line.startswith("Note collect: Before the next campaign, draw at random")]
    assert [line for line in told if line.startswith("Note who: No list can be made: ")]
    assert [line for line in told if line.startswith("Note promise: Nothing can be promised yet")]
    assert [line for line in told if line.startswith("Note forecast: What customers will bring cannot be told yet")]
    assert [line for line in told if line.startswith("Note profit: What customers leave after costs cannot be told")]
    assert [line for line in told if line.startswith("Table assumptions: What this page takes things to cost")]


@pytest.mark.parametrize("shop", list(SHOPS))
def test_the_page_of_places_says_that_nothing_can_be_compared(said, shop):
    told = said(SHOPS[shop], "01_cleaning", "03_geographic")
    assert [line for line in told if line.startswith("Finding known: The country of")]
    for block in ("season", "goods", "catchments", "alike"):
        assert [line for line in told if line.startswith(f"Note {block}: ")], block


def test_a_survey_is_enough_for_its_page(run, make_client):
    # Two kinds of people, who say yes to the one or the other three questions, each with one answer to the contrary.
    kinds = ["1,1,1,0,0,0", "0,0,0,1,1,1"]
    lines = [f"{kinds[i % 2][: 2 * (i % 6)]}{(i + 1) % 2}{kinds[i % 2][2 * (i % 6) + 1 :]}" for i in range(120)]
    survey = ("a,b,c,d,e,f\n" + "\n".join(lines) + "\n").encode()
    yml = "sources: [{table: survey, file: s.csv, columns: {}, items: [a, b, c, d, e, f]}]\n"
    client = make_client({"s.csv": survey}, "name: Poll\ncurrency: EUR\nas_of: 2026-06-30\n" + yml)
    told = run(client, "01_cleaning", "04_psychographic", "06_evaluation")
    assert [line for line in told if line.startswith("Note order-lines: No order lines were received")]
    assert [line for line in told if line.startswith("Note answered: The respondents are not known as customers")]
    assert [line for line in told if line.startswith("Figure profile: 2 segments; “")]
    assert [line for line in told if line.startswith("Finding structure: By what they think, customers")]
    assert [line for line in told if line.startswith("Table passports: ")]


def test_order_lines_alone_are_enough_to_evaluate_segments(run, make_client):
    draw = np.random.default_rng(0)
    customers = np.repeat(np.arange(150), draw.integers(1, 9, 150))
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(draw.integers(0, 540, len(customers)), "D")
    lines = [
        f"c{one:03d},o{i},{day:%Y-%m-%d},p{i % 7},1,{draw.gamma(2, 10):.2f}"
        for i, (one, day) in enumerate(zip(customers, days, strict=True))
    ]
    yml = YML[: YML.index("  - table: customers")] + YML[YML.index("  - table: order_lines") :]
    told = run(
        make_client({"orders.csv": (HEADER + "\n".join(lines) + "\n").encode()}, yml), "01_cleaning", "06_evaluation"
    )
    assert [line for line in told if line.startswith("Finding structure: ")]
    assert [line for line in told if "One base is known: it has no other to agree with." in line]
