"""`make verify` finds what is planted, says where, what and what to do, and finds nothing in a report that is true."""

import shutil
from pathlib import Path

import duckdb
import nbformat
import pandas as pd
import pytest
from verified_shop import GROUPS, YML, N, published, write_tables

from seglib.report import Page
from seglib.report import publish as publisher
from seglib.report.digits import numbers_in
from seglib.report.metrics import Recorded
from seglib.report.publish import FOLDERS
from seglib.report.text import Formatter
from seglib.report.verifying.recomputing import FOLDER, claims_of, recompute_page
from seglib.report.verifying.tables import open_for_claims
from seglib.report.verifying.tracing import CONVENTIONS, OF_METHOD, PAGES
from seglib.report.verifying.verify import VerifyError, editions, told, verify
from seglib.segments.headline import share_interval

ROOT = Path(__file__).parents[2]
PAGE = "05_behavioural.html"
GROUPED = f"{PAGE}#rfm-segments"
OF_INDEX = "05_behavioural--worth"
WHO = {"n": N, "population": "customers", "sources": ["order_lines"]}


PLANTED = [
    (PAGE, ">200</bdi> of", ">210</bdi> of", f"{PAGE}#who: 210 is not in the data of the block (text '210'). Make"),
    (PAGE, ">90</bdi></td>", ">91</bdi></td>", f"{GROUPED}: row 4, 'Customers': found '91', expected '90'. Make"),
    (PAGE, "group, 90 cus", "group, 89 cus", f"{GROUPED}: 89 is not in the data of the block (text '“Seldom” is"),
    (PAGE, "with 90", "with 88", f"{GROUPED}: 88 is not in the data of the block (alt 'Bar chart"),
    (PAGE, '<td class="num">', '<td class="num" title="7%">', f"{GROUPED}: 7% is not in the data of the block (title"),
    (PAGE, "Everybody counts", "38% count", f"{PAGE}: 38% in the text stands in no block ('38% count once.'). Show"),
    (PAGE, 'id="groups"', 'id="gone"', f"{PAGE}#groups: the section is missing. Make the report again."),
    (PAGE, 'id="worth"', 'id="gone"', f"{PAGE}#worth: the block is missing. Make the report again."),
    ("index.html", ">200</bdi> of", ">199</bdi> of", "index.html#05_behavioural--who: 199 is not in the data"),
    ("index.html", f'id="{OF_INDEX}"', 'id="gone"', f"index.html#{OF_INDEX}: the block is missing. Make"),
    ("08_roi.html", "Of no account", "Of some", "report: 08_roi.html is not the file that was published: found "),
    ("metrics.json", '"buyers":200', '"buyers":201', f"{PAGE}#who: buyers: found 201, expected 200 by SQL on"),
    ("manifest.json", '"index.html"', '"nowhere.html"', "index.html: the page is missing. Make the report again."),
    (PAGE, "Who brings", "Canary17@nest.example", f"{PAGE}: found an id, an address or a phone of a customer, expec"),
]


@pytest.fixture(scope="module")
def shop(write_client, tmp_path_factory):
    """The client with its tables."""
    client = write_client(tmp_path_factory.mktemp("data") / "corner", {"orders.csv": b"id\n"}, YML)
    write_tables(client)
    return client


@pytest.fixture(scope="module")
def whole(shop, tmp_path_factory):
    """The folder of reports with a true one."""
    return published(shop, tmp_path_factory.mktemp("whole"))


@pytest.fixture
def problems(shop, whole, tmp_path):
    """What is found after one text in a file has become another."""

    def problems(name: str, old: str, new: str) -> list[str]:
        folder = shutil.copytree(whole, tmp_path / "reports")
        path = folder / shop.slug / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return list(map(str, verify(shop, reports_dir=folder).problems))

    return problems


@pytest.fixture
def problems_of(shop, tmp_path):
    """What is found in a report that was made with changes."""
    return lambda **changes: list(map(str, verify(shop, reports_dir=published(shop, tmp_path, **changes)).problems))


def test_a_true_report_has_no_problems_and_says_how_far_it_was_verified(shop, whole):
    found = verify(shop, reports_dir=whole)
    assert found.problems == []
    page = next(page for page in found.coverage if page.page == "05_behavioural")
    assert page.recomputed == 3 + 1 + 3 + 2 * len(GROUPS)  # the sentence, the metric, each n, two columns
    assert page.numbers > page.recomputed
    assert told(found)[-1].startswith("Nothing is wrong. ")


