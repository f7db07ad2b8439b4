"""In which process does a notebook run?

In one Python of its own: the interpreter that runs seglib, one thread of arithmetic, and no file
outside the folder it is given. Every kernel that lives is known here, so that none outlives the run.
"""

import os
import sys
import tempfile
import threading
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager

_SOCKET_BYTES = 70  # of the 104 to 108 that a socket's path may have
_HOME = Path(__file__).resolve().parents[2]  # the folder of this very seglib
_LIVING: set["_Kernel"] = set()
_LOCK = threading.Lock()


class _Kernel(AsyncKernelManager):
    """A kernel manager with our interpreter, environment and folders."""

    private: Path
    start_in: Path

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        launcher = [sys.executable, "-m", "ipykernel_launcher", "-f", self.connection_file]
        return launcher + list(extra_arguments or [])

    async def start_kernel(self, **options: object) -> None:
        self.connection_file = str(self.private / "kernel.json")
        if os.name == "posix":  # sockets in our own folder: no port to lose to a kernel that starts at the same time
            self.transport, self.ip = "ipc", str(self.private / "s")
        inherited = {name: value for name, value in os.environ.items() if name != "SEGLIB_BLOCKS"}
        environment = inherited | {
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "IPYTHONDIR": str(self.private / "ipython"),
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": os.pathsep.join([str(_HOME), *filter(None, [inherited.get("PYTHONPATH")])]),
        }
        with _LOCK:
            _LIVING.add(self)
        await super().start_kernel(**(options | {"env": environment, "cwd": str(self.start_in)}))

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        await super().shutdown_kernel(now=now, restart=restart)
        with _LOCK:
            _LIVING.discard(self)


def private_folder(beside: Path) -> tempfile.TemporaryDirectory:
    """Give a folder for one kernel's sockets and settings.

    Parameters
    ----------
    beside : Path
        Where to make it; where that path is too long for a socket, it is made among the system's temporary files.

    Returns
    -------
    tempfile.TemporaryDirectory
        A context manager that removes it.
    """
    fits = len(os.fsencode(beside)) <= _SOCKET_BYTES
    return tempfile.TemporaryDirectory(dir=beside if fits else None, prefix=".kernel-")


def kernel_class(private: Path, *, start_in: Path) -> type[AsyncKernelManager]:
    """Give the kernel manager of one run.

    Parameters
    ----------
    private : Path
        Folder for its connection and settings, removed by the caller afterwards.
    start_in : Path
        The kernel's working folder.

    Returns
    -------
    type
        For nbclient's ``kernel_manager_class``.
    """
    return type("Kernel", (_Kernel,), {"private": private, "start_in": start_in})


def kill_all() -> None:
    """End every kernel at once, without asking."""
    with _LOCK:
        kernels = list(_LIVING)
    for kernel in kernels:
        process = getattr(kernel.provisioner, "process", None)
        if process is not None and process.poll() is None:
            process.kill()
