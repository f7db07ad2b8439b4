"""How does anybody put a customer into a segment without a computer centre? One page that works offline."""

from __future__ import annotations

import json

from markupsafe import Markup

from seglib.activation.golden import Golden
from seglib.activation.points import POINTS_A_NAT, TIES
from seglib.report.brand import worn
from seglib.report.fragments import direction, environment, policy_of, stylesheet
from seglib.report.sentence import fill
from seglib.report.text import Formatter, translation

LEAD = (
    "{n:count} questions about a customer who has bought. They name the right segment for {accuracy:percent} of "
    "{customers:count} customers whose answers had no part in choosing the questions. Nothing is sent or stored."
)
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def typing_page(golden: Golden, client: object) -> str:
    """Make the page that asks the golden questions.

    Parameters
    ----------
    golden : seglib.activation.golden.Golden
        The questions with their points.
    client : seglib.client.Client
        Gives `name`, `language`, `currency`, `folder` and `brand`.

    Returns
    -------
    str
        One HTML document that asks for nothing else: one script and one style sheet, each allowed by its hash.
    """
    score, _ = golden.score, translation(client.language)
    formatter = Formatter(client.language, client.currency)
    brand = worn(client)
    css, script = stylesheet("blocks.css", "page.css", "form.css", "typing.css") + brand.css, stylesheet("typing.js")
    labels = [one.field.heading(client.currency) for one in score.questions]
    told = {"n": len(labels), "accuracy": golden.accuracy, "customers": golden.n}
    data = {
        "start": score.start.tolist(),
        "points": [table.tolist() for table in score.points],
        "segments": score.segments,
        "names": score.names,
        "labels": labels,
        "answers": [one.answers for one in score.questions],
        "unit": POINTS_A_NAT,
        "ties": TIES,
        "percent": [formatter.format(number / 100, "percent") for number in range(101)],
        "none": _("No answer speaks for another segment."),
    }
    return (
        environment()
        .get_template("typing.html.j2")
        .render(
            client=client,
            brand=brand,
            score=score,
            labels=labels,
            lead=fill(LEAD, told, formatter),
            css=css,
            script=script,
            points=in_page(data),
            policy=policy_of(css, script),
            language=client.language.replace("_", "-"),
            direction=direction(client.language),
            _=_,
        )
    )


def in_page(data: object) -> Markup:
    """Write data so that they can stand in a script element and end it by no word of theirs.

    Parameters
    ----------
    data : object
        What JSON can hold.

    Returns
    -------
    Markup
        JSON in which ``<``, ``>``, ``&`` and line separators are escaped.

    Examples
    --------
    >>> str(in_page(["</script>"]))
    '["\\\\u003c/script\\\\u003e"]'
    """
    text = json.dumps(data, ensure_ascii=False)
    for sign, escaped in _UNSAFE.items():
        text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704  nothing is left in it that HTML would read
