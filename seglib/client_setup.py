"""How is a new client's folder made?"""

from __future__ import annotations

import shutil
from pathlib import Path

from seglib.client import SLUG, Client, ClientError, load_client, project_root


def new_client(name: str, *, config: Path, raw: Path) -> Client:
    """Make ``data/<name>/`` out of a configuration and a folder of files, and check it.

    Parameters
    ----------
    name : str
        1 to 64 small letters, digits or hyphens.
    config : pathlib.Path
        A ``client.yml``, such as one of ``docs/clients/``.
    raw : pathlib.Path
        The folder of files as received; they are copied.

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
    if not SLUG.fullmatch(name):
        raise ClientError(f"`NAME` must be 1 to 64 small letters, digits or hyphens, such as my-shop; got {name!r}.")
    if not config.is_file():
        raise ClientError(f"`CONFIG` must be a client.yml; there is no file {config.name!r}. Examples: docs/clients/.")
    if not raw.is_dir():
        raise ClientError(f"`RAW` must be the folder with the client's files; there is no folder {raw.name!r}.")
    folder = project_root() / "data" / name
    if folder.exists():
        raise ClientError(f"data/{name} is already there; choose another name, or change its client.yml.")
    (folder / "raw").mkdir(parents=True)
    for path in sorted(raw.iterdir()):
        if path.is_file():
            shutil.copy2(path, folder / "raw" / path.name)
    shutil.copyfile(config, folder / "client.yml")
    return load_client(folder)
