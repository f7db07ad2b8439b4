"""Do the exports of common programs come in by their own columns: suggested, answered, read and cleaned?"""

import csv
import io

import pytest

from seglib.cleaning import clean
from seglib.client import load_client
from seglib.client_setup import suggested_client
from seglib.intake import read_sources
from seglib.intake.suggest.recognise import exports

SHOPIFY_ORDERS = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,"
    "Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,"
    "Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,"
    "Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,"
    "Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,"
    "Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,"
    "Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,"
    "Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,"
    "Payment ID,Payment Terms Name,Next Payment Due At,Payment References"
)
SHOPIFY_CUSTOMERS = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
    "Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,"
    "Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,"
    "Total Spent,Total Orders,Note,Tax Exempt,Tags"
)
WOOCOMMERCE = (
    "Order Number;Order Status;Order Date;Customer Note;First Name (Billing);Last Name (Billing);"
    "Company (Billing);Address 1&2 (Billing);City (Billing);State Code (Billing);Postcode (Billing);"
    "Country Code (Billing);Email (Billing);Phone (Billing);First Name (Shipping);Last Name (Shipping);"
    "Address 1&2 (Shipping);City (Shipping);State Code (Shipping);Postcode (Shipping);Country Code (Shipping);"
    "Payment Method Title;Cart Discount Amount;Order Subtotal Amount;Shipping Method Title;Order Shipping Amount;"
    "Order Refund Amount;Order Total Amount;Order Total Tax Amount;SKU;Item #;Item Name;Quantity (- Refund);"
    "Item Cost;Coupon Code;Discount Amount;Discount Amount Tax"
)
HUBSPOT = (
    "Record ID - Contact,First Name,Last Name,Email,Phone Number,Contact owner,Last Activity Date,Lead Status,"
    "Marketing contact status,Create Date,City,Country/Region"
)
MAILCHIMP = (
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,"
    "LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
)
GA4 = (
    "event_date,event_timestamp,event_name,event_params,event_previous_timestamp,event_value_in_usd,"
    "event_bundle_sequence_id,event_server_timestamp_offset,user_id,user_pseudo_id,privacy_info,"
    "user_first_touch_timestamp,user_ltv,device,geo,app_info,traffic_source,stream_id,platform,event_dimensions,"
    "ecommerce,items"
)
PEOPLE = [f"c{i}@example.com" for i in range(20)]
ARTICLES = [("MUG", "Mug"), ("TEE-S", "Crew tee"), ("POT", "Pot")]


