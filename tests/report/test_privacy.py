"""No small group and nobody shows on a client's page, and nothing on it gives a hidden number away."""

import json
import re
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from verified_shop import YML, N, published, write_tables

from seglib import strict_yaml
from seglib.report.privacy.exposing import exposed
from seglib.report.privacy.gate import through
from seglib.report.privacy.limits import Limits, limits_of
from seglib.report.privacy.people import people
from seglib.report.privacy.secondary import hidden_rows
from seglib.report.warehouse import open_tables

ROOT = Path(__file__).parents[2]
DECLARED, _ = strict_yaml.load(resources.files("seglib.report.privacy").joinpath("counts.yml").read_text("utf-8"))
WHO = {"n": N, "population": "customers", "sources": ["order_lines"]}
LEAST = 10


@pytest.fixture(scope="module")
def shop(write_client, tmp_path_factory):
    """The client with its tables."""
    client = write_client(tmp_path_factory.mktemp("data") / "corner", {"orders.csv": b"id\n"}, YML)
    write_tables(client)
    return client


def test_every_count_that_a_sentence_or_heading_can_show_is_declared():
    codes = [path.read_text(encoding="utf-8") for path in (ROOT / "seglib").rglob("*.py")]
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        codes += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    named = {name for code in codes for name in re.findall(r"\{(\w+):count\}", code)}
    named |= {name for code in codes for name in re.findall(r'"(\w+)": \(\s*[^()]*?, "count"\)', code)}
    assert len(named) > 100
    assert named - {*DECLARED["people"], *DECLARED["things"]} == set()
    assert not set(DECLARED["people"]) & set(DECLARED["things"])


