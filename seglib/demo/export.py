"""How do the shop's systems export the demo's world?

The clean world as raw files, each with the conventions of the system that it comes from: a German customer database, a
web shop, the tills, an analytics tool, a survey tool.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.demo.campaigns import CAMPAIGNS, CONTROL, Arm
from seglib.demo.files import RawFile, Row

CUSTOMER_COLUMNS = {
    "customer_id": "Kundennr",
    "name": "Name",
    "birth_date": "Geburtsdatum",
    "gender": "Geschlecht",
    "income": "Einkommen",
    "education": "Bildung",
    "occupation": "Beruf",
    "household_size": "Haushalt",
    "children": "Kinder",
    "marital_status": "Familienstand",
    "country": "Land",
    "region": "Region",
    "city": "Ort",
    "postal_code": "PLZ",
    "latitude": "Breite",
    "longitude": "Länge",
    "signup_date": "Kunde seit",
    "acquisition_channel": "Gewonnen über",
    "referral": "Empfehlung",
    "device": "Gerät",
    "web_skill": "Netzkenntnis",
    "service_effort": "Betreuungsaufwand",
    "followers": "Follower",
    "email": "E-Mail",
    "phone": "Telefon",
    "marketing_consent": "Werbung erlaubt",
    "objected": "Widerspruch",
}
GENDERS = {"female": "w", "male": "m", "diverse": "d", "": ""}
COUNTRY_NAMES = {"Germany": "Deutschland", "Spain": "Spanien", "Norway": "Norwegen", "Ireland": "Irland"}
SHOP_CHANNELS = {"online": "web", "phone": "telesales"}
_YES_NO = {True: "ja", False: "nein"}


def customers_file(customers: pd.DataFrame) -> RawFile:
    """The customer database: semicolons, byte order mark, German dates, numbers and codes.

    Parameters
    ----------
    customers : pandas.DataFrame
        The clean customers.

    Returns
    -------
    RawFile
        In order of sign-up.
    """
    file = RawFile("crm_customers.csv", "customers", CUSTOMER_COLUMNS, ";", ",", "%d.%m.%Y", bom=True)
    text = {
        "gender": customers["gender"].map(GENDERS),
        "income": [_german(income) for income in customers["income"]],
        "country": customers["country"].map(COUNTRY_NAMES),
        "latitude": [f"{degrees:.2f}".replace(".", ",") for degrees in customers["latitude"]],
        "longitude": [f"{degrees:.2f}".replace(".", ",") for degrees in customers["longitude"]],
        "birth_date": [_day(file, day) for day in customers["birth_date"]],
        "signup_date": [_day(file, day) for day in customers["signup_date"]],
        "service_effort": _whole(customers["service_effort"]),
        "followers": _whole(customers["followers"]),
        "marketing_consent": customers["marketing_consent"].map(_YES_NO),
        "objected": customers["objected"].map(_YES_NO),
    }
    rows = pd.DataFrame({column: text.get(column, customers[column]) for column in CUSTOMER_COLUMNS})
    file.rows = [Row([str(cell) for cell in row]) for row in rows.fillna("").astype("str").to_numpy().tolist()]
    return file


def order_files(customers: pd.DataFrame, lines: pd.DataFrame) -> list[RawFile]:
    """The web shop's export, with the phone orders, and those of the tills, one for each period.

    Parameters
    ----------
    customers : pandas.DataFrame
        The clean customers.
    lines : pandas.DataFrame
        The clean order lines.

    Returns
    -------
    list of RawFile
        The web shop first, then the tills in order of time.
    """
    ids = customers["customer_id"].to_numpy()[lines["customer"]]
    lines = lines.assign(customer_id=ids)
    shop_columns = {
        "order_id": "order_id",
        "ordered_at": "created_at",
        "customer_id": "customer_id",
        "product_id": "sku",
        "quantity": "qty",
        "unit_price": "unit_price",
        "discount": "discount",
        "currency": "currency",
        "sales_channel": "channel",
    }
    till_columns = {
        "order_id": "Bon",
        "ordered_at": "Datum",
        "customer_id": "Kunde",
        "product_id": "Artikel",
        "quantity": "Menge",
        "unit_price": "Preis",
        "discount": "Rabatt",
        "_branch": "Filiale",
    }
    in_store = lines["channel"] == "store"
    early = lines["at"] < np.datetime64("2025-01-01")
    till = {"table": "order_lines", "columns": till_columns, "delimiter": ";", "decimal": ","}
    files = [
        RawFile("webshop_orders.csv.gz", "order_lines", shop_columns),
        RawFile("store_till_2024.csv.gz", **till, stamp="%d.%m.%Y %H:%M"),
        RawFile("store_till_2025-26.csv.gz", **till, stamp="%d.%m.%Y %H:%M"),
    ]
    branch = customers["city"].to_numpy()
    for file, chosen in zip(files, (~in_store, in_store & early, in_store & ~early), strict=True):
        for line in lines[chosen].itertuples():
            at = np.datetime64(line.at, "s")
            cells = [line.order_id, file.date(at), line.customer_id, line.product_id, str(line.quantity)]
            cells += [file.money(line.unit_price), file.money(line.discount)]
            cells += [branch[line.customer]] if line.channel == "store" else ["EUR", SHOP_CHANNELS[line.channel]]
            file.rows.append(Row(cells, at))
    return files


def product_sheet(products: pd.DataFrame) -> pd.DataFrame:
    """The range of products as kept in Excel.

    Parameters
    ----------
    products : pandas.DataFrame
        The range of products, money in cents.

    Returns
    -------
    pandas.DataFrame
        In the columns of the sheet, costs in euros.
    """
    return pd.DataFrame(
        {
            "Artikelnr": products["product_id"],
            "Bezeichnung": products["product"],
            "Warengruppe": products["category"],
            "Marke": products["brand"],
            "Einkaufspreis": products["unit_cost"] / 100,
        }
    )


def other_files(
    customers: pd.DataFrame,
    *,
    touchpoints: pd.DataFrame,
    contacts: pd.DataFrame,
    answers: pd.DataFrame,
    items: pd.DataFrame,
    assignments: pd.DataFrame,
) -> list[RawFile]:
    """Everything that needs no dirt: analytics, service desk, survey, campaigns.

    Parameters
    ----------
    customers : pandas.DataFrame
        The clean customers.
    touchpoints : pandas.DataFrame
        From :func:`seglib.demo.touch.make_touchpoints`.
    contacts : pandas.DataFrame
        From :func:`seglib.demo.touch.make_service_contacts`.
    answers : pandas.DataFrame
        From :func:`seglib.demo.survey.make_survey`.
    items : pandas.DataFrame
        From :func:`seglib.demo.survey.make_survey`.
    assignments : pandas.DataFrame
        From :func:`seglib.demo.campaigns.run_campaigns`.

    Returns
    -------
    list of RawFile
        One a table.
    """

    def known(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(customer_id=customers["customer_id"].to_numpy()[table["customer"]])

    minute = "%Y-%m-%d %H:%M"
    events = known(touchpoints).assign(at=touchpoints["at"].dt.strftime(minute), seconds=_whole(touchpoints["seconds"]))
    desk = known(contacts).assign(at=contacts["at"].dt.strftime("%d/%m/%Y %H:%M"))
    items = items.assign(reverse=items["reverse"].map({True: "yes", False: "no"}))
    starts = {campaign.campaign_id: f"{campaign.starts} 08:00" for campaign in CAMPAIGNS}
    drawn = known(assignments).assign(
        assigned_at=assignments["campaign_id"].map(starts),
        responded=assignments["responded"].map({True: "yes", False: "no"}),
        revenue=[f"{cents / 100:.2f}" for cents in assignments["revenue"]],
        margin=[f"{cents / 100:.2f}" for cents in assignments["margin"]],
    )
    touch_columns = ["customer_id", "at", "channel", "event", "source", "campaign_id", "seconds"]
    return [
        _plain("touchpoints.tsv.gz", "touchpoints", events, touch_columns, "\t"),
        _plain("service_contacts.csv", "service_contacts", desk, ["customer_id", "at", "channel", "minutes", "topic"]),
        _plain("survey_answers.csv.gz", "survey", known(answers), ["customer_id", "item_id", "answer"]),
        _plain("survey_items.csv", "survey_items", items, ["item_id", "wording", "scale", "reverse", "construct"]),
        _plain("campaigns.csv", "campaigns", campaign_table(), list(campaign_table().columns)),
        _plain(
            "assignments.csv.gz",
            "assignments",
            drawn,
            ["campaign_id", "customer_id", "arm", "assigned_at", "responded", "revenue", "margin"],
        ),
    ]


def campaign_table() -> pd.DataFrame:
    """The campaigns and their arms in the contract's columns.

    Returns
    -------
    pandas.DataFrame
        One row a campaign and arm, numbers as text.
    """
    rows = []
    for campaign in CAMPAIGNS:
        for name, arm in {CONTROL: Arm(), **campaign.arms}.items():
            rows.append(
                {
                    "campaign_id": campaign.campaign_id,
                    "arm": name,
                    "name": campaign.name,
                    "starts": str(campaign.starts),
                    "ends": str(campaign.starts + np.timedelta64(campaign.window_days - 1, "D")),
                    "fixed_cost": f"{0 if name == CONTROL else campaign.fixed_cost:.2f}",
                    "unit_cost": f"{arm.unit_cost:.2f}",
                    "window_days": campaign.window_days,
                }
            )
    return pd.DataFrame(rows)


def _plain(name: str, table: str, content: pd.DataFrame, columns: list[str], delimiter: str = ",") -> RawFile:
    cells = content[columns].astype("str").to_numpy().tolist()
    return RawFile(name, table, dict(zip(columns, columns, strict=True)), delimiter, rows=[Row(row) for row in cells])


def _whole(numbers: pd.Series) -> list[str]:
    return ["" if pd.isna(number) else str(int(number)) for number in numbers]


def _day(file: RawFile, day: pd.Timestamp) -> str:
    return file.date(np.datetime64(day))


def _german(amount: float) -> str:
    return "" if pd.isna(amount) else f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
