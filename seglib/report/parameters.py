"""Do the values fit the parameters that a notebook declares?

Checked before anything runs: a misspelt name would otherwise be injected and ignored.
"""

import ast
from collections.abc import Mapping

import nbformat

from seglib.report.formats import did_you_mean


class ParameterError(ValueError):
    """A value that the notebook's ``parameters`` cell has no place for."""


def declared(notebook: nbformat.NotebookNode) -> dict[str, object]:
    """Read the defaults out of the cell tagged ``parameters``.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook.

    Returns
    -------
    dict of str to object
        Name to default; Ellipsis where the default is not a literal.
    """
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    found: dict[str, object] = {}
    for statement in ast.parse(cells[0].source).body if cells else []:
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        elif isinstance(statement, ast.Assign):
            targets = statement.targets
        else:
            continue
        try:
            default = ast.literal_eval(statement.value)
        except ValueError:
            default = ...
        found |= {target.id: default for target in targets if isinstance(target, ast.Name)}
    return found


def check_parameters(name: str, notebook: nbformat.NotebookNode, parameters: Mapping[str, object]) -> None:
    """Refuse parameters that the notebook does not declare, or of another type than their default.

    Parameters
    ----------
    name : str
        The notebook, for messages.
    notebook : NotebookNode
        Declares the parameters.
    parameters : mapping
        Name to value.

    Raises
    ------
    ParameterError
        With the nearest declared name, or the type that is expected.
    """
    known = declared(notebook)
    for parameter, value in parameters.items():
        if parameter not in known:
            hint = did_you_mean(parameter, known, otherwise=f"It has {', '.join(known) or 'none'}.")
            raise ParameterError(f"{name} has no parameter {parameter!r}.{hint}")
        default = known[parameter]
        if default is None or default is ...:
            continue
        wanted = type(default)
        fits = type(value) is wanted or (wanted is float and type(value) is int)
        if not fits:
            raise ParameterError(
                f"The parameter {parameter!r} of {name} must be of type {wanted.__name__}, "
                f"like its default {default!r}; got {value!r}."
            )
