"""Formulas of the theory are drawn by the browser, and nothing but formulas comes of them."""

import re
from pathlib import Path

import nbformat
import pytest

from seglib.report.formulas import mathml
from seglib.report.prose import Prose

ROOT = Path(__file__).parents[2]
HOSTILE = (
    r"\href{javascript:alert(1)}{x}",
    r"\style{background:url(//x.example)}{a}",
    r"\class{evil}{a}",
    r"\url{x}",
    r"\frac{1",
    r"\begin{matrix} 1",
    "x & <b>",
)


@pytest.mark.parametrize("latex", HOSTILE)
def test_what_is_no_plain_formula_is_shown_as_it_was_written_or_without_its_markup(latex):
    html = mathml(latex)
    assert not re.search(r"\b(href|style|class|on\w+)=", html)
    assert not re.search(r"<(?!/?(code|m[a-z]+)\b)", html)


def test_text_of_a_formula_is_text():
    assert mathml(r"\text{<script>alert(1)</script>}") == (
        '<math display="inline"><mrow><mtext>&lt;script&gt;alert(1)&lt;/script&gt;</mtext></mrow></math>'
    )


def test_dollar_signs_are_money_to_clients_and_formulas_in_theory():
    text = "From $5 for $x$."
    assert "From $5 for $x$." in Prose(reserved=[], pages=[]).html(text)
    theory = Prose(reserved=[], pages=[]).html("Of $x$.", formulas=True)
    assert theory == '<p>Of <math display="inline"><mrow><mi>x</mi></mrow></math>.</p>\n'


def test_every_formula_of_the_notebooks_can_be_drawn():
    drawn = 0
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown" and "learn" in cell.metadata.get("tags", []):
                html = Prose(reserved=[], pages=[]).html(cell.source, formulas=True)
                assert "$" not in html and not re.search(r"<code>[^<]*\\", html), (path.stem, cell.source)
                drawn += html.count("<math")
    assert drawn > 20
