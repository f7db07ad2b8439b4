"""How does a command speak? Errors that a reader can act on as sentences, paths from the project's folder on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seglib.client import ClientError, project_root


@contextmanager
def sentences(*errors: type[Exception]) -> Iterator[None]:
    """Show what a reader can act on as a sentence and leave with status 2, with 3 where questions are open.

    Anything else keeps its traceback.

    Parameters
    ----------
    *errors : type of Exception
        What is a sentence besides what every command may say.

    Yields
    ------
    None
        To what may raise them.
    """
    from seglib.cleaning import CleaningError
    from seglib.databases import DatabaseError
    from seglib.intake import IntakeError
    from seglib.questions import OpenQuestionsError

    try:
        yield
    except OpenQuestionsError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(3) from None
    except (ClientError, IntakeError, CleaningError, DatabaseError, *errors) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Nothing was published.\n")
        raise SystemExit(130) from None


def reports() -> Path:
    """Give the folder of all reports.

    Returns
    -------
    Path
    """
    return project_root() / "reports"


def shown(path: Path) -> str:
    """Write a path as a reader of the project's folder would.

    Parameters
    ----------
    path : Path
        Any path.

    Returns
    -------
    str
        From the project's folder on where it is within.
    """
    root = project_root().resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
