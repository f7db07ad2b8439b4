"""The commands under the Makefile: each finds the client, calls one function and turns an error into a sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from seglib.client import Client, ClientError, load_client, project_root

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

ClientName = Annotated[str, typer.Option(help="Name of a folder under data/, or its path.")]


@app.command()
def execute(notebook: Path, client: ClientName = "demo") -> None:
    """Run one notebook for a client and keep it, executed, under reports/.build/.

    Parameters
    ----------
    notebook : Path
        The notebook.
    client : str
        Name of a folder under data/, or its path.
    """
    from seglib.report import parameters, runner

    with _sentences(runner.NotebookFailed, runner.NotebookRefused, parameters.ParameterError):
        found = load_client(client)
        runner.execute(notebook, found, out_dir=_build(found))


@app.command()
def publish(client: ClientName = "demo", edition: str = "client") -> None:
    """Render the executed notebooks, check the pages and put them in place of the former report.

    Parameters
    ----------
    client : str
        Name of a folder under data/, or its path.
    edition : str
        One of client, analyst and student.
    """
    from seglib.report import publish as publisher

    with _sentences(publisher.PublishError):
        found = load_client(client)
        publisher.publish(
            found,
            build_dir=_build(found),
            reports_dir=project_root() / "reports",
            edition=edition,
            input_hash=publisher.files_hash(sorted(path for path in found.raw.rglob("*") if path.is_file())),
            config_hash=publisher.files_hash([found.folder / "client.yml"]),
        )


@app.command()
def client(name: str, config: Path = Path(), raw: Path = Path()) -> None:
    """Set up data/NAME out of a configuration and a folder of files.

    Parameters
    ----------
    name : str
        1 to 64 small letters, digits or hyphens.
    config : Path
        A client.yml.
    raw : Path
        The folder of files as received.
    """
    from seglib.client_setup import new_client

    with _sentences():
        found = new_client(name, config=config, raw=raw)
        files = len({path for source in found.sources for path in found.files(source)})
        print(f"data/{name} is ready ({files} files). Next: make report CLIENT={name}")


@app.command()
def refresh(notebooks: list[Path]) -> None:
    """Run notebooks on the demo and store their results in them, as text.

    Parameters
    ----------
    notebooks : list of Path
        The notebooks; rewritten in place.
    """
    from seglib.report import committed, runner

    with _sentences(runner.NotebookFailed):
        for path in notebooks:
            committed.refresh(path, load_client("demo"))


@contextmanager
def _sentences(*errors: type[Exception]) -> Iterator[None]:
    """Show what a reader can act on as one sentence, and leave with status 2; anything else keeps its traceback."""
    from seglib.cleaning import CleaningError
    from seglib.intake import IntakeError

    try:
        yield
    except (ClientError, IntakeError, CleaningError, *errors) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Nothing was published.\n")
        raise SystemExit(130) from None


def _build(client: Client) -> Path:
    return project_root() / "reports" / ".build" / client.slug


if __name__ == "__main__":
    app()
