"""How does a client's report come about, from the notebooks to the published folder?

All notebooks in order, independent ones side by side, then the publication: all or nothing.
"""

from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from pathlib import Path

from seglib.client import project_root
from seglib.report.contents import CHAPTERS, Chapter, check_edition, waves
from seglib.report.kernel import kill_all
from seglib.report.publish import build_folder, hashes_of, publish
from seglib.report.runner import execute, interruptible

WORKERS = 2


def run(
    client: object,
    *,
    edition: str = "client",
    chapters: Sequence[Chapter] = CHAPTERS,
    notebooks_dir: Path | None = None,
    build_dir: Path | None = None,
    reports_dir: Path | None = None,
) -> Path:
    """Execute all notebooks for a client and publish one edition of the report.

    Parameters
    ----------
    client : Client
        A validated client.
    edition : {"client", "analyst", "student"}, default "client"
        Whom the report is for.
    chapters : sequence of Chapter, optional
        The notebooks; default all.
    notebooks_dir, build_dir, reports_dir : Path, optional
        Default ``notebooks/``, ``reports/.build/<client>/`` and ``reports/`` of the project.

    Returns
    -------
    Path
        The published folder.

    Raises
    ------
    NotebookFailed, PublishError
        If anything failed; what was published before is untouched.
    """
    check_edition(edition)
    root = project_root()
    notebooks = Path(notebooks_dir or root / "notebooks")
    reports = Path(reports_dir or root / "reports")
    build = Path(build_dir or build_folder(client, reports))
    with interruptible():
        for wave in waves(chapters):
            _execute_wave(wave, client, notebooks, build)
    return publish(
        client,
        build_dir=build,
        reports_dir=reports,
        edition=edition,
        notebooks=[chapter.name for chapter in chapters],
        **hashes_of(client),
    )


def _execute_wave(wave: Sequence[Chapter], client: object, notebooks: Path, build: Path) -> None:
    """Execute notebooks side by side; the first failure ends them all."""
    if len(wave) == 1:
        execute(notebooks / f"{wave[0].name}.ipynb", client, out_dir=build)
        return
    with ThreadPoolExecutor(WORKERS) as pool:
        running = [pool.submit(execute, notebooks / f"{c.name}.ipynb", client, out_dir=build) for c in wave]
        try:
            done, _ = wait(running, return_when=FIRST_EXCEPTION)
        except BaseException:
            _stop(running)
            raise
        if failed := [future for future in running if future in done and future.exception()]:
            _stop(running)
            failed[0].result()


def _stop(running: Sequence[Future]) -> None:
    """End what runs, also a kernel that is only just starting."""
    for future in running:
        future.cancel()
    while not all(future.done() for future in running):
        kill_all()
        wait(running, timeout=0.2)
