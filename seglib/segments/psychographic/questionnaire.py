"""What can be asked of customers who were never asked? A questionnaire that is ready to send, in four languages."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

import pandas as pd

from seglib import spreadsheet, strict_yaml
from seglib.engine import replacing

LANGUAGES = ("en", "ar", "fa", "ms")


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


def words(language: str) -> dict[str, str]:
    """Give the words of the page beside the statements.

    Parameters
    ----------
    language : str
        Of the client.

    Returns
    -------
    dict of str to str
        `question`, what is asked of each statement; `intro`, what else to know; `number`, `done`, `open`, `thanks`,
        `kept` and `save`, of the fields and buttons.
    """
    code = language_of(language)
    question, mark, intro = re.split("([?؟])", _content()["intro"][code], maxsplit=1)
    return {"question": question + mark, "intro": intro.strip(), **_content()["page"][code]}


def write_forms(folder: Path, pages: Mapping[str, str]) -> list[Path]:
    """Write the questionnaire as files that can be used as they are.

    Parameters
    ----------
    folder : pathlib.Path
        Where to; made if missing.
    pages : mapping of str to str
        For each language what ``seglib.report.questionnaire_page`` made; a room above does not know of pages.

    Returns
    -------
    list of pathlib.Path
        A language: ``survey_items.en.csv``, the codebook, and ``questionnaire.en.html``, to be filled in on a tablet in
        the shop or on paper.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [path for language, page in pages.items() for path in _write_form(folder, language, page)]


def _write_form(folder: Path, language: str, page: str) -> Iterator[Path]:
    book, form = folder / f"survey_items.{language}.csv", folder / f"questionnaire.{language}.html"
    table = questionnaire(language).drop(columns="section")
    table["reverse"] = table["reverse"].map({True: "yes", False: "no"})
    spreadsheet.write_csv(book, list(table.columns), table.itertuples(index=False))
    with replacing(form) as part:
        part.write_text(page, encoding="utf-8")
    yield from (book, form)


@functools.cache
def _content() -> dict:
    text = resources.files(__package__).joinpath("questionnaire.yml").read_text(encoding="utf-8")
    return strict_yaml.load(text)[0]
