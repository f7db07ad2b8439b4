"""Are the three pages of worth and return made for shops whose numbers are nasty, and what do they say there?"""

import pytest

YML = """
name: Corner Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: customers
    file: customers.csv
    columns: {customer_id: id, country: country}
  - table: order_lines
    file: orders.csv
    columns: {customer_id: customer, order_id: order, ordered_at: day, product_id: product, quantity: units,
              unit_price: price, discount: discount, unit_cost: cost}
CAMPAIGN
cleaning: {quarantine_limit: 1}
"""
CAMPAIGN = """  - table: assignments
    file: drawn.csv
    columns: {campaign_id: campaign, customer_id: customer, arm: arm, responded: responded, revenue: revenue}
"""
PAGES = ("01_cleaning", "08_roi", "08b_customer_value", "08c_targeting")


def again(who: str, *, orders: int, price: float, discount: float = 0.0, cost: float = 2.0) -> list[str]:
    """Order lines of one customer, each 45 days after the one before, beginning on a day of the customer's own."""
    first = sum(map(ord, who)) % 40
    days = [first + 45 * k for k in range(orders)]
    dates = [f"{2025 + d // 360}-{d % 360 // 30 + 1:02d}-{d % 30 % 28 + 1:02d}" for d in days]
    return [f"{who},{who}-{k},{day},mug,1,{price},{discount},{cost}" for k, day in enumerate(dates)]


def lines_of(n: int, **given) -> list[str]:
    return [line for i in range(n) for line in again(f"c{i:02d}", **given)]


@pytest.fixture
def pages(run, make_client):
    """What the pages say of a shop of these order lines and arms."""

    def pages(lines: list[str], arms: dict[str, int] | None = None, revenue: float = 0.0) -> list[str]:
        ids = sorted({line.split(",")[0] for line in lines})
        header = "customer,order,day,product,units,price,discount,cost\n"
        files = {
            "customers.csv": ("id,country\n" + "".join(f"{one},Spain\n" for one in ids)).encode(),
            "orders.csv": (header + "\n".join(lines) + "\n").encode(),
        }
        if arms:
            drawn = [arm for arm, n in arms.items() for _ in range(n)]
            rows = [
                f"spring,{who},{arm},{'yes' if i % 3 else 'no'},{revenue}"
                for i, (who, arm) in enumerate(zip(ids, drawn, strict=True))
            ]
            files["drawn.csv"] = ("campaign,customer,arm,responded,revenue\n" + "\n".join(rows) + "\n").encode()
        return run(make_client(files, YML.replace("CAMPAIGN\n", CAMPAIGN if arms else "")), *PAGES)

    return pages


def starting(said: list[str], words: str) -> list[str]:
    return [line for line in said if line.startswith(words)]


def test_a_repeat_buyer_who_pays_nothing_among_customers_who_all_lose_money_without_tables_of_costs(pages):
    said = pages([*lines_of(40, orders=9, price=6, cost=9), *again("free", orders=9, price=6, discount=6, cost=0)])
    assert starting(said, "Note earned: Nobody has been drawn for a campaign yet")
    assert starting(said, "Finding worth: Within 365 days, these 41 customers are expected to bring −€")
    assert starting(said, "Finding judged: 40 of 41 customers cost more than they bring")
    assert not [line for line in starting(said, "Finding gain: ") if "of a year's profit" in line]
    assert starting(said, "Note help-first: Whom to help first cannot be told")


def test_customers_who_all_bought_once_and_a_campaign_with_one_customer_in_an_arm(pages):
    said = pages(lines_of(60, orders=1, price=20), arms={"control": 59, "mail": 1}, revenue=5.0)
    assert starting(said, "Note power: The groups are too small")
    assert starting(said, "Note forecast: What customers will bring cannot be told yet")
    assert starting(said, "Note pays: ")


def test_no_money_at_all(pages):
    said = pages(lines_of(60, orders=9, price=6, discount=6), arms={"control": 30, "mail": 30})
    assert starting(said, "Finding worth: Within 365 days, these 60 customers are expected to bring ")
    assert starting(said, "Finding judged: 60 of 60 customers cost more than they bring")
    assert not [line for line in starting(said, "Finding gain: ") if "of a year's profit" in line]
    assert starting(said, "Note pays: ")