@pytest.mark.parametrize(("name", "old", "new", "said"), PLANTED)
def test_what_is_planted_in_a_published_file_is_found_and_said(problems, name, old, new, said):
    assert [problem for problem in problems(name, old, new) if problem.startswith(said)]


def test_a_page_that_is_gone_and_one_that_came_are_found(shop, whole, tmp_path):
    folder = shutil.copytree(whole, tmp_path / "reports")
    (folder / shop.slug / "08_roi.html").rename(folder / shop.slug / "other.html")
    found = list(map(str, verify(shop, reports_dir=folder).problems))
    assert [one.split(":")[1][:30] for one in found] == [
        " 08_roi.html is not the file t",
        " other.html is not in the mani",
    ]
    assert "found no file" in found[0] and found[1].endswith("Take it away.")


def test_a_number_that_was_computed_wrong_is_found_by_the_second_computation(problems_of):
    found = problems_of(off=1)
    assert found == [
        f"{PAGE}#who: buyers: found 201, expected 200 by SQL on the clean tables. "
        "Compare the cell that makes the block with seglib/report/verifying/claims/05_behavioural.sql."
    ]


def test_a_number_typed_into_a_notebook_is_an_orphan(problems_of):
    assert problems_of(prose="They are loyal: 42% come back.") == [
        f"{PAGE}: 42% in the text stands in no block ('Everybody counts once. They are loyal: 42% come back.'). "
        "Show it by a block, or take it out."
    ]


def test_a_number_typed_into_the_words_of_a_block_is_an_orphan(problems_of):
    found = problems_of(blocks=lambda page: [page.note("typed", "A good group has 1,234 customers.")])
    assert found == [
        f"{PAGE}#typed: 1,234 in the text rests on no value ('A good group has 1,234 customers.'). "
        "Say it with a placeholder: page.say(…)."
    ]


def _table(page, **columns):
    """A table of groups with counts under the given names."""
    headings = {"group": "Group", **{name: (name, "count") for name in columns}}
    frame = pd.DataFrame({"group": ["a", "b", "c"], **columns})
    return [page.table("some", frame, columns=headings, caption="Groups", **WHO)]


def test_a_small_cell_is_found_where_the_gate_was_left_open(problems_of, monkeypatch):
    monkeypatch.setattr(publisher, "gated", lambda content, _: content)
    found = problems_of(blocks=lambda page: _table(page, n=[90, 7, 40]))
    assert found == [
        f"{PAGE}#some: row 2, 'n': found a group of 7, expected 10 or more, or no number. Make the report again."
    ]


def test_a_count_of_which_nobody_said_what_it_counts_is_found(problems_of):
    found = problems_of(blocks=lambda page: _table(page, n_cats=[90, 60, 40]))
    assert found == [
        f"{PAGE}#some: nobody has said whether 'n_cats' counts people. Say it in seglib/report/privacy/counts.yml."
    ]


def test_tables_and_settings_that_changed_since_are_found(shop, whole, tmp_path, monkeypatch):
    (shop.folder / "raw" / "later.csv").write_text("id\n")
    try:
        found = list(map(str, verify(shop, reports_dir=whole).problems))
    finally:
        (shop.folder / "raw" / "later.csv").unlink()
    assert len(found) == 1 and found[0].startswith("report: the data changed since the report was made: found ")


SMALL = "The {few:count} “Rare” customers spend most."


@pytest.mark.parametrize(("edition", "shown"), [("client", False), ("analyst", True), ("student", False)])
def test_small_groups_are_told_to_analysts_alone_who_read_that_they_are(shop, tmp_path, edition, shown):
    few = {"population": "customers in the group", "sources": ["order_lines"]}
    told = lambda page: [page.finding("rare", SMALL, few=3, n=3, **few)]  # noqa: E731 - read more easily beside the other
    reports = published(shop, tmp_path, edition=edition, blocks=told)
    html = (reports / shop.slug / FOLDERS[edition] / PAGE).read_text()
    assert ("Rare" in html) == ("For the analysts of Corner Shop alone" in html) == shown
    assert editions(shop, reports_dir=reports) == [edition]
    assert verify(shop, reports_dir=reports, edition=edition).problems == []


