"""Does what is suggested stand on evidence, and is everything else a question?"""

import pytest

from seglib.intake import IntakeError
from seglib.intake.suggest import suggest

CUSTOMERS = "customer_id,city,email\n" + "".join(f"{i:03},Ulm,c{i}@example.com\n" for i in range(1, 41))
HEAD = "order_id,order_date,customer_id,sku,qty,price\n"


def orders(n: int = 40, *, head: str = HEAD, day: str = "2026-05-{:02}", price: str = "9.50", first: int = 1) -> str:
    lines = [f"W{i},{day.format(i % 28 + 1)},{first + i % 40:03},A{i % 7},{i % 3 + 1},{price}\n" for i in range(n)]
    return head + "".join(lines)


def test_every_line_carries_its_evidence(suggested):
    found = suggested({"customers.csv": CUSTOMERS, "orders.csv": orders()})
    assert found.source("order_lines")["columns"] == {
        "customer_id": "customer_id",
        "order_id": "order_id",
        "ordered_at": "order_date",
        "product_id": "sku",
        "quantity": "qty",
        "unit_price": "price",
    }
    (line,) = [one for one in found.text.splitlines() if one.startswith("      customer_id") and "40 values are" in one]
    assert line.split("#")[1] == (
        " by its name; 100 % filled; 40 different values; 100 % of its 40 values are in customers.csv"
    )
    for line in found.text.splitlines():
        if line.startswith("      "):
            assert "  # " in line


def test_only_what_no_file_says_is_open(suggested):
    found = suggested({"customers.csv": CUSTOMERS, "orders.csv": orders()})
    assert [question.text.partition(":")[0] for question in found.questions] == ["`currency`"]
    assert found.content["as_of"] == "2026-05-28"
    assert found.content["name"] == "My Shop"


def test_a_column_that_is_not_used_is_listed_with_the_reason(suggested):
    head = HEAD.replace("price", "price,branch,discount")
    found = suggested({"orders.csv": orders(head=head, price="9.50,Ulm,0.2")})
    assert "# not mapped: branch (100 % filled, 1 value)" in found.text
    assert "# not mapped: discount (100 % filled, 1 value; not discount: a share, not money)" in found.text


def test_two_columns_that_fit_alike_are_a_question_with_both_lines(suggested):
    head = HEAD.replace("customer_id", "customer_id,client_id").replace("order_date", "order_date")
    text = head + "".join(f"W{i},2026-05-01,{i:03},K{i},A1,1,2.50\n" for i in range(30))
    found = suggested({"orders.csv": text})
    (question,) = [one for one in found.questions if one.text.startswith("`customer_id`")][:1]
    assert [choice.line for choice in question.choices] == ["customer_id: customer_id", "customer_id: client_id"]


def test_a_needed_column_without_a_name_offers_those_whose_values_fit(suggested):
    found = suggested({"orders.csv": orders(head=HEAD.replace("order_date", "x7").replace("qty", "x8"))})
    asked = {one.text.partition(":")[0]: one.choices for one in found.questions}
    assert [choice.line for choice in asked["`ordered_at`"]] == ["ordered_at: x7"]
    assert [choice.line for choice in asked["`quantity`"]] == ["quantity: x8"]
    assert "by its values only; 100 % filled; 100 % are dates" in asked["`ordered_at`"][0].reading


def test_days_that_do_not_tell_day_from_month_are_asked(suggested):
    day = "0{}/04/2026"
    text = HEAD + "".join(f"W{i},{day.format(i % 9 + 1)},{i:03},A1,1,2.50\n" for i in range(30))
    (question,) = [one for one in suggested({"orders.csv": text}).questions if one.text.startswith("`dates`")]
    assert [choice.line for choice in question.choices] == ['dates: ["%d/%m/%Y"]', 'dates: ["%m/%d/%Y"]']


@pytest.mark.parametrize(
    ("day", "formats"),
    [
        ("2026-05-{:02}", None),
        ("{:02}.05.2026", ["%d.%m.%Y"]),
        ("05/{:02}/2026", ["%m/%d/%Y"]),
        ("{:02}/05/26 9:30", ["%d/%m/%y %H:%M"]),
        ("202605{:02}", ["%Y%m%d"]),
        ("2026-05-{:02} 10:00:00 +0200", ["%Y-%m-%d %H:%M:%S +0200"]),
    ],
)
def test_a_date_format_is_written_where_the_column_proves_it(suggested, day, formats):
    found = suggested({"orders.csv": orders(day=day)})
    assert found.source("order_lines").get("dates") == formats
    assert found.content["as_of"] == "2026-05-28"


def test_a_decimal_comma_is_written_where_the_numbers_prove_it(suggested):
    text = orders(price="1.234,50").replace(",", ";").replace("1.234;50", "1.234,50")
    assert suggested({"orders.csv": text}).source("order_lines")["decimal"] == ","


