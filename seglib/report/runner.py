"""Did every cell of a notebook really run?

papermill executes; this guards it. A notebook counts as executed only if each code cell was
answered by a living kernel; then, and only then, its file takes its place.
"""

import logging
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from seglib.report.kernel import kernel_class, private_folder
from seglib.report.parameters import check_parameters, declared
from seglib.report.progress import Progress, nearest_headings
from seglib.report.swap import write_synced

STARTUP_SECONDS = 60
_DIED = "its Python process ended (a crash, no memory left, or the code ended it)"
_LEFT = "the code ended its own Python process (exit, quit or sys.exit)"
_REFUSED_TAGS = {"raises-exception", "skip-execution"}


class NotebookRefused(ValueError):  # noqa: N818
    """A notebook that could hide a failure and is therefore not run."""


class NotebookFailed(RuntimeError):  # noqa: N818
    """A notebook that did not run to its end.

    Parameters
    ----------
    notebook : str
        Its name.
    cell_number : int
        The cell as counted in the notebook, from 1; 0 if none was reached.
    heading : str
        The heading above the cell.
    cause : str
        What happened, in one line.
    """

    def __init__(self, notebook: str, cell_number: int, heading: str, cause: str) -> None:
        self.notebook, self.cell_number, self.heading, self.cause = notebook, cell_number, heading, cause
        place = f"at cell {cell_number}" if cell_number else "before its first cell"
        under = f' under "{heading}"' if heading else ""
        super().__init__(f"{notebook} stopped {place}{under}: {cause}. The former report is untouched.")


class _KernelLeft(Exception):  # noqa: N818
    """The code asked its own process to end."""


class _Watch:
    """Follows the cells of one run and keeps what the kernel answered."""

    def __init__(self, name: str, seconds: float, cell_seconds: float) -> None:
        self.name = name
        self.cell_seconds = cell_seconds
        self.seconds = seconds
        self.deadline = monotonic() + seconds
        self.current = -1
        self.answered: set[int] = set()
        self.progress: Progress | None = None

    def starts(self, cell: nbformat.NotebookNode, cell_index: int) -> None:
        self.current = cell_index
        self.progress.cell(cell_index)

    def executed(self, cell: nbformat.NotebookNode, cell_index: int, execute_reply: dict) -> None:
        content = execute_reply["content"]
        asked = any(item.get("source") == "ask_exit" for item in content.get("payload", []))
        if asked or content.get("ename") == "SystemExit":
            raise _KernelLeft
        if content["status"] == "ok":
            self.answered.add(cell_index)

    def seconds_left(self, cell: nbformat.NotebookNode) -> float:
        return max(1.0, min(self.cell_seconds, self.deadline - monotonic()))


def execute(
    notebook_path: Path,
    client: object,
    *,
    out_dir: Path,
    parameters: Mapping[str, object] | None = None,
    timeout: float = 1800,
    cell_timeout: float = 600,
) -> Path:
    """Execute one notebook for a client.

    Parameters
    ----------
    notebook_path : Path
        The notebook.
    client : Client
        Gives `reference` (or `slug`), the default of the notebook's parameter ``client``.
    out_dir : Path
        Where the executed notebook is put, under its own name.
    parameters : mapping, optional
        Values for the notebook's declared parameters.
    timeout : float, default 1800
        Seconds that the notebook may take.
    cell_timeout : float, default 600
        Seconds that one cell may take.

    Returns
    -------
    Path
        The executed notebook.

    Raises
    ------
    ParameterError
        If a parameter is not declared, before anything runs.
    NotebookRefused
        If the notebook allows errors or skips cells.
    NotebookFailed
        If not every code cell ran to its end; nothing is written then.
    """
    path = Path(notebook_path)
    notebook = nbformat.read(path, as_version=4)
    _check_guards(path.stem, notebook)
    usual = {"client": getattr(client, "reference", client.slug)} if "client" in declared(notebook) else {}
    values = usual | dict(parameters or {})
    check_parameters(path.stem, notebook, values)
    watch = _Watch(path.stem, timeout, cell_timeout)
    out_dir = Path(out_dir).resolve()
    out_dir.mkdir(parents=True, exist_ok=True)
    with interruptible(), private_folder(out_dir) as private:
        executed = _run(notebook, values, watch, Path(private), path.resolve().parent)
    target = out_dir / path.name
    _write(executed, target)
    watch.progress.done()
    return target


