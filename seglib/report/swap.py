"""How does a new folder take the place of an old one, with no moment without either?

Linux and macOS exchange two folders in one step. Elsewhere two renames follow each other, and the
first is undone if the second fails.
"""

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, linux/fs.h
_RENAME_SWAP = 2  # macOS, sys/stdio.h
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def take_place(new: Path, target: Path) -> None:
    """Put a finished folder where another one may be, and remove the other.

    Parameters
    ----------
    new : Path
        The finished folder, on the same file system.
    target : Path
        Where it shall be; what is there now is removed after the exchange.

    Raises
    ------
    OSError
        If the exchange failed; `target` is then as it was.
    """
    sync_folder(new)
    if not target.exists():
        new.rename(target)
        sync_folder(target.parent)
        return
    if not _exchange(new, target):
        old = target.with_name(f".{target.name}.{os.getpid()}.old")
        target.rename(old)
        try:
            new.rename(target)
        except OSError:
            old.rename(target)
            raise
        new = old
    sync_folder(target.parent)
    shutil.rmtree(new)


def sync_folder(folder: Path) -> None:
    """Make a folder's entries survive a power cut, where the system lets folders be synchronised.

    Parameters
    ----------
    folder : Path
        An existing folder.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, content: bytes) -> None:
    """Write a file and wait until it is on the disk.

    Parameters
    ----------
    path : Path
        A file in an existing folder.
    content : bytes
        What to write.
    """
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    first, second = os.fsencode(one), os.fsencode(other)
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if sys.platform.startswith("linux") and hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(first, second, _RENAME_SWAP)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(other))