def test_a_mark_that_may_be_for_thousands_is_asked(suggested):
    found = suggested({"orders.csv": orders(price="1.234")})
    (question,) = [one for one in found.questions if one.text.startswith("`decimal`")]
    assert [choice.line for choice in question.choices] == ['decimal: "."', 'decimal: ","']


@pytest.mark.parametrize(
    ("price", "currency"), [("€ 9.50", "EUR"), ("9.50 £", "GBP"), ("9.50 MYR", "MYR"), ("$ 9.50", "?"), ("9.50", "?")]
)
def test_the_currency_is_that_of_the_signs_and_a_dollar_may_be_anyones(suggested, price, currency):
    assert suggested({"orders.csv": orders(price=price)}).content["currency"] == currency


def test_a_few_days_far_behind_all_others_do_not_end_the_observation(suggested):
    text = orders(1000) + "W9999,2035-01-01,001,A1,1,2.50\n"
    (question,) = [one for one in suggested({"orders.csv": text}).questions if one.text.startswith("`as_of`")]
    assert [choice.line for choice in question.choices] == ["as_of: 2026-05-28", "as_of: 2035-01-01"]


def test_customers_and_products_are_taken_out_of_the_orders_where_no_file_lists_them(suggested):
    head = HEAD.replace("price", "price,product name,country,branch")
    lines = [f"W{i},2026-05-01,{i % 9},A{i % 5},1,2,Pot {i % 5},Malaysia,B{i % 4}\n" for i in range(60)]
    found = suggested({"orders.csv": head + "".join(lines)})
    assert found.source("customers")["columns"] == {"customer_id": "customer_id", "country": "country"}
    assert found.source("products")["columns"] == {"product_id": "sku", "product": "product name"}
    assert found.source("customers")["distinct"] == found.source("products")["distinct"] == "true"


def test_a_place_that_changes_from_order_to_order_is_not_the_customers(suggested):
    head = HEAD.replace("price", "price,city")
    lines = [f"W{i},2026-05-01,{i % 9},A1,1,2,Town {i % 7}\n" for i in range(63)]
    found = suggested({"orders.csv": head + "".join(lines)})
    assert found.source("customers")["columns"] == {"customer_id": "customer_id"}
    assert "# not mapped: city" in found.text


def test_a_list_that_lacks_most_customers_is_asked_about(suggested):
    found = suggested({"customers.csv": CUSTOMERS, "orders.csv": orders(first=31)})
    (question,) = [one for one in found.questions if one.text.startswith("`table`")]
    assert "only 25 % of the customers in orders.csv are in this file" in question.text


def test_a_second_copy_of_a_list_is_asked_about(suggested):
    found = suggested({"a.csv": CUSTOMERS, "b.csv": CUSTOMERS.replace(",", ";"), "orders.csv": orders()})
    (question,) = [one for one in found.questions if one.text.startswith("`table`")]
    assert "100 % of its keys are in a.csv too" in question.text


def test_cancellations_are_known_by_their_letters_and_units(suggested):
    back = "".join(f"CW{i},2026-05-02,001,A1,-1,9.50\n" for i in range(8))
    found = suggested({"orders.csv": orders() + back})
    assert found.content["cleaning"]["cancellation_prefix"] == "C"
    assert "all 8 rows of the 8 orders that begin with CW take units back" in found.text


def test_keys_with_rows_that_differ_and_rows_without_a_customer_are_asked_about(suggested):
    text = orders(40) + "".join(f"X{i},2026-05-01,,A1,1,2.50\n" for i in range(20))
    found = suggested({"customers.csv": CUSTOMERS + "001,Bonn,c1@example.com\n", "orders.csv": text})
    asked = {one.text.partition(":")[0]: one for one in found.questions}
    assert "1 of 40 customers have rows that differ" in asked["`conflicting_rows`"].text
    assert "33 % of the rows" in asked["`quarantine_limit`"].text
    assert [choice.line for choice in asked["`quarantine_limit`"].choices] == ["quarantine_limit: 0.40"]


def test_words_of_a_channel_are_translated_or_asked(suggested):
    head = HEAD.replace("price", "price,channel")
    lines = [f"W{i},2026-05-01,{i},A1,1,2,{'Filiale' if i % 2 else 'Messe'}\n" for i in range(30)]
    found = suggested({"orders.csv": head + "".join(lines)})
    assert found.source("order_lines")["values"] == {"sales_channel": {"Filiale": "store", "Messe": "?"}}
    (question,) = [one for one in found.questions if one.text.startswith("`Messe`")]
    assert [choice.line for choice in question.choices] == ["Messe: online", "Messe: store", "Messe: phone"]


def test_a_file_that_fits_no_table_is_named(suggested):
    found = suggested({"orders.csv": orders(), "weather.csv": "station,rain\n1,2.5\n2,3.5\n", "note.csv": ""})
    assert "# not used: weather.csv: no table of the contract fits its columns (station, rain)" in found.text
    assert "# not used: note.csv: " in found.text


