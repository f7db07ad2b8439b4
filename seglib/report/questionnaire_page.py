"""How does a customer fill in the questionnaire? On a page that sends nothing: a tablet in the shop, or paper."""

from __future__ import annotations

from markupsafe import Markup

from seglib.report.brand import worn
from seglib.report.fragments import direction, environment, policy_of, stylesheet
from seglib.segments.psychographic import questionnaire

SECONDS = "seconds"  # the question under which the file tells how long somebody took


def questionnaire_pages(client: object) -> dict[str, str]:
    """Make the questionnaire in each of its languages.

    Parameters
    ----------
    client : seglib.client.Client
        Gives `name`, `folder` and `brand`.

    Returns
    -------
    dict of str to str
        Code of the language, and an HTML document.
    """
    return {language: questionnaire_page(client, language) for language in questionnaire.LANGUAGES}


def questionnaire_page(client: object, language: str) -> str:
    """Make the page on which customers say how far they agree.

    Parameters
    ----------
    client : seglib.client.Client
        Gives `name`, `folder` and `brand`. It is the shop that asks: the colours and the logo of somebody else under
        whose brand the report is sent are not on this page.
    language : str
        One of :data:`seglib.segments.psychographic.questionnaire.LANGUAGES`.

    Returns
    -------
    str
        One HTML document that asks for nothing else. What is filled in is kept on the page until it is saved as
        ``survey.csv``, a table `survey` as the contract has it, in which `SECONDS` is how long somebody took.
    """
    brand = worn(client) if client.brand.name in (None, client.name) else None
    script = stylesheet("questionnaire.js")
    css = stylesheet("blocks.css", "page.css", "form.css", "questionnaire.css") + (brand.css if brand else Markup())
    return (
        environment()
        .get_template("questionnaire.html.j2")
        .render(
            client=client,
            brand=brand,
            words=questionnaire.words(language),
            items=questionnaire.questionnaire(language).to_dict("records"),
            answers=questionnaire.answers(language),
            seconds=SECONDS,
            css=css,
            script=script,
            policy=policy_of(css, script),
            language=language,
            direction=direction(language),
        )
    )
