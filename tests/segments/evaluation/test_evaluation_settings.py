"""client.yml may say by which base to go, and a wrong word is refused with its line."""

import pytest

from seglib.client import ClientError

YML = """name: Shop
currency: EUR
as_of: 2026-06-30
sources: [{table: order_lines, file: orders.csv, columns: {customer_id: customer, order_id: o, ordered_at: at,
           product_id: p, quantity: q, unit_price: u}, constants: {currency: EUR}}]
"""
FILES = {"orders.csv": b"customer,o,at,p,q,u\n"}


def test_nothing_is_adopted_unless_it_is_written(make_client):
    assert make_client(FILES, YML).evaluation.adopt is None
    assert make_client(FILES, YML + "evaluation: {adopt: geographic}\n").evaluation.adopt == "geographic"


@pytest.mark.parametrize("wrong", ["{adopt: rfm}", "{adopts: behavioural}"])
def test_a_wrong_word_is_refused_with_its_line_and_what_is_known(make_client, wrong):
    with pytest.raises(ClientError, match=r"client\.yml:6: .*(behavioural|adopt)"):
        make_client(FILES, YML + f"evaluation: {wrong}\n")