def test_numbers_of_theory_are_not_traced_and_those_of_the_same_page_are(shop, tmp_path):
    reports = published(shop, tmp_path, edition="student", prose="They are loyal: 42% come back.")
    assert "pages 311 to 319" in (reports / shop.slug / "learn" / PAGE).read_text()
    found = verify(shop, reports_dir=reports, edition="student").problems
    assert [problem.what.split(" in the")[0] for problem in found] == ["42%"]


def test_without_a_report_it_says_what_to_do(shop, tmp_path):
    with pytest.raises(VerifyError, match=r"to verify\. Make it: make report CLIENT=corner"):
        verify(shop, reports_dir=tmp_path)


def test_every_claim_says_what_it_is_and_no_block_is_claimed_twice():
    for path in FOLDER.glob("0*.sql"):
        claims = claims_of(path.stem)
        assert len({claim.query for claim in claims}) == path.read_text().count("-- claim ")
        assert len({(claim.block, claim.by) for claim in claims}) == len(claims)
        assert all(claim.query.startswith(("select", "with")) for claim in claims)


def test_every_claim_can_be_computed_where_its_tables_of_results_are(shop):
    with open_for_claims(shop) as tables:
        for path in FOLDER.glob("0*.sql"):
            for query in {claim.query for claim in claims_of(path.stem)}:
                try:
                    tables.execute(query)
                except duckdb.CatalogException as lacking:
                    assert "result_" in str(lacking) or f"{path.stem}/" in str(lacking), (path.stem, query)


def test_one_claim_speaks_of_several_blocks_of_names_of_all_numbers_of_a_text_and_of_the_lines_of_a_persona(
    shop, tmp_path, monkeypatch
):
    (tmp_path / "05_behavioural.sql").write_text(
        "-- claim arm-*, other: told\nselect [2, -1, 4] as told;\n"
        "-- claim first, second: named\nselect 'Ada' as told;\n"
        "-- claim little, less: of a note its text\nselect [61] as text, 7 as block_n;\n"
        "-- claim card by heading: lines\n"
        "select 'Age' as heading, if(getvariable('story') = 'Old ones', 70, 0) as age, 1 as unsaid;\n"
        "-- claim card by source, place: lines that rest on the same\n"
        "select 'homes' as source, unnest(['Rome', 'Oslo']) as place, 5 as line_n, 0.5 as share\n"
    )
    monkeypatch.setattr("seglib.report.verifying.recomputing.FOLDER", tmp_path)
    page = Page(shop, "05_behavioural")
    texts = {"arm-1": "2 (−1 to 4)", "arm-2": "2 (−1 to 5)", "other": "2 (−1 to 4)", "more": "5"}
    texts |= {"first": "Ada", "second": "Bea"}
    blocks = {name: page.finding(name, "It is {told}.", told=told, **WHO) for name, told in texts.items()}
    blocks |= {name: page.note(name, f"{n} are left.") for name, n in {"little": 61, "less": 60}.items()}
    lines = [("Age", "{age:count}", {"age": 70}, N, "age")]
    lines += [("Lives", "{place}: {share:percent}", {"place": at, "share": 0.5}, 5, "homes") for at in ("Oslo", "Bern")]
    blocks["card"] = page.persona("card", "Ada", "Old ones", lines=lines, **WHO)
    with open_for_claims(shop) as tables:
        pairs = recompute_page(tables, Recorded("05_behavioural", "", "", (), blocks))
    agrees = {"arm-1": True, "arm-2": False, "other": True, "first": True, "second": False, "card": True}
    agrees |= {"little": True, "less": False}
    assert {pair.block: pair.agrees for pair in pairs} == agrees
    of_card = [pair.what for pair in pairs if pair.block == "card"]
    assert of_card == ["age of Age", "line_n of Lives", "share of Lives"]  # of Oslo; nothing is claimed of Bern


def test_a_second_computation_that_fails_is_a_problem_and_no_crash(shop, tmp_path, monkeypatch):
    (tmp_path / "05_behavioural.sql").write_text("-- claim share: of all\nselect cast('many' as int) as told")
    monkeypatch.setattr("seglib.report.verifying.recomputing.FOLDER", tmp_path)
    block = Page(shop, "05_behavioural").finding("share", "It is {told:count}.", told=1, **WHO)
    with open_for_claims(shop) as tables:
        [pair] = recompute_page(tables, Recorded("05_behavioural", "", "", (), {"share": block}))
    assert not pair.agrees
    assert pair.what == "of all, which could not be computed again"
    assert "many" in pair.found


