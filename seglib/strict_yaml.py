"""How is a YAML file read so that a mistake is found where it was made?

A safe loader that keeps the line of every key and refuses duplicate keys and aliases. Every value is text as written
(``NO`` stays Norway, ``007`` keeps its zeros); what reads the file gives each its type.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_NOT_YAML = (
    "this file is not valid YAML: {problem}. Check the indentation, and put text that contains ': ' or '#' in quotes"
)


class YamlError(ValueError):
    """A YAML file that cannot be read.

    Parameters
    ----------
    message : str
        What is wrong and what to do.
    line : int
        Physical line, from 1; also an attribute.
    """

    def __init__(self, message: str, line: int):
        super().__init__(message)
        self.line = line


class _Loader(yaml.SafeLoader):
    """Safe, without guesses: a plain value is text, an empty one is missing."""

    yaml_implicit_resolvers = {"": [("tag:yaml.org,2002:null", re.compile("^$"))]}  # noqa: RUF012 - the parent's shape


def load(text: str) -> tuple[Any, dict[tuple, int]]:
    """Read YAML and the line of every key and list item.

    Parameters
    ----------
    text : str
        The file's text.

    Returns
    -------
    value : dict, list, str or None
        What the file says; a key without a value gives None, an empty file an empty dict.
    lines : dict of tuple to int
        Physical line, from 1, of each path such as ``("sources", 0, "file")``.

    Raises
    ------
    YamlError
        If the text is not YAML, repeats a key in one mapping, has a key that is not a word, or uses aliases.

    Examples
    --------
    >>> value, lines = load("name: Acme\\ncountry: NO\\n")
    >>> value["country"], lines["country",]
    ('NO', 2)
    """
    try:
        loader = _Loader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(f"character {chr(error.character)!r} is not allowed in YAML; delete it", line) from None
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, yaml.AliasToken):
                raise YamlError("aliases (*name) are not used here; write the value out", _line(token))
        node = loader.get_single_node()
        lines: dict[tuple, int] = {}
        if node is None:
            return {}, lines
        _walk(node, (), lines)
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(_NOT_YAML.format(problem=error.problem), mark.line + 1 if mark else 1) from None
    finally:
        loader.dispose()


def _line(item) -> int:
    return item.start_mark.line + 1


def _walk(node: yaml.Node, path: tuple, lines: dict[tuple, int]) -> None:
    lines.setdefault(path, _line(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise YamlError("a key must be a word; put text that begins with [ or { in quotes", _line(key))
            here = (*path, key.value)
            if here in lines:
                raise YamlError(f"key {key.value!r} is given twice (first on line {lines[here]})", _line(key))
            lines[here] = _line(key)
            _walk(value, here, lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _walk(item, (*path, position), lines)