def _groups() -> pd.DataFrame:
    """Groups of 0 to 30 people, each with money and a share that can be told from all others."""
    sizes = np.arange(31)
    return pd.DataFrame(
        {
            "group": [f"g{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in sizes],
            "n": sizes,
            "money": 71_000 + 13 * sizes,
            "share": 0.2101 + sizes / 1000,
            "told": [f"€{72_000 + 13 * n:,} each" for n in sizes],
        }
    )


COLUMNS = {
    "group": "Group",
    "n": ("Customers", "count"),
    "money": ("Money", "money"),
    "share": ("Share", "percent"),
    "told": "In words",
}


def _every_kind_of_block(page) -> list[object]:
    """Blocks of all kinds on all groups; a number that begins with 71, 72, 73, 74 or 75 tells of one group."""
    groups = _groups()
    shown = [page.table("sizes", groups, columns=COLUMNS, caption="Groups", **WHO)]
    about = {"population": "customers in the group", "sources": ["order_lines"]}
    for row in groups.itertuples():
        told = {"count": row.n, "money": 73_000.0 + 13 * row.n}
        name, line = f"of-{row.n}", ("Spends", "{money:money}", {"money": 75_000 + 13 * row.n}, row.n, "mean spend")
        shown += [
            page.finding(name, "{count:count} customers bring {money:money}.", **told, **WHO),
            page.note(f"note-{row.n}", page.say("{count:count} customers bring {money:money}.", **told)),
            page.metric(f"metric-{row.n}", "Money", 74_000 + 13 * row.n, "money", n=row.n, **about),
        ]
        if row.n:
            shown.append(page.persona(f"p{name}", "Ann", row.group, lines=[line], n=row.n, **about))
            shown.append(
                page.card(
                    *(f"c{name}", row.group),
                    **{"share": 0.11, "act": "Write.", "see": "sizes", "n": row.n, "brings": 0.5, "word": "margin"},
                    **about,
                )
            )
    return shown


def test_groups_of_0_to_30_leave_no_number_in_any_file(shop, tmp_path, axes):
    groups = _groups()

    def blocks(page) -> list[object]:
        title = page.say("The smallest group has {smallest:count} customers", smallest=4)
        alt = page.say("Bars of the groups; the smallest of all brings {money:money}.", money=71_052)
        figure = page.figure("bars", axes(), title=title, alt=alt, data=groups, columns=COLUMNS, **WHO)
        return [*_every_kind_of_block(page), figure]

    folder = published(shop, tmp_path, blocks=blocks) / shop.slug
    text = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    there = {int(number.replace(",", "")) for number in re.findall(r"\b7[1-5],?\d{3}\b", text)}
    for thousand in (71_000, 72_000, 73_000, 74_000, 75_000):
        shown = {n for n in range(31) if thousand + 13 * n in there}
        assert shown <= set(range(LEAST, 31)) and len(shown) >= 20, thousand
    page = (folder / "05_behavioural.html").read_text(encoding="utf-8")
    assert "This tells of fewer than 10 customers, too few to be shown." in page
    assert "Groups of fewer than 10, and what would tell their size, are not shown (–)." in page
    assert 'id="bars"' in page and "<figure" not in page.split('id="bars"')[1].split("</table>")[0]
    assert [f">{n} people," in (folder / "index.html").read_text() for n in (4, 9, 20)] == [False, False, True]


def test_the_gate_and_the_search_agree_on_every_block(page, axes):
    limits = Limits(LEAST)
    blocks = [*_every_kind_of_block(page), *page.blocks.values()]
    assert sum(bool(list(exposed(block, limits))) for block in blocks) > 50
    assert [block.id for block in blocks if list(exposed(through(block, limits), limits))] == []


def _known_to(sizes: np.ndarray, hidden: list[int], place: int, totals: np.ndarray) -> tuple[float, float]:
    """Give the range that an attacker can tell a hidden number to, who knows all shown ones and the total."""
    shown = [i for i in range(len(sizes)) if i not in hidden]
    equal = np.vstack([np.ones(len(sizes)), np.eye(len(sizes))[shown]])
    known = np.concatenate([totals, sizes[shown]])
    ends = [
        linprog(sign * np.eye(len(sizes))[place], A_eq=equal, b_eq=known, bounds=(0, None)).fun for sign in (1.0, -1.0)
    ]
    return ends[0], -ends[1]


def test_nobody_can_compute_what_is_hidden_from_what_is_shown():
    rng = np.random.default_rng(11)
    attacked = 0
    for _ in range(60):
        sizes = rng.integers(0, rng.choice([12, 40, 200]), rng.integers(2, 9)).astype(float)
        money = sizes * rng.gamma(2.0, 30.0, len(sizes)) + rng.gamma(1.0, 5.0, len(sizes))
        hidden = sorted(hidden_rows(list(sizes), LEAST))
        assert {i for i, size in enumerate(sizes) if size < LEAST} <= set(hidden)
        if len(hidden) == len(sizes) and sizes.sum() <= LEAST:
            continue  # the total itself is too small to be shown
        for place in hidden:
            low, high = _known_to(sizes, hidden, place, np.array([sizes.sum()]))
            assert max(high - sizes[place], sizes[place] - low) > 5, (sizes, hidden)
            low, high = _known_to(money, hidden, place, np.array([money.sum()]))
            assert max(high - money[place], money[place] - low) > 0.1 * money[place], (money, hidden)
            attacked += 1
    assert attacked > 80
    assert hidden_rows([40, 12, 90], LEAST) == set()


def _by_the_book(money: list[float]) -> bool:
    """The two rules as a statistical office states them: nk(2, 90 %) and p-ratio 10 %, in whole cents."""
    cents = [*sorted((abs(round(100 * m)) for m in money), reverse=True), 0, 0]
    rest = sum(cents) - cents[0] - cents[1]
    return sum(cents) > 0 and (10 * (cents[0] + cents[1]) >= 9 * sum(cents) or 10 * rest < cents[0])


@pytest.fixture(scope="module")
def fifty(shop, tmp_path_factory):
    """Fifty groups of 12 with money that is even, uneven, negative, nothing or on the edge; their limits and money."""
    rng = np.random.default_rng(4)
    money = {f"group {i}": list(rng.lognormal(3, rng.choice([0.3, 2.0, 4.0]), 12).round(2)) for i in range(44)}
    money |= {
        "on the edge of nine tenths": [450.0, 450.0, *[10.0] * 10],
        "under nine tenths": [449.0, 449.0, *[10.2] * 10],
        "returns count as well": [-900.0, 5.0, *[1.0] * 10],
        "nothing": [0.0] * 12,
        "on the edge of a tenth": [100.0, 9.0, *[1.0] * 10],
        "under a tenth": [100.0, 9.0, *[0.99] * 10],
    }
    with open_tables(shop) as tables:
        tables.execute("create or replace table given (kind varchar, name varchar, customer_id varchar, money double)")
        rows = [("x", name, f"{name}-{i}", one) for name, each in money.items() for i, one in enumerate(each)]
        tables.executemany("insert into given values (?, ?, ?, ?)", rows)
        tables.execute("create or replace view contributions as from given")
        return money, limits_of(tables, least=LEAST)


def test_dominance_is_found_as_a_statistical_office_finds_it(fifty):
    money, limits = fifty
    expected = {name for name, each in money.items() if _by_the_book(each)}
    assert limits.dominated == expected
    assert 10 < len(expected) < 40 and limits.small == frozenset()
    assert {"on the edge of nine tenths", "returns count as well", "under a tenth"} <= expected


def test_money_of_a_dominated_group_is_not_shown_nor_that_of_one_beside_it(page):
    limits = Limits(LEAST, dominated=frozenset({"gz"}))
    frame = pd.DataFrame({"group": ["gy", "gz", "gx"], "n": [40, 30, 20], "money": [5.0, 900.0, 7.0]})
    columns = {"group": "Group", "n": ("Customers", "count"), "money": ("Money", "money")}
    table = through(page.table("t", frame, columns=columns, caption="Groups", **WHO), limits)
    assert table.grid.rows == (("gy", 40, None), ("gz", 30, None), ("gx", 20, 7.0))
    told = {"name": "gz", "money": 900.0}
    assert through(page.finding("f", "“{name}” brings {money:money}.", **told, **WHO), limits).kind == "note"
    card = page.card("c", "gz", share=0.3, act="Write.", see="t", brings=0.9, word="margin", **WHO)
    assert through(card, limits).brings is None


def test_rows_without_a_count_are_known_by_the_name_of_a_small_group(page):
    limits = Limits(LEAST, small=frozenset({"tiny"}))
    frame = pd.DataFrame({"group": ["a", "tiny", "b"], "share": [0.5, 0.4, 0.1]})
    table = page.table("t", frame, columns={"group": "Group", "share": ("Share", "percent")}, caption="Shares", **WHO)
    assert list(exposed(table, limits)) == [("row 2", "found numbers of a group of fewer than 10, expected none")]
    assert through(table, limits).grid.rows == (("a", None), ("tiny", None), ("b", 0.1))


def test_a_band_keeps_its_name_though_it_has_digits_where_its_numbers_are_hidden(page):
    bands = pd.DataFrame(
        {"trait": "Income", "group": ["15-24K", "25-34K", "35K+"], "n": [40, 4, 12], "mean": [1.5, 2, 3]}
    )
    columns = {"trait": "Trait", "group": "Group", "n": ("Customers", "count"), "mean": ("Orders", "number")}
    table = through(page.table("t", bands, columns=columns, caption="Bands", **WHO), Limits(LEAST))
    assert table.grid.rows[1] == ("Income", "25-34K", None, None)
    assert [row[1] for row in table.grid.rows] == bands["group"].tolist()


def test_a_second_report_tells_no_group_that_the_first_has_hidden():
    """Who has both, knows both totals and that nobody leaves a group, cannot tell a small group exactly."""
    rng = np.random.default_rng(2)
    attacked = 0
    for _ in range(1000):
        before = rng.integers(0, 40, 5)
        sizes = np.concatenate([before, before + rng.integers(0, 4, 5)])
        hidden = [*hidden_rows(list(sizes[:5]), LEAST), *(5 + i for i in hidden_rows(list(sizes[5:]), LEAST))]
        shown = [i for i in range(10) if i not in hidden]
        totals = np.repeat(np.eye(2), 5, axis=1)
        equal, known = np.vstack([totals, np.eye(10)[shown]]), np.concatenate([totals @ sizes, sizes[shown]])
        stay = {"A_ub": np.hstack([np.eye(5), -np.eye(5)]), "b_ub": np.zeros(5)}
        for place in [i for i in hidden if sizes[i] < LEAST][:1]:
            low, high = (
                sign * linprog(sign * np.eye(10)[place], A_eq=equal, b_eq=known, bounds=(0, None), **stay).fun
                for sign in (1.0, -1.0)
            )
            assert high - low > 0.99, (sizes, hidden)  # at least two whole numbers fit
            attacked += 1
    assert attacked > 500


def test_200_canaries_are_found_wherever_they_sing_and_sing_on_no_page(shop, tmp_path):
    canaries = pd.read_parquet(shop.folder / "clean" / "customers.parquet")
    crowd = people(canaries[["customer_id", "email", "phone", "name"]].itertuples(index=False))
    folder = published(shop, tmp_path, blocks=_every_kind_of_block) / shop.slug
    text = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    for row in canaries.itertuples():
        for mark in (row.customer_id, row.email, row.phone):
            assert crowd.named_in(f"Our best: {mark.upper()}, twice.") == ["mark"]
            assert mark not in text
        assert crowd.named_in(f"Our best: {row.name}’s orders.") == ["name"] and row.name not in text
    assert crowd.named_in(text) == []
    assert crowd.named_in("Best buyers of Zara lamps and canary seed, 3469900 of them") == []
