"""A private PostgreSQL for the tests: in a temporary folder, without network, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "canary-7f3a"
"""A word that no message may show."""


def binaries() -> Path | None:
    """The folder of the newest server's programs; Debian keeps them out of the way of the shell."""
    found = [Path(initdb).parent for initdb in [shutil.which("initdb")] if initdb]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return next(iter([*found, *(path.parent for path in reversed(debian))]), None)


@contextmanager
def running(where: Path) -> Iterator[str]:
    """Start a server, give its URL, stop it."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    owner = _owner()
    try:
        (folder / "password").write_text(PASSWORD)
        for path in (folder, folder / "password"):
            os.chown(path, owner["user"], owner["group"])
        data = folder / "data"
        _run(where, owner, "initdb", "-D", data, "-U", "seglib", "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8",
             "--locale=C.UTF-8", f"--pwfile={folder / 'password'}")  # fmt: skip
        options = f"-c listen_addresses= -c fsync=off -k {folder}"
        _run(where, owner, "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql://seglib:{PASSWORD}@/postgres?host={folder}"
        finally:
            _run(where, owner, "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _owner() -> dict[str, int]:
    """PostgreSQL refuses to be root; then it runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return {"user": os.geteuid(), "group": os.getegid()}
    names = [entry.pw_name for entry in pwd.getpwall()]
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid}


def _run(where: Path, owner: dict[str, int], program: str, *arguments: object) -> None:
    other = {**owner, "extra_groups": []} if os.geteuid() == 0 else {}
    command = [where / program, *map(str, arguments)]
    done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, **other)  # fmt: skip
    assert done.returncode == 0, done.stdout
