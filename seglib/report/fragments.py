"""How does a block look?

One autoescaping template a kind, used for the page and in JupyterLab alike.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from seglib.report.block import Block
from seglib.report.small_svg import data_uri
from seglib.report.text import translation

SCRIPT = "page.js"  # the one script of a page; without it all can be read
_TEMPLATES = Path(__file__).with_name("templates")


@cache
def environment() -> Environment:
    """Give the one template environment: everything escaped, nothing undefined tolerated.

    Returns
    -------
    jinja2.Environment
        Loads from ``templates/``.
    """
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def stylesheet(*names: str) -> Markup:
    """Join style sheets of ``templates/`` into one text.

    Parameters
    ----------
    *names : str
        File names, in order.

    Returns
    -------
    Markup
        Our own text, safe inside ``<style>``.
    """
    return Markup("\n".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in names))  # noqa: S704


def csp_hash(text: str) -> str:
    """Give the source of a style sheet or script as a Content-Security-Policy allows it.

    Parameters
    ----------
    text : str
        What stands between the tags.

    Returns
    -------
    str
        With its quotation marks.
    """
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def policy_of(css: str, script: str) -> str:
    """Give the Content-Security-Policy of a page: its own style and script, pictures within it, and nothing else.

    Parameters
    ----------
    css, script : str
        What stands between the tags.

    Returns
    -------
    str
    """
    return (
        f"default-src 'none'; img-src data:; style-src {csp_hash(css)}; script-src {csp_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def direction(language: str) -> str:
    """Tell whether a language is written ``"ltr"`` or ``"rtl"``.

    Parameters
    ----------
    language : str
        Locale.

    Returns
    -------
    str
        Value of the ``dir`` attribute.

    Examples
    --------
    >>> direction("fa"), direction("ms")
    ('rtl', 'ltr')
    """
    return Locale.parse(language.replace("-", "_")).text_direction


def fragment(block: Block, *, anchor: str | None = None, evidence_href: str | None = None) -> Markup:
    """Render a block as HTML.

    Parameters
    ----------
    block : Block
        The block.
    anchor : str, optional
        Its HTML id; default the block's own.
    evidence_href : str, optional
        Where its evidence stands, if on another page.

    Returns
    -------
    Markup
        The fragment, all text escaped.
    """
    template = environment().get_template("blocks.html.j2")
    return Markup(  # noqa: S704  the template has escaped it
        template.render(
            block=block,
            anchor=anchor or block.id,
            evidence_href=evidence_href,
            _=translation(block.formatter.language),
            data_uri=data_uri,
        )
    )


def standalone(block: Block) -> str:
    """Render a block with its own scoped style, for JupyterLab.

    Parameters
    ----------
    block : Block
        The block.

    Returns
    -------
    str
        HTML that needs nothing around it.
    """
    template = environment().get_template("standalone.html.j2")
    return template.render(
        fragment=fragment(block),
        css=stylesheet("blocks.css"),
        language=block.formatter.language.replace("_", "-"),
        direction=direction(block.formatter.language),
    )
