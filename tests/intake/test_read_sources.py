"""Sources of client.yml: mapping, constants, patterns, distinct rows, and what is never kept."""

import hashlib

import pytest

from seglib.intake import IntakeError, read_sources

HEAD = "name: Shop\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n"


def test_a_missing_column_is_refused_with_the_nearest(taken):
    with pytest.raises(IntakeError, match=r"products.csv:1: there is no column 'name'; the nearest are 'Names', 'id'"):
        taken(b"id,Names\n1,Mug\n")


def test_columns_that_client_yml_does_not_name_are_kept_nowhere(make_client):
    client = make_client(
        {"p.csv": b"id,email\n1,canary@example.org\n2,canary@example.org\n"},
        HEAD + "  - {table: products, file: p.csv, columns: {product_id: id}}\n",
    )
    intake = read_sources(client)
    assert intake.files[["columns_used", "columns_ignored"]].iloc[0].tolist() == [1, 1]
    for name in intake.connection.list_tables():
        assert "canary" not in intake.connection.table(name).to_pandas().to_string()


def test_files_of_one_pattern_are_joined_in_order_of_name(make_client):
    client = make_client(
        {"p_b.csv": b"id,name\n2,Pot\n", "p_a.csv": b"name,id\nMug,1\nTea,3\n"},
        HEAD + '  - {table: products, file: "p_*.csv", columns: {product_id: id}}\n',
    )
    intake = read_sources(client)
    frame = intake.sources[0].text.to_pandas()
    assert frame[["_file", "_line", "product_id"]].values.tolist() == [
        ["p_a.csv", 2, "1"],
        ["p_a.csv", 3, "3"],
        ["p_b.csv", 2, "2"],
    ]
    assert intake.files[["file", "rows"]].values.tolist() == [["p_a.csv", 2], ["p_b.csv", 1]]


def test_the_fingerprint_of_each_file_is_kept(taken):
    content = b"id,name\n1,Mug\n"
    files = taken(content).files
    assert files[["sha256", "bytes"]].values.tolist() == [[hashlib.sha256(content).hexdigest(), len(content)]]


def test_constants_are_on_every_row(make_client):
    client = make_client(
        {"t.csv": b"id,day\n1,2026-01-01\n2,2026-01-02\n"},
        HEAD
        + "  - {table: touchpoints, file: t.csv, columns: {customer_id: id, at: day}, constants: {channel: web,"
        + " event: visit}}\n",
    )
    frame = read_sources(client).sources[0].text.to_pandas()
    assert frame["channel"].tolist() == ["web", "web"]


def test_distinct_takes_each_row_once_at_its_first_line_and_none_without_its_key(make_client):
    content = b"order,customer,country\n1,a,ES\n2,,ES\n3,a,ES\n4,b,\n5,a,DE\n"
    client = make_client(
        {"o.csv": content},
        HEAD
        + "  - {table: customers, file: o.csv, distinct: true, columns: {customer_id: customer, country: country}}\n",
    )
    frame = read_sources(client).sources[0].text.order_by("_line").to_pandas()
    assert frame["_line"].tolist() == [2, 5, 6]
    assert frame["customer_id"].tolist() == ["a", "b", "a"]


@pytest.mark.parametrize("also_answers", [True, False], ids=["with its answers", "alone"])
def test_rejects_of_a_shared_file_are_answered_for_once(make_client, also_answers):
    source = "  - {{table: {}, file: o.csv, delimiter: ';', distinct: {}, columns: {{{}}}}}\n"
    yml = HEAD + source.format("customers", "true", "customer_id: customer")
    if also_answers:
        yml += source.format("survey", "false", "customer_id: customer, item_id: item, answer: answer")
    client = make_client({"o.csv": b"customer;item;answer\na;1;yes\nb;1\n"}, yml)
    counts = [source.rejects.count().to_pandas() for source in read_sources(client).sources]
    assert counts == ([0, 1] if also_answers else [1])


def test_a_client_can_be_read_again_on_the_same_connection(make_client):
    client = make_client(
        {"p.csv": b"id,name\n1,Mug\n"}, HEAD + "  - {table: products, file: p.csv, columns: {product_id: id}}\n"
    )
    first = read_sources(client)
    again = read_sources(client, connection=first.connection)
    assert again.sources[0].text.to_pandas().equals(first.sources[0].text.to_pandas())


def test_raw_files_are_never_written_to(make_client):
    client = make_client(
        {"p.csv": b"id,name\n1,Mug\n"}, HEAD + "  - {table: products, file: p.csv, columns: {product_id: id}}\n"
    )
    (client.raw / "p.csv").chmod(0o400)
    read_sources(client)
    assert [path.name for path in client.raw.iterdir()] == ["p.csv"]
    assert (client.raw / "p.csv").read_bytes() == b"id,name\n1,Mug\n"
