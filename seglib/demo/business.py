"""How does the demo business come about, from a seed to its files and their answer key?"""

from __future__ import annotations

import json
from pathlib import Path

from seglib.demo import dirt_cells as cells
from seglib.demo import dirt_customers as people
from seglib.demo import dirt_rows as rows
from seglib.demo import truth
from seglib.demo.campaigns import run_campaigns
from seglib.demo.catalogue import make_products
from seglib.demo.dirt import Dirt
from seglib.demo.drains import choose_drains, drain_table, plant_drains
from seglib.demo.draws import generator
from seglib.demo.export import customers_file, order_files, other_files, product_sheet
from seglib.demo.files import RawFile, write_bytes, write_excel
from seglib.demo.orders import make_orders, number_orders
from seglib.demo.survey import make_survey
from seglib.demo.touch import make_service_contacts, make_touchpoints
from seglib.demo.world import make_customers


def write(folder: str | Path, *, random_state: int) -> list[Path]:
    """Write the demo's raw files and its answer key.

    Parameters
    ----------
    folder : str or pathlib.Path
        Gets `raw/` and `truth/`; files of the same names are replaced.
    random_state : int
        Seed; the same seed gives the same bytes.

    Returns
    -------
    list of pathlib.Path
        What was written.
    """
    raw, key = Path(folder, "raw"), Path(folder, "truth")
    for place in (raw, key):
        place.mkdir(parents=True, exist_ok=True)
    customers = make_customers(random_state=random_state)
    products = make_products(random_state=random_state)
    lines, baskets = make_orders(customers, products, random_state=random_state)
    lines, assignments, effects = run_campaigns(customers, lines, baskets, random_state=random_state)
    lines = number_orders(lines)
    touchpoints = make_touchpoints(customers, lines, assignments, random_state=random_state)
    drains = choose_drains(customers, lines, random_state=random_state)
    contacts = make_service_contacts(customers, lines, random_state=random_state)
    contacts = plant_drains(contacts, lines, drains, random_state=random_state)
    answers, items = make_survey(customers, random_state=random_state)

    crm, (shop, *tills) = customers_file(customers), order_files(customers, lines)
    dirt = Dirt(generator(random_state, "dirt"))
    _soil_customers(dirt, crm)
    _soil_shop(dirt, shop)
    for till in tills:
        _soil_till(dirt, till)
    others = other_files(
        customers, touchpoints=touchpoints, contacts=contacts, answers=answers, items=items, assignments=assignments
    )
    files = [crm, shop, *tills, *others]
    for file in files:
        file.write(raw)
    write_excel(raw / "products.xlsx", product_sheet(products), sheet="Artikel")

    planted = dirt.table()
    features = truth.behaviour(customers, lines, touchpoints, contacts)
    tables = {
        "types.csv": customers[["customer_id", "type"]],
        "clv.csv.gz": truth.clv_table(customers),
        "effects.csv": truth.effect_table(effects),
        "drains.csv": drain_table(customers, drains),
        "dirt.csv": planted,
    }
    for name, table in tables.items():
        write_bytes(key / name, table.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    answer = json.dumps(truth.key(customers, features, planted, random_state=random_state), indent=2)
    write_bytes(key / "key.json", (answer + "\n").encode("utf-8"))
    written = [raw / file.name for file in files] + [raw / "products.xlsx"]
    return written + [key / name for name in [*tables, "key.json"]]


def _soil_customers(dirt: Dirt, file: RawFile) -> None:
    """Plant the dirt of the customer database."""
    people.formula_name(dirt, file)
    people.duplicate_customers(dirt, file, 45)
    people.misspelled_towns(dirt, file, n_letters=60, n_case=30)
    cells.stray_blanks(dirt, file, 30, column="customer_id")
    cells.stray_blanks(dirt, file, 25, column="city")
    cells.eastern_digits(dirt, file, 25, columns=["postal_code"])
    cells.other_date_format(dirt, file, 50, column="signup_date", stamp="%Y-%m-%d")
    cells.impossible_dates(dirt, file, 30, column="birth_date", outcome="flag")
    people.impossible_effort(dirt, file, 40)


def _soil_shop(dirt: Dirt, file: RawFile) -> None:
    """Plant the dirt of the web shop's export."""
    rows.cancellations(dirt, file, 75)
    rows.returns(dirt, file, 130, letter="W")
    rows.test_orders(dirt, file, 40)
    rows.in_order(file)
    rows.copies(dirt, file, 60, length=1)
    rows.repeated_headers(dirt, file)
    rows.orphans(dirt, file, 36)
    cells.other_date_format(dirt, file, 150, column="ordered_at", stamp="%d/%m/%Y %H:%M")
    cells.thousands_marks(dirt, file, 14)
    cells.other_decimal_mark(dirt, file, 90)
    cells.eastern_digits(dirt, file, 60, columns=["quantity", "unit_price"])
    cells.stray_blanks(dirt, file, 60, column="customer_id")
    cells.foreign_money(dirt, file, 40)
    cells.currency_signs(dirt, file, 35, signs=["£", "$"], kind="foreign_sign", outcome="quarantine")
    cells.currency_signs(dirt, file, 30, signs=["€", "€ "], kind="currency_sign", outcome="repair")
    cells.impossible_dates(dirt, file, 40, column="ordered_at", outcome="quarantine")
    cells.future_dates(dirt, file, 40)
    cells.worthless_prices(dirt, file, n_zero=30, n_negative=30)
    rows.too_many_fields(dirt, file, 40)
    rows.blank_rows(dirt, file, 30, delimiters=False)


def _soil_till(dirt: Dirt, file: RawFile) -> None:
    """Plant the dirt of a till's file."""
    rows.returns(dirt, file, 45, letter="B" if "2024" in file.name else "B2")
    rows.in_order(file)
    rows.copies(dirt, file, 7, length=8)
    rows.grand_total(dirt, file)
    rows.orphans(dirt, file, 8)
    cells.thousands_marks(dirt, file, 2)
    cells.missing_customers(dirt, file, 55)
    cells.other_date_format(dirt, file, 60, column="ordered_at", stamp="%Y-%m-%d %H:%M")
    cells.other_decimal_mark(dirt, file, 45)
    cells.eastern_digits(dirt, file, 50, columns=["customer_id", "quantity", "unit_price"])
    cells.stray_blanks(dirt, file, 30, column="customer_id")
    cells.impossible_dates(dirt, file, 15, column="ordered_at", outcome="quarantine")
    cells.worthless_prices(dirt, file, n_zero=10, n_negative=0)
    rows.blank_rows(dirt, file, 15, delimiters=True)
