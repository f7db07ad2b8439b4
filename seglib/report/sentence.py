"""Which numbers does a sentence hold, and in which formats?

Findings are written as ``"The best {top:percent} of customers …"``: the wording stays in one piece
for translators, and every number comes from the data.
"""

import string
from collections.abc import Mapping

from seglib.report.formats import check_format, did_you_mean
from seglib.report.text import Formatter


class Said(str):
    """A filled sentence that remembers its values, so that they can be traced.

    Attributes
    ----------
    facts : tuple of (str, str, object)
        Name, format and raw value of each placeholder.
    """

    facts: tuple[tuple[str, str, object], ...] = ()


class SentenceError(ValueError):
    """A sentence and its values do not fit together."""


def placeholders(sentence: str, values: Mapping[str, object]) -> list[tuple[str, str | None, str | None]]:
    """Split a sentence into its literal text and its ``{name:format}`` placeholders.

    Parameters
    ----------
    sentence : str
        Text with placeholders such as ``{share:percent}``.
    values : mapping
        The value of each placeholder; every one must be used.

    Returns
    -------
    list of (literal, name, format)
        In order; name and format are None after the last placeholder.

    Raises
    ------
    SentenceError
        If a placeholder is malformed, has no value or no format, or a value is not used.

    Examples
    --------
    >>> placeholders("The best {top:percent}.", {"top": 0.2})
    [('The best ', 'top', 'percent'), ('.', None, None)]
    """
    try:
        parsed = list(string.Formatter().parse(sentence))
    except ValueError as error:
        raise SentenceError(f"The sentence {sentence!r} has an unbalanced brace ({error}).") from error
    parts: list[tuple[str, str | None, str | None]] = []
    for literal, name, kind, conversion in parsed:
        if name is None:
            parts.append((literal, None, None))
            continue
        if not name.isidentifier() or conversion:
            raise SentenceError(f"A placeholder must be {{name:format}}; got {{{name}}} in {sentence!r}.")
        if name not in values:
            hint = did_you_mean(name, values, otherwise=f"Pass {name}=….")
            raise SentenceError(f"The placeholder {{{name}}} has no value in {sentence!r}.{hint}")
        if not kind and not isinstance(values[name], str):
            raise SentenceError(f"The placeholder {{{name}}} needs a format, such as {{{name}:count}}.")
        parts.append((literal, name, check_format(kind or "text", where=f"{{{name}}}")))
    unused = sorted(set(values) - {name for _, name, _ in parts if name})
    if unused:
        raise SentenceError(f"The value {unused[0]!r} is not used in the sentence {sentence!r}.")
    return parts


def fill(sentence: str, values: Mapping[str, object], formatter: Formatter) -> Said:
    """Put the values into a sentence.

    Parameters
    ----------
    sentence : str
        Text with ``{name:format}`` placeholders.
    values : mapping
        The value of each placeholder.
    formatter : Formatter
        The client's formats.

    Returns
    -------
    Said
        The sentence as its reader sees it.

    Examples
    --------
    >>> fill("{s:percent} of {n:count}", {"s": 0.25, "n": 1200}, Formatter("en", "EUR"))
    '25% of 1,200'
    """
    parts = placeholders(sentence, values)
    shown = [formatter.format(values[name], kind) if name is not None else "" for _, name, kind in parts]
    said = Said("".join(literal + value for (literal, _, _), value in zip(parts, shown, strict=True)))
    said.facts = tuple((name, kind, values[name]) for _, name, kind in parts if name is not None)
    return said
