"""What can be asked of customers who were never asked? A questionnaire that is ready to send, in four languages."""

from __future__ import annotations

import functools
from html import escape
from importlib import resources
from pathlib import Path

import pandas as pd

from seglib import spreadsheet, strict_yaml
from seglib.engine import replacing

LANGUAGES = ("en", "ar", "fa", "ms")
_RIGHT_TO_LEFT = ("ar", "fa")
_STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "fieldset{border:0;border-top:1px solid #999;margin:1rem 0;padding:.5rem 0}legend{font-weight:600;"
    "float:inline-start;width:100%}label{display:block;clear:both;padding:.3rem 0}"
)


def language_of(language: str) -> str:
    """Say in which language the questionnaire is shown to a client.

    Parameters
    ----------
    language : str
        Of the client, such as ``fa-IR``.

    Returns
    -------
    str
        One of :data:`LANGUAGES`; English where there is no better.

    Examples
    --------
    >>> language_of("fa_IR"), language_of("de")
    ('fa', 'en')
    """
    base = language.replace("_", "-").split("-")[0].casefold()
    return base if base in LANGUAGES else "en"


def questionnaire(language: str) -> pd.DataFrame:
    """List the questions.

    Parameters
    ----------
    language : str
        Of the client.

    Returns
    -------
    pandas.DataFrame
        `item_id`, `wording`, `scale`, `reverse`, `construct`, `section`: a codebook that can be given back as
        `survey_items` as it is.
    """
    words = language_of(language)
    items = pd.DataFrame(_content()["items"])
    items["reverse"] = items["reverse"].astype(str).str.casefold() == "true"
    table = items.assign(wording=items[words], scale=_content()["scale"])
    return table[["item_id", "wording", "scale", "reverse", "construct", "section"]]


def answers(language: str) -> list[str]:
    """List the words of the scale, from 1 to 5.

    Parameters
    ----------
    language : str
        Of the client.

    Returns
    -------
    list of str
    """
    return list(_content()["answers"][language_of(language)])


def write_forms(folder: Path, language: str) -> list[Path]:
    """Write the questionnaire as files that can be used as they are.

    Parameters
    ----------
    folder : pathlib.Path
        Where to; made if missing.
    language : str
        Of the client.

    Returns
    -------
    list of pathlib.Path
        `survey_items.csv`, the codebook; `questionnaire.html`, a page to print or to put on the web, with a field for
        the customer's number and nothing that is loaded from elsewhere.
    """
    folder.mkdir(parents=True, exist_ok=True)
    book, page = folder / "survey_items.csv", folder / "questionnaire.html"
    table = questionnaire(language).drop(columns="section")
    table["reverse"] = table["reverse"].map({True: "yes", False: "no"})
    spreadsheet.write_csv(book, list(table.columns), table.itertuples(index=False))
    with replacing(page) as part:
        part.write_text(_html(language_of(language)), encoding="utf-8")
    return [book, page]


def _html(language: str) -> str:
    content = _content()
    direction = "rtl" if language in _RIGHT_TO_LEFT else "ltr"
    fields = "\n".join(
        f"<fieldset><legend>{escape(item[language])}</legend>"
        + "".join(
            f'<label><input type="radio" name="{item["item_id"]}" value="{value}"> {escape(word)}</label>'
            for value, word in enumerate(content["answers"][language], 1)
        )
        + "</fieldset>"
        for item in content["items"]
    )
    intro = escape(content["intro"][language])
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{intro.split("?")[0].split("؟")[0]}</title>'
        f'<style>{_STYLE}</style></head>\n<body><main><p>{intro}</p>\n<form method="post">\n'
        f'<input type="hidden" name="customer_id" value="">\n{fields}\n'
        '<p><button type="submit">✓</button></p></form></main></body>\n</html>\n'
    )


@functools.cache
def _content() -> dict:
    text = resources.files(__package__).joinpath("questionnaire.yml").read_text(encoding="utf-8")
    return strict_yaml.load(text)[0]
