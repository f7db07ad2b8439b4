"""The decimal mark is found where all cells prove it, and asked where they do not."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seglib.intake import read_sources


@pytest.mark.parametrize(
    ("cells", "mark", "line", "proof"),
    [
        (["1.234", "5", "1.234,50"], "decimal comma", 4, "1.234,50"),
        (["1,234", "5", "1,234.50"], "decimal point", 4, "1,234.50"),
        (["12,5"], "decimal comma", 2, "12,5"),
        (["12.5", "1.234"], "decimal point", 2, "12.5"),
        (["1.234", "1.234.567"], "decimal comma", 3, "1.234.567"),
        (["1,234", "1,234,567"], "decimal point", 3, "1,234,567"),
        (["1,234", "0,500"], "decimal comma", 3, "0,500"),
        (["1.234", ".5"], "decimal point", 3, ".5"),
        (["1.234", "1.2345"], "decimal point", 3, "1.2345"),
        (["1 234", "1 234,50"], "decimal comma", 3, "1 234,50"),
        (["1\u00a0234", "1\u00a0234,50"], "decimal comma", 3, "1\u00a0234,50"),
        (["1'234", "1'234.50"], "decimal point", 3, "1'234.50"),
        (["1,234", "12,34,567"], "decimal point", 3, "12,34,567"),
        (["1.234", "(12,50)"], "decimal comma", 3, "(12,50)"),
        (["1.234", "12,50-"], "decimal comma", 3, "12,50-"),
        (["1.234", "\u221212,50"], "decimal comma", 3, "\u221212,50"),
        (["1.234", "12,50 €"], "decimal comma", 3, "12,50 €"),
        (["١,٢٣٤", "١٢,٥"], "decimal comma", 3, "١٢,٥"),
    ],
)
def test_one_cell_that_has_one_reading_proves_the_mark_of_all(orders, reading, cells, mark, line, proof):
    intake = orders(price=cells)
    assert reading(intake, "unit_price") == (mark, "found", line, proof)
    assert (
        intake.sources[0].source.convention("decimal", "unit_price")
        == {"decimal comma": ",", "decimal point": "."}[mark]
    )


@pytest.mark.parametrize("cells", [["1", "-20", "3 000", "1'000"], ["abc"], ["", "N/A"], ["١٢٣٫٥", "٤٬٥٦٧"]])
def test_where_every_convention_gives_the_same_nothing_is_asked(orders, reading, cells):
    assert reading(orders(price=cells), "unit_price")[1] == "nothing to tell"


@pytest.mark.parametrize(
    ("cell", "comma", "point"),
    [
        ("1.234", "1234", "1.234"),
        ("1,234", "1.234", "1234"),
        ("12.000", "12000", "12.000"),
        ("-1.234", "-1234", "-1.234"),
    ],
)
def test_three_digits_behind_one_mark_are_asked(orders, asked, cell, comma, point):
    ((code, column, line, text, answers),) = asked(orders, price=["5", cell, "17"])
    assert (code, column, line) == ("decimal_mark", "price", 3)
    assert cell in text
    assert answers == [('decimal: ","', f"{cell} is {comma}"), ('decimal: "."', f"{cell} is {point}")]


@pytest.mark.parametrize("mark", [",", "."])
def test_the_answer_settles_it(orders, reading, mark):
    intake = orders(price=["1.234"], options=f'decimal: "{mark}"')
    assert reading(intake, "unit_price")[1] == "declared"
    assert intake.sources[0].source.convention("decimal", "unit_price") == mark


def test_a_declared_thousands_mark_says_the_decimal_mark(orders):
    intake = orders(price=["1.234"], options='thousands: "."')
    assert intake.sources[0].source.convention("decimal", "unit_price") == ","


def test_one_question_serves_all_columns_that_no_cell_settles(orders, asked):
    assert len(asked(orders, price=["1.234"], off=["1.500"])) == 1


def test_a_column_without_proof_follows_the_others_of_its_source(orders, reading):
    intake = orders(price=["1.234"], off=["0,50"])
    assert reading(intake, "unit_price") == ("decimal comma, as in off", "found", 2, "0,50")


def test_each_column_can_have_a_mark_of_its_own(orders):
    source = orders(price=["1.234,50"], off=["0.5"]).sources[0].source
    assert source.decimal["unit_price"] == ","
    assert source.decimal["discount"] == "."


def test_a_column_between_two_proofs_is_asked_by_itself(orders, asked):
    ((code, column, _, _, answers),) = asked(orders, price=["1.234,50"], off=["0.5"], n=["1.000"])
    assert (code, column) == ("decimal_mark", "n")
    assert [line for line, _ in answers] == ['quantity: ","', 'quantity: "."']


def test_an_answer_for_one_column_leaves_the_others_to_their_proofs(orders):
    source = orders(price=["1.234,50"], off=["0.5"], n=["1.000"], options='decimal: {quantity: "."}').sources[0].source
    assert source.decimal == {"quantity": ".", "unit_price": ",", "discount": "."}


def test_few_slips_against_many_proofs_are_repairs_and_more_are_asked(orders, reading, asked):
    few = ["1.234", *["12,50"] * 19, "12.5"]
    assert reading(orders(price=few), "unit_price") == ("decimal comma", "found", 3, "12,50")
    ((code, _, line, text, _),) = asked(orders, price=["1.234", *["12,50"] * 18, "12.5"])
    assert (code, line) == ("decimal_mark", 2)
    assert "line 21: 12.5 (1 in all)" in text
    assert "line 3: 12,50 (18)" in text


def test_contradictions_need_no_answer_where_each_cell_has_one_reading(orders, reading):
    assert reading(orders(price=["12,50", "13,50", "12.5"]), "unit_price")[0] == "decimal comma"


def test_whole_numbers_and_degrees_have_one_reading(make_client, reading):
    yml = (
        "name: S\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n"
        "  - {table: customers, file: c.csv, delimiter: ';',"
        " columns: {customer_id: id, followers: f, latitude: lat}}\n"
    )
    client = make_client({"c.csv": b"id;f;lat\n1;1.234;52.520\n"}, yml)
    intake = read_sources(client)
    assert reading(intake, "followers")[0] == "decimal comma"  # there are no 1.234 followers
    assert reading(intake, "latitude")[0] == "decimal point"  # nor 52,520 degrees


def test_numbers_by_type_are_not_asked(make_client, tmp_path):
    yml = "name: S\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n  - {table: products, file: p.parquet,"
    yml += " columns: {product_id: id, unit_cost: cost}}\n"
    cost = pa.array(["1.234", "9.500"]).cast(pa.decimal128(10, 3))
    pq.write_table(pa.table({"id": ["a", "b"], "cost": cost}), tmp_path / "p.parquet")
    client = make_client({"p.parquet": (tmp_path / "p.parquet").read_bytes()}, yml)
    assert read_sources(client).sources[0].source.convention("decimal", "unit_cost") == "."


def test_percentages_are_asked(orders, asked):
    ((code, column, line, text, answers),) = asked(orders, off=["1", "10 %", "12%"])
    assert (code, column, line) == ("percent", "off", 3)
    assert "10 % (2 in all)" in text
    assert [line for line, _ in answers] == ["percent: fraction", "percent: number", "percent: unread"]
    assert orders(off=["1", "10 %"], options="percent: number").sources[0].source.percent == "number"


def test_percentages_are_asked_though_the_mark_is_declared(orders, asked):
    assert [code for code, *_ in asked(orders, off=["10 %"], options='decimal: "."')] == ["percent"]


def test_words_for_missing_values_prove_nothing(orders, asked, reading):
    assert asked(orders, price=["1.234"])
    assert reading(orders(price=["1.234", "5"], cleaning='missing: ["1.234"]'), "unit_price")[1] == "nothing to tell"


def test_the_questions_of_all_columns_and_sources_come_at_once(make_client, asked):
    one = "  - {{table: products, file: {}.csv, delimiter: ';', columns: {{product_id: id, unit_cost: cost}}}}\n"
    yml = "name: S\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n" + one.format("a") + one.format("b")
    client = make_client({"a.csv": b"id;cost\n1;1.234\n", "b.csv": b"id;cost\n2;5.678\n"}, yml)
    assert [text.split()[0] for _, _, _, text, _ in asked(read_sources, client)] == ["1.234", "5.678"]


def test_a_question_of_a_file_does_not_hide_those_of_the_columns_of_another(make_client, asked):
    one = "  - {{table: products, file: {}.csv, columns: {{product_id: id, product: name, unit_cost: cost}}}}\n"
    yml = "name: S\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n" + one.format("a") + one.format("b")
    files = {"a.csv": "id;name;cost\n1;Café;2\n2;Thé;3\n".encode("cp1252"), "b.csv": b"id;name;cost\n2;Mug;5.678\n"}
    codes = [code for code, *_ in asked(read_sources, make_client(files, yml))]
    assert len(codes) == 2
    assert codes[1] == "decimal_mark"