def test_a_folder_without_anything_of_use_is_refused_with_every_reason(folder):
    with pytest.raises(IntakeError) as caught:
        suggest(folder({"weather.csv": "station,rain\n1,2.5\n2,3.5\n"}), name="shop")
    assert "no file in this folder can be used" in str(caught.value)
    assert "weather.csv: no table of the contract fits" in str(caught.value)


@pytest.mark.parametrize(
    "name", ["a\nsources: []\nb", "x\u2028y: 1", "# no", '"; {', "- [", "{{7*7}}", "\u202egnp", "'"]
)
def test_names_in_a_file_cannot_write_lines_of_their_own(suggested, name):
    quoted = '"' + name.replace('"', '""') + '"'
    found = suggested({"orders.csv": orders(head=HEAD.replace("price", f"price,{quoted}"), price="2.5,1")})
    assert set(found.content) == {"name", "currency", "language", "as_of", "sources"}
    assert len(found.content["sources"]) == 2
    assert found.text.isprintable() or "\u202e" not in found.text


def test_no_value_of_a_person_stands_in_the_file(suggested):
    text = suggested({"customers.csv": CUSTOMERS, "orders.csv": orders()}).text
    assert "@" not in text
    assert "Ulm" not in text


def test_nothing_is_written_into_the_folder(folder):
    place = folder({"orders.csv": orders()})
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    first = suggest(place, name="shop")
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    assert suggest(place, name="shop") == first


@pytest.mark.parametrize(
    ("customers", "sales"),
    [
        pytest.param(
            ("رقم العميل", "الاسم", "المدينة", "البريد الإلكتروني"),
            ("رقم الطلب", "تاريخ الطلب", "رقم العميل", "رقم المنتج", "الكمية", "سعر الوحدة"),
            id="ar",
        ),
        pytest.param(
            ("کد مشتری", "نام مشتری", "شهر", "ایمیل"),
            ("شماره سفارش", "تاریخ سفارش", "کد مشتری", "کد کالا", "تعداد", "قیمت واحد"),
            id="fa",
        ),
        pytest.param(
            ("ID Pelanggan", "Nama", "Bandar", "E-mel"),
            ("No. Pesanan", "Tarikh Pesanan", "ID Pelanggan", "Kod Produk", "Kuantiti", "Harga Seunit"),
            id="ms",
        ),
        pytest.param(
            ("Kundennr", "Name", "Ort", "E-Mail"),
            ("Bestellnummer", "Bestelldatum", "Kundennr", "Artikelnr", "Menge", "Einzelpreis"),
            id="de",
        ),
    ],
)
def test_a_shop_of_another_language_is_understood(suggested, customers, sales):
    people = ",".join(customers) + "\n" + "".join(f"{i:03},N{i},Ulm,c{i}@example.com\n" for i in range(1, 41))
    found = suggested({"a.csv": people, "b.csv": orders(head=",".join(sales) + "\n")})
    assert found.source("customers")["columns"] == dict(
        zip(("customer_id", "name", "city", "email"), customers, strict=True)
    )
    order, day, customer, product, units, price = sales
    assert found.source("order_lines")["columns"] == {
        "customer_id": customer,
        "order_id": order,
        "ordered_at": day,
        "product_id": product,
        "quantity": units,
        "unit_price": price,
    }


def test_a_till_that_speaks_spanish(suggested):
    people = "Nº del socio cliente;Nº cliente;Sexo;C.P.\n" + "".join(f"s{i};{i:05};M;28001\n" for i in range(60))
    sales = "Fecha;Nº pedido;Cliente;Referencia;Uds.;Precio (€)\n" + "".join(
        f"{i % 28 + 1:02}/03/2026;{i};{i % 60:05};A-{i % 5};{i % 3 + 1};1{i % 9},50\n" for i in range(120)
    )
    goods = "Referencia;Artículo;Precio de coste\n" + "".join(f"A-{i};Taza {i};{i},25\n" for i in range(5))
    found = suggested({"clientes.csv": people, "pedidos.csv": sales, "productos.csv": goods})
    assert found.questions == []
    assert found.content["currency"] == "EUR"
    assert found.source("customers")["columns"]["customer_id"] == "Nº cliente"
    assert found.source("order_lines")["columns"]["quantity"] == "Uds."
    assert found.source("products")["columns"]["unit_cost"] == "Precio de coste"


def test_a_list_whose_key_is_only_in_part_named_is_no_stumbling_block(suggested):
    people = "Mitglied Kundennummer alt;Ort\n" + "".join(f"{i:05};Ulm\n" for i in range(60))
    sales = "Datum;Bestellnummer;Kundennummer;Artikelnummer;Menge;Preis\n" + "".join(
        f"{i % 28 + 1:02}.03.2026;{i};{i % 60:05};A-{i % 5};{i % 3 + 1};1{i % 9},50\n" for i in range(120)
    )
    found = suggested({"kunden.csv": people, "bestellungen.csv": sales})
    assert "customer_id" in found.source("customers")["columns"]
