"""Does the summary give the answer first, whatever a client has?"""

import pytest
from notebook_samples import code_cell, text_cell, write_notebook

from seglib.report.checks import page_problems
from seglib.report.index import front, render_index, shown
from seglib.report.render import Fingerprint, read_notebook, render_page

MARK = Fingerprint(data="0" * 16, config="1" * 16, version="0.1")


def card(page, number, *, brings=40_000.0, name="By phone", **changes):
    told = {
        "share": 0.1,
        "act": "Call them",
        "see": "who",
        "n": 120,
        "population": "customers",
        "sources": ["segments"],
    }
    money = {"brings": brings, "word": "margin", "interval": (brings - 5_000, brings + 5_000)} if brings else {}
    return page.card(f"card-{number}", name, **(told | money | changes))


@pytest.fixture
def site_of(tmp_path):
    """Give the site of one notebook that shows these blocks."""

    def site(*shows):
        cells = [text_cell("# Who buys\n> Line"), code_cell("1", shows=shows)]
        path = write_notebook(tmp_path / "05_behavioural.ipynb", *cells)
        return [read_notebook(path, edition="client", pages=["05_behavioural"])]

    return site


def test_the_front_holds_cards_in_order_three_actions_and_one_line_of_data(page, client, evidence, site_of):
    actions = [
        page.finding(f"do-{i}", "Do {i:count}.", i=i, slot="action" if i == 3 else "next", **evidence) for i in range(5)
    ]
    data = [page.finding(f"data-{i}", "{i:count} rows.", i=i, slot="quality", **evidence) for i in range(2)]
    who = page.finding("who", "{n_seg:count} bought.", n_seg=7, slot="who", **evidence)
    site = site_of(
        *actions,
        *data,
        who,
        card(page, 1),
        card(page, 2, name="سارا & <b>"),
        page.note("gap", "No costs.", slot="unknown"),
    )
    found = front(site)
    assert [a.block.id for a in found.actions] == ["do-3", "do-0", "do-1"]  # what was meant as an action comes first
    assert [a.block.id for a in found.cards] == ["card-1", "card-2"]
    assert ([a.block.id for a in found.quality], found.lead.block.id) == (["data-0"], "who")
    html = render_index(client=client, site=site, fingerprint=MARK)
    assert page_problems(html, expected=[a.anchor for a in shown(site)]) == []
    places = [html.index(f'id="05_behavioural--{name}"') for name in ("who", "card-1", "do-3", "data-0", "gap", "do-4")]
    assert places == sorted(places)
    assert html.count("€40K") == 2 and "€35K to €45K" in html and "120 people, 10% of all" in html
    assert 'href="05_behavioural.html#who"' in html and "&lt;b&gt;" in html
    own = render_page(site[0], client=client, edition="client", site=site, fingerprint=MARK)
    assert "card-1" not in own  # its page tells more than a card


def test_without_orders_what_campaigns_brought_leads_and_a_note_never_does(page, site_of):
    evidence = {"n": 7, "population": "customers", "sources": ["assignments"]}
    who = page.finding("who", "{count:count} are known.", count=7, slot="who", **evidence)
    nothing = page.note("earned", "Nothing is known of campaigns.", slot="money")
    assert front(site_of(who, nothing)).lead.block.id == "who"
    earned = page.finding("paid", "{count:count} paid.", count=2, slot="money", **evidence)
    assert front(site_of(who, nothing, earned)).lead.block.id == "paid"
    assert front(site_of(nothing)).lead is None


@pytest.mark.parametrize("brings", [40_000.0, None])
@pytest.mark.parametrize("count", [0, 1, 12])
def test_it_works_for_any_number_of_segments_and_without_money(page, client, site_of, count, brings):
    site = site_of(*[card(page, i, brings=brings) for i in range(count)], page.note("why", "Nothing yet.", slot="next"))
    html = render_index(client=client, site=site, fingerprint=MARK)
    assert page_problems(html, expected=[a.anchor for a in shown(site)]) == []
    assert html.count('class="block card"') == count
    assert ("by the money at stake" in html) == bool(count and brings)
    assert ("of margin last year" in html) == bool(count and brings)


def test_a_card_without_the_word_for_its_money_is_refused(page):
    with pytest.raises(ValueError, match="a `word` for the money"):
        card(page, 1, word="")


def test_one_finding_of_all_notebooks_leads_the_summary_who_bought_and_when(root):
    notebooks = (root / "notebooks").glob("*.ipynb")
    found = {path.stem: path.read_text(encoding="utf-8").count('slot=\\"lead\\"') for path in notebooks}
    assert {name: n for name, n in found.items() if n} == {"05_behavioural": 1}
