"""The fast way through a text file gives what the careful way gives: rows, lines, rejects, counts, and refusals."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seglib.client_keys import Source
from seglib.intake import IntakeError, blocks, text
from seglib.intake.fast import splitter
from seglib.intake.layout import Layout

ROWS = [b"1,Mug\n", b"2,Pot\n", b'3,"a,b"\n', b'4,"a\nb"\n', b'"5","say ""x"""\r\n', b"6,Tea\r\n", "٧,شاي\n".encode()]
DIRT = [b",", b'"', b"\n", b"\r", b"\r\n", b" ", b"a", b"id,name\n", b" id,name \n", b" , \n", b'"",""\n', b"\0"]
DIRT += [b"\xe9", b"\xef\xbb\xbf", b"8\n", b"9,a,b\n", b'10,5" pipe\n', b'11,"a" b\n', b'12,"a\rb"\n']
DIRT += ["\u00a0,\u2003\n".encode()]
DECLARED = {"encoding": "utf-8", "delimiter": ",", "columns": {"product_id": "id", "product": "name"}}


def read(path, monkeypatch, *, size: int, fast: bool, **declared) -> tuple:
    """Everything that reading a file gives, or the words with which it is refused; and how many blocks went fast."""
    count = 0

    def counting(layout, positions):
        split = splitter(layout, positions)

        def counted(block):
            nonlocal count
            plain = split(block) if fast else None
            count += plain is not None
            return plain

        return counted

    with monkeypatch.context() as patch:
        patch.setattr(blocks, "SIZE", size)
        patch.setattr(text, "splitter", counting)
        source = Source(table="products", file=path.name, **(DECLARED | declared))
        file = text.TextFile(path, source, ["id", "name"])
        try:
            rows = [row for batch in file.batches() for row in zip(*batch.to_pydict().values(), strict=True)]
        except IntakeError as error:
            return str(error), count
    return (rows, file.rejects, file.rows, file.blank, file.notes), count


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fast")


@pytest.fixture(scope="module")
def patched():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@settings(max_examples=400)
@given(
    pieces=st.lists(st.one_of(st.sampled_from(ROWS), st.sampled_from(ROWS), st.sampled_from(DIRT)), max_size=30),
    size=st.integers(1, 80),
    last_line=st.none() | st.integers(1, 12),
)
@example(pieces=[b'1,"a\nb"\n', b"2,Pot\n"], size=10, last_line=None)
@example(pieces=[b'1,"a', b"\r\n", b"2,Pot\n", b'"', b"\n", b"3,Tea\n"], size=5, last_line=None)
@example(pieces=[b"1,Mug\n", b"\xef\xbb\xbf", b"2,Pot\n"], size=6, last_line=None)
def test_both_ways_give_the_same(folder, patched, pieces, size, last_line):
    path = folder / "products.csv"
    path.write_bytes(b"id,name\n" + b"".join(pieces))
    careful, _ = read(path, patched, size=1 << 20, fast=False, last_line=last_line)
    blockwise, _ = read(path, patched, size=size, fast=False, last_line=last_line)
    fast, _ = read(path, patched, size=size, fast=True, last_line=last_line)
    whole, _ = read(path, patched, size=1 << 20, fast=True, last_line=last_line)
    assert careful == blockwise == fast == whole


@settings(max_examples=100)
@given(
    pieces=st.lists(st.sampled_from(["1;Café\n", "2;€\n", "3;x\x81y\n", '4;"a\nb"\n', "5\n", "\r\n"]), max_size=20),
    encoding=st.sampled_from(["windows-1252", "utf-16-le", "utf-16"]),
    size=st.integers(1, 40),
)
def test_other_encodings_give_the_same_both_ways(folder, patched, pieces, encoding, size):
    path = folder / "products.csv"
    content = ("id;name\n" + "".join(pieces)).encode(encoding, "replace").replace(b"?y", b"\x81y")
    path.write_bytes(content)
    careful, _ = read(path, patched, size=1 << 20, fast=False, encoding=encoding, delimiter=";")
    fast, _ = read(path, patched, size=size, fast=True, encoding=encoding, delimiter=";")
    assert careful == fast
    for reject in careful[1] if isinstance(careful, tuple) else []:
        if not reject["base64"]:  # the byte at which a reject begins is the byte of the file
            raw = reject["raw"].encode("utf-16-le" if encoding == "utf-16" else encoding)
            assert content[reject["offset"] :].startswith(raw)


def test_plain_blocks_do_go_fast(folder, patched):
    path = folder / "products.csv"
    path.write_bytes(b"id,name\n" + b"".join(ROWS) * 100)
    (rows, rejects, *_), count = read(path, patched, size=1000, fast=True)
    assert (len(rows), rejects) == (700, [])
    assert count >= 5
    careful, _ = read(path, patched, size=1000, fast=False)
    assert careful[0] == rows


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(b"1,Caf\xe9\n", id="not UTF-8"),
        pytest.param(b"1,a\0\n", id="NUL"),
        pytest.param(b"1,a\r2,b\n", id="lone CR"),
        pytest.param(b'1,"a\n', id="odd quotes"),
        pytest.param(b'1,"a\rb"\n', id="lone CR in a cell"),
        pytest.param(b'1,"' + b"\n" * 1000 + b'"\n', id="a cell of a thousand lines"),
        pytest.param(b'1,5" or 6"\n', id="quotes inside a cell"),
        pytest.param(b"1,a\n\n", id="blank line"),
        pytest.param(b"1,a\n , \n", id="line of blanks"),
        pytest.param("1,a\n\u2003,\u00a0\n".encode(), id="line of wide blanks"),
        pytest.param(b"1,a,b\n", id="long row"),
        pytest.param(b"1\n", id="short row"),
        pytest.param(b"1,a\nid,name\n", id="header again"),
        pytest.param("1,a\n\u200bid, name\n".encode(), id="header again, untidy"),
        pytest.param(b"1," + b"x" * (1 << 20) + b"\n", id="a very long cell"),
    ],
)
def test_what_is_not_plain_is_left_to_the_careful_way(block):
    split = splitter(Layout("products.csv", header=["id", "name"]), [0, 1])
    assert split(b"1,Mug\n2,Pot\n") is not None
    assert split(block) is None