def test_a_claim_speaks_of_the_ends_of_an_interval(shop, tmp_path, monkeypatch):
    (tmp_path / "05_behavioural.sql").write_text(
        "-- claim share, wide: of 60 of 200\n"
        "select wilson_low(60, 200) as block_low, wilson_high(60, 200) as block_high"
    )
    monkeypatch.setattr("seglib.report.verifying.recomputing.FOLDER", tmp_path)
    page = Page(shop, "05_behavioural")
    low, high = share_interval(60, 200)
    blocks = {
        "share": page.finding("share", "It is {s:percent}.", s=0.3, interval=(low, high), **WHO),
        "wide": page.finding("wide", "It is {s:percent}.", s=0.3, interval=(low, high + 0.01), **WHO),
    }
    with open_for_claims(shop) as tables:
        pairs = recompute_page(tables, Recorded("05_behavioural", "", "", (), blocks))
    assert [(pair.block, pair.what) for pair in pairs if not pair.agrees] == [("wide", "block_high")]
    assert len(pairs) == 4


def test_a_claim_may_read_the_numbers_of_its_block_and_the_tables_of_its_page(shop, tmp_path, monkeypatch):
    (tmp_path / "05_behavioural.sql").write_text(
        "-- claim all, wrong: all\n"
        """select sum(n) as "all", getvariable('all') / 2 as half from "05_behavioural/some";\n"""
        '-- claim half: no table of that name is there\nselect 1 as half from "05_behavioural/none"'
    )
    monkeypatch.setattr("seglib.report.verifying.recomputing.FOLDER", tmp_path)
    page = Page(shop, "05_behavioural")
    blocks = {"some": _table(page, n=[90, 60, 40])[0]}
    told = {"all": {"all": 190, "half": 95.0}, "wrong": {"all": 180, "half": 95.0}, "half": {"half": 2}}
    blocks |= {
        name: page.finding(name, " ".join(f"{{{one}:count}}" for one in values), **values, **WHO)
        for name, values in told.items()
    }
    with open_for_claims(shop) as tables:
        pairs = recompute_page(tables, Recorded("05_behavioural", "", "", (), blocks))
    assert [(pair.block, pair.what, pair.agrees) for pair in pairs] == [
        ("all", "all", True), ("all", "half", True), ("wrong", "all", False), ("wrong", "half", False),
    ]  # fmt: skip


def test_numbers_of_another_kind_of_report_are_refused_in_a_sentence(shop, whole, tmp_path):
    folder = shutil.copytree(whole, tmp_path / "reports")
    (folder / shop.slug / "metrics.json").write_text('{"pages": {"05_behavioural": {}}}')
    with pytest.raises(VerifyError, match=r"metrics.json of corner cannot be read .* make report CLIENT=corner"):
        verify(shop, reports_dir=folder)


def test_no_text_of_a_notebook_that_clients_read_holds_a_number_of_some_client():
    read = 0
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        known = {*PAGES, *OF_METHOD.get(path.stem, ())}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown" and not {"analyst", "learn", "exercise", "solution"} & set(
                cell.metadata.get("tags", [])
            ):
                typed = [n.text for n in numbers_in(cell.source) if n.text not in known and not n.rests_on(CONVENTIONS)]
                assert typed == [], (path.stem, cell.source)
                read += 1
    assert read > 100


@pytest.mark.parametrize(
    ("language", "currency"),
    [("en", "EUR"), ("de", "EUR"), ("fr", "EUR"), ("fa", "IRR"), ("ar", "SAR"), ("ms", "MYR"), ("de-CH", "CHF")],
)
def test_numbers_are_read_as_they_are_written_in_each_language(language, currency):
    formatter = Formatter(language, currency)
    told = [("money", 1234.5), ("money", -12.5), ("money", 56_789.0), ("money", 1_234_567.0), ("count", 1_234_567)]
    for kind, value in [*told, ("percent", 0.385), ("percent", -0.0123), ("number", 0.25)]:
        for compact in (False, True):
            text = formatter.format(value, kind, compact=compact)
            (number,) = numbers_in(f"({text}; x3y)", language=language)
            assert number.rests_on([value]) and not number.rests_on([value * 1.06]), text


def test_what_is_said_to_be_smaller_rests_on_what_is_smaller_and_there():
    (share, least) = numbers_in("0.1% (<0.1%)")
    assert least.rests_on([0.0003]) and not least.rests_on([0.0]) and not least.rests_on([0.0012])
    assert share.rests_on([0.0012]) and not share.rests_on([0.0003])
