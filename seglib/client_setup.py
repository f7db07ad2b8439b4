"""How is a new client's folder made: out of a configuration, or out of what its files seem to be?"""

from __future__ import annotations

import shutil
from pathlib import Path

from seglib import strict_yaml
from seglib.client import SLUG, Client, ClientError, OpenClientError, load_client, project_root
from seglib.intake.suggest import suggest
from seglib.questions import Question


def new_client(name: str, *, config: Path, raw: Path | None) -> Client:
    """Make ``data/<name>/`` out of a configuration and a folder of files, and check it.

    Parameters
    ----------
    name : str
        1 to 64 small letters, digits or hyphens.
    config : pathlib.Path
        A ``client.yml``, such as one of ``docs/clients/``.
    raw : pathlib.Path or None
        The folder of files as received; they are copied. None where everything is in databases.

    Returns
    -------
    seglib.client.Client
        The client, checked.

    Raises
    ------
    ClientError
        If the name, the configuration or the folder is not usable, or the client is already there. Nothing is
        overwritten; a folder that was made stays, so that its ``client.yml`` can be corrected.
    """
    if not config.is_file():
        raise ClientError(f"`CONFIG` must be a client.yml; there is no file {config.name!r}. Examples: docs/clients/.")
    if raw is None and _in_databases(config):
        return _made(_new_folder(name), [], config.read_bytes())
    folder, files = _checked(name, raw)
    return _made(folder, files, config.read_bytes())


def suggested_client(name: str, *, raw: Path | None) -> tuple[Question, ...]:
    """Make ``data/<name>/`` out of a folder of files, with a ``client.yml`` that says what they seem to be.

    Parameters
    ----------
    name : str
        1 to 64 small letters, digits or hyphens.
    raw : pathlib.Path or None
        The folder of files as received; they are looked at and copied.

    Returns
    -------
    tuple of seglib.questions.Question
        What is open in ``client.yml``; empty where the files answer everything.

    Raises
    ------
    ClientError
        If the name or the folder is not usable, or the client is already there.
    seglib.intake.IntakeError
        If no file can be used; then nothing was made.
    """
    folder, files = _checked(name, raw)
    text = suggest(raw, name=name)
    try:
        _made(folder, files, text.encode("utf-8"))
    except OpenClientError as error:
        return error.questions
    return ()


def _in_databases(config: Path) -> bool:
    """Whether no source is a file."""
    try:
        content, _ = strict_yaml.load(config.read_text(encoding="utf-8"))
    except strict_yaml.YamlError as error:
        raise ClientError(f"{config.name}, line {error.line}: {error}") from None
    sources = content.get("sources") if isinstance(content, dict) else None
    return bool(sources) and all(isinstance(source, dict) and "database" in source for source in sources)


def _checked(name: str, raw: Path | None) -> tuple[Path, list[Path]]:
    """The client's folder, which is not there yet, and the files for it."""
    folder = _new_folder(name)
    if raw is None or not raw.is_dir():
        shown = "none is given" if raw is None else f"there is no folder {raw.name!r}"
        raise ClientError(f"`RAW` must be the folder with the client's files; {shown}.")
    return folder, sorted(path for path in raw.iterdir() if path.is_file())


def _new_folder(name: str) -> Path:
    if not SLUG.fullmatch(name):
        raise ClientError(f"`NAME` must be 1 to 64 small letters, digits or hyphens, such as my-shop; got {name!r}.")
    folder = project_root() / "data" / name
    if folder.exists():
        raise ClientError(f"data/{name} is already there; choose another name, or change its client.yml.")
    return folder


def _made(folder: Path, files: list[Path], config: bytes) -> Client:
    (folder / "raw").mkdir(parents=True)
    for path in files:
        shutil.copy2(path, folder / "raw" / path.name)
    (folder / "client.yml").write_bytes(config)
    return load_client(folder)
