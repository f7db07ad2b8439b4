"""In which words does the report speak to its reader?

The page's own wording, gettext style with named placeholders. A language without a catalogue in
``locale/`` gets the English wording.
"""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

_CATALOGUES = Path(__file__).with_name("locale")


@cache
def translation(language: str) -> Callable[..., str]:
    """Give the `_` of one language: the page's own wording with named placeholders.

    Parameters
    ----------
    language : str
        Locale such as ``"en"``, ``"ar"`` or ``"ms_MY"``. Without a catalogue the English wording
        is used.

    Returns
    -------
    callable
        ``_(message, **values)``: the translated message, its ``{name}`` placeholders filled.

    Examples
    --------
    >>> _ = translation("en")
    >>> _("Page {page} of {pages}", page=1, pages=3)
    'Page 1 of 3'
    """
    codes = [language.replace("-", "_"), language.replace("-", "_").split("_")[0]]
    catalogue = gettext.translation("seglib", _CATALOGUES, codes, fallback=True)

    def _(message: str, **values: object) -> str:
        return catalogue.gettext(message).format(**values) if values else catalogue.gettext(message)

    return _
