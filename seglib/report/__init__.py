"""How do results reach a reader: blocks, pages, and the published report."""

from pathlib import Path

from seglib.report.page import Page

__all__ = ["Page", "run"]


def run(client: object, *, edition: str = "client") -> Path:
    """Execute all notebooks for a client and publish one edition of the report, all or nothing.

    Parameters
    ----------
    client : Client
        A validated client.
    edition : {"client", "analyst", "student"}, default "client"
        Whom the report is for.

    Returns
    -------
    Path
        The published folder.

    Raises
    ------
    NotebookFailed, PublishError
        If anything failed; what was published before is untouched.
    """
    from seglib.report.deliver import run as deliver  # papermill takes a second to import; notebooks need only Page

    return deliver(client, edition=edition)
