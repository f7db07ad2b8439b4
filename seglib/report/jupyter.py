"""Which cell is being run?

An analyst runs a cell again and again; a cell that is run again may replace its own blocks.
"""

import sys


def running_cell() -> str | None:
    """Give the id of the cell that JupyterLab is running.

    Returns
    -------
    str or None
        None outside JupyterLab, and where a whole notebook is executed.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return parent.get("metadata", {}).get("cellId")