def _run(
    notebook: nbformat.NotebookNode, values: dict[str, object], watch: _Watch, private: Path, start_in: Path
) -> nbformat.NotebookNode:
    """Run prepared cells in a fresh kernel and return them only if all of them ran."""
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    options = {"kernel_name": "python3", "language": "python", "progress_bar": False}
    prepared = papermill.execute_notebook(notebook, None, values, prepare_only=True, **options)
    headings = nearest_headings(prepared.cells)
    watch.progress = Progress(watch.name, headings)
    try:
        executed = papermill.execute_notebook(
            prepared,
            None,
            start_timeout=STARTUP_SECONDS,
            autosave_cell_every=0,
            kernel_manager_class=kernel_class(private, start_in=start_in),
            shutdown_kernel="immediate",
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
            timeout_func=watch.seconds_left,
            force_raise_errors=True,
            record_timing=False,
            on_cell_start=watch.starts,
            on_cell_executed=watch.executed,
            **options,
        )
    except papermill.PapermillExecutionError as error:
        cause = f"{error.ename}: {_one_line(error.evalue)}"
    except CellTimeoutError:
        late = watch.deadline <= monotonic() + 1
        limit = f"{watch.seconds:g} s for the notebook" if late else f"{watch.cell_seconds:g} s for a cell"
        cause = f"it took longer than {limit}"
    except _KernelLeft:
        cause = _LEFT
    except DeadKernelError:
        cause = _DIED
    except RuntimeError as error:
        cause = f"its Python process did not start ({_one_line(str(error))})"
    else:
        wanted = [i for i, c in enumerate(executed.cells) if c.cell_type == "code" and c.source.strip()]
        if watch.answered.issuperset(wanted):
            return executed
        watch.current = next(i for i in wanted if i not in watch.answered)
        cause = "the cell was not run"
    watch.progress.failed()
    raise NotebookFailed(
        watch.name,
        _number_in_source(prepared, watch.current),
        headings[watch.current] if watch.current >= 0 else "",
        cause.rstrip("."),
    ) from None


def _write(executed: nbformat.NotebookNode, target: Path) -> None:
    """Put the executed notebook in its place, without times, paths and papermill's marks."""
    for holder in (executed, *executed.cells):
        holder.metadata.pop("papermill", None)
        holder.metadata.pop("execution", None)
    executed.metadata["seglib"] = {"status": "complete"}
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        write_synced(temporary, nbformat.writes(executed).encode())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _check_guards(name: str, notebook: nbformat.NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells, start=1):
        if found := _REFUSED_TAGS.intersection(cell.metadata.get("tags", [])):
            raise NotebookRefused(
                f"{name} has the tag {min(found)!r} at cell {number}, which would hide a failure. Remove the tag."
            )
    if notebook.metadata.get("execution", {}).get("allow_errors"):
        raise NotebookRefused(f"{name} allows errors in its metadata, which would hide a failure. Remove it.")


def _number_in_source(prepared: nbformat.NotebookNode, index: int) -> int:
    """Count a cell as the notebook's author does: without the cell of injected parameters."""
    injected = [i for i, c in enumerate(prepared.cells) if "injected-parameters" in c.metadata.get("tags", [])]
    return index + 1 - sum(i < index for i in injected)


def _one_line(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return lines[0][:300] if lines else "no message"


@contextmanager
def interruptible() -> Iterator[None]:
    """Turn a request to terminate into an orderly exit, so that no kernel outlives the run.

    Yields
    ------
    None
        In the main thread ``SIGTERM`` raises ``SystemExit(143)`` meanwhile; elsewhere nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    former = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