def written(header: str, rows: list[dict]) -> bytes:
    """A CSV file: each row names only what it fills."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, header.split(";" if ";" in header else ","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def shopify_orders() -> bytes:
    rows = []
    for number in range(40):
        email, day = PEOPLE[number % 20], f"2026-05-{number % 28 + 1:02} 09:50:26 +0200"
        first = {"Financial Status": "paid", "Currency": "EUR", "Total": "29.98", "Billing Country": "DE"}
        for place, (sku, name) in enumerate(ARTICLES[: 1 + number % 2]):
            line = {"Lineitem quantity": "2", "Lineitem name": name, "Lineitem price": "9.99", "Lineitem sku": sku}
            row = {"Name": f"#{1001 + number}", "Email": email, "Created at": day, "Lineitem discount": "0.00", **line}
            rows.append({**row, **first} if place == 0 else row)
    return written(SHOPIFY_ORDERS, rows)


def shopify_customers() -> bytes:
    rows = [
        {"Customer ID": f"'77000{i:02}", "First Name": "Ann", "Last Name": f"E{i}", "Email": email, "Total Orders": "2",
         "Accepts Email Marketing": "yes" if i % 2 else "no", "Default Address City": "Ulm", "Tags": "VIP",
         "Default Address Country Code": "DE", "Default Address Zip": "'01067", "Phone": f"'+49555000{i:02}"}
        for i, email in enumerate(PEOPLE)
    ]  # fmt: skip
    return written(SHOPIFY_CUSTOMERS, rows)


def woocommerce() -> bytes:
    rows = [
        {"Order Number": str(500 + i // 2), "Order Status": "Completed",
         "Order Date": f"2026-05-{i // 2 % 28 + 1:02} 10:11",
         "Email (Billing)": PEOPLE[i // 2 % 20], "City (Billing)": "Ulm", "Country Code (Billing)": "DE", "SKU": sku,
         "Item #": str(i % 2 + 1), "Item Name": name, "Quantity (- Refund)": "1", "Item Cost": "12.50"}
        for i in range(60) for sku, name in [ARTICLES[i % 3]]
    ]  # fmt: skip
    return written(WOOCOMMERCE, rows)


def hubspot() -> bytes:
    rows = [
        {"Record ID - Contact": str(9000 + i), "Email": email, "Create Date": f"2025-01-{i + 1:02} 08:00",
         "City": "Ulm", "Country/Region": "Germany", "Phone Number": f"+49 555 00{i:02}"}
        for i, email in enumerate(PEOPLE)
    ]  # fmt: skip
    return written(HUBSPOT, rows)


def mailchimp() -> bytes:
    rows = [
        {"Email Address": email, "MEMBER_RATING": "2", "CONFIRM_TIME": f"2025-03-{i + 1:02} 14:40:47",
         "LAST_CHANGED": "2025-06-01 10:00:00", "LATITUDE": "48.1", "LONGITUDE": "11.6", "CC": "DE", "REGION": "BY",
         "LEID": str(i), "EUID": f"e{i}"}
        for i, email in enumerate(PEOPLE)
    ]  # fmt: skip
    return written(MAILCHIMP, rows)


def ga4(known: int) -> bytes:
    rows = [
        {"event_date": f"202605{i % 28 + 1:02}", "event_timestamp": f"1778000000{i:06}", "event_name": "page_view",
         "user_id": PEOPLE[i % 20] if i < known else "", "user_pseudo_id": f"{i % 30}.17", "platform": "WEB"}
        for i in range(60)
    ]  # fmt: skip
    return written(GA4, rows)


@pytest.fixture
def set_up(folder, tmp_path, monkeypatch):
    """Suggest, answer with the first answer of every question, load, read and clean."""
    monkeypatch.setenv("SEGLIB_ROOT", str(tmp_path / "project"))

    def through(files: dict[str, bytes]):
        questions = suggested_client("shop", raw=folder(files))
        config = tmp_path / "project" / "data" / "shop" / "client.yml"
        lines = config.read_text(encoding="utf-8").splitlines()
        for question in questions:
            old = lines[question.line - 1]
            lines[question.line - 1] = old[: len(old) - len(old.lstrip())] + question.choices[0].line
        config.write_text("\n".join(lines) + "\n", encoding="utf-8")
        client = load_client("shop")
        return client, questions, clean(read_sources(client), client)

    return through


def count(cleaned) -> dict[str, int]:
    return {name: table.count().to_pandas() for name, table in cleaned.tables.items()}


def test_every_export_is_tried_here():
    tried = {"Shopify orders", "Shopify customers", "WooCommerce orders", "HubSpot contacts", "Mailchimp audience"}
    assert {one.name for one in exports()} == tried | {"Google Analytics 4 events"}


def test_shopify_orders_and_customers_meet_by_e_mail(set_up):
    client, questions, cleaned = set_up(
        {"orders_export.csv": shopify_orders(), "customers_export.csv": shopify_customers()}
    )
    assert count(cleaned) == {"customers": 20, "order_lines": 60, "products": 2}
    assert [question.text for question in questions] == []
    assert (client.currency, str(client.as_of)) == ("EUR", "2026-05-28")
    lines = cleaned.tables["order_lines"].to_pandas()
    assert lines["order_id"].nunique() == 40
    assert float(lines["amount"].sum()) == pytest.approx(60 * 2 * 9.99)
    customers = cleaned.tables["customers"].to_pandas()
    assert set(lines["customer_id"]) == set(customers["customer_id"]) == set(PEOPLE)
    assert customers["marketing_consent"].sum() == 10


def test_shopify_orders_alone_bring_their_customers(set_up):
    _, _, cleaned = set_up({"orders_export.csv": shopify_orders()})
    assert count(cleaned) == {"customers": 20, "order_lines": 60, "products": 2}


def test_woocommerce_orders_bring_customers_and_products(set_up):
    _, questions, cleaned = set_up({"orders.csv": woocommerce()})
    assert count(cleaned) == {"customers": 20, "order_lines": 60, "products": 3}
    assert {question.text.partition(":")[0] for question in questions} == {"`currency`"}
    assert set(cleaned.tables["customers"].to_pandas()["country"]) == {"DE"}


@pytest.mark.parametrize(("file", "content"), [("hubspot.csv", hubspot()), ("mailchimp.csv", mailchimp())])
def test_contacts_come_in_as_customers(set_up, file, content):
    client, _, cleaned = set_up({file: content})
    customers = cleaned.tables["customers"].to_pandas()
    assert len(customers) == 20
    assert customers["signup_date"].notna().all()
    assert set(customers["email"]) == set(PEOPLE)
    assert client.sources[0].columns["customer_id"] == (
        "Record ID - Contact" if file == "hubspot.csv" else "Email Address"
    )


def test_analytics_events_of_known_users_join_the_shops_customers(set_up):
    client, _, cleaned = set_up({"events.csv": ga4(60), "orders_export.csv": shopify_orders()})
    (source,) = [one for one in client.sources if one.table == "touchpoints"]
    assert (source.columns["customer_id"], source.columns["at"]) == ("user_id", "event_date")
    assert count(cleaned)["touchpoints"] == 60


def test_analytics_events_of_unknown_users_are_a_question(suggested):
    found = suggested({"events.csv": ga4(20), "orders_export.csv": shopify_orders()})
    (question,) = found.questions
    assert question.text == "`customer_id`: which column is it? 2 fit about as well"
    assert [choice.line for choice in question.choices] == ["customer_id: user_id", "customer_id: user_pseudo_id"]
    assert "33 % filled" in question.choices[0].reading
