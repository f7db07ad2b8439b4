"""Does a column's name say which column it is, in every language and spelling that shops use?"""

import pytest

from seglib import strict_yaml
from seglib.contracts import TABLES, columns
from seglib.intake.suggest import names
from seglib.intake.suggest.names import PART, SAME, likeness, words


@pytest.mark.parametrize(
    ("name", "table", "column"),
    [
        ("CustomerID", "order_lines", "customer_id"),
        (" customer_id ", "customers", "customer_id"),
        ("InvoiceNo", "order_lines", "order_id"),
        ("Order #", "order_lines", "order_id"),
        ("Kunden-Nr.", "customers", "customer_id"),
        ("GEBURTSDATUM", "customers", "birth_date"),
        ("Länge", "customers", "longitude"),
        ("Numero de cliente", "customers", "customer_id"),
        ("Quantité", "order_lines", "quantity"),
        ("No. Pesanan", "order_lines", "order_id"),
        ("Kuantiti", "order_lines", "quantity"),
        ("رقم الطلب", "order_lines", "order_id"),
        ("الكميه", "order_lines", "quantity"),  # the last letter as many write it
        ("تاريخ الطلب", "order_lines", "ordered_at"),
        ("کد مشتری", "customers", "customer_id"),
        ("كد مشتري", "customers", "customer_id"),  # with the Arabic kaf and yeh
        ("تاریخ ثبت\u200cنام", "customers", "signup_date"),
        ("شماره سفارش", "order_lines", "order_id"),
    ],
)
def test_a_name_is_known(name, table, column):
    assert likeness(name, table, column) == SAME


def test_a_name_that_only_contains_one_is_weaker():
    assert likeness("Billing City", "customers", "city") == PART
    assert likeness("Capacity", "customers", "city") == 0
    assert likeness("Discounted", "order_lines", "discount") == 0


def test_letters_that_look_alike_are_one():
    assert words("كتاب") == words("کتاب")
    assert words("Größe") == words("GROSSE")
    assert words("OrderDate") == words("order_date") == words("Order  Date\ufeff")


def test_the_dictionary_has_every_column_and_no_other():
    content, _ = strict_yaml.load((names.files(names.__package__) / "synonyms.yml").read_text(encoding="utf-8"))
    assert {table: set(listed) for table, listed in content.items()} == {table: set(columns(table)) for table in TABLES}


@pytest.mark.parametrize("language", ["en", "ar", "fa", "ms"])
def test_what_a_shop_must_bring_is_known_in_every_language(language):
    content, _ = strict_yaml.load((names.files(names.__package__) / "synonyms.yml").read_text(encoding="utf-8"))
    for table in ("customers", "order_lines", "products"):
        needed = [name for name, column in columns(table).items() if column.required]
        needed += [name for group in TABLES[table].metadata.get("one_of", []) for name in group]
        assert [name for name in needed if not content[table][name].get(language)] == []


def test_no_word_stands_for_two_columns_that_a_file_has_side_by_side():
    content, _ = strict_yaml.load((names.files(names.__package__) / "synonyms.yml").read_text(encoding="utf-8"))
    alike = {("products", "product", "category")}  # "product type" may be either
    for table, listed in content.items():
        seen: dict[tuple, str] = {}
        for column, languages in listed.items():
            for word in {words(one) for known in languages.values() for one in known}:
                other = seen.setdefault(word, column)
                assert other == column or (table, other, column) in alike, (table, other, column, word)
