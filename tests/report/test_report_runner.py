"""Only a notebook whose every cell was answered by a living kernel counts as executed."""

import io
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import nbformat
import pytest
from notebook_samples import code_cell, make_client, text_cell, write_notebook

from seglib.report.contents import Chapter, waves
from seglib.report.deliver import run
from seglib.report.parameters import ParameterError
from seglib.report.progress import Progress
from seglib.report.publish import files_hash
from seglib.report.runner import NotebookFailed, NotebookRefused, execute

PARAMETERS = 'client: str = "demo"  # whose data\nbins = 5\nshare = 0.2\nsince = None'


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook with parameters and the given code cells."""

    def write(*sources, tags=()):
        return write_notebook(
            tmp_path / "05_tiny.ipynb",
            text_cell("# Tiny"),
            code_cell(PARAMETERS, "parameters"),
            text_cell("## RFM scores"),
            *[code_cell(source, *tags) for source in sources],
        )

    return write


def test_runs_with_the_clients_name_and_leaves_no_trace(notebook, tmp_path, client):
    source = notebook("import os, sys\n(client, bins, os.environ['OMP_NUM_THREADS'], sys.executable)")
    before = source.read_bytes()
    path = execute(source, client, out_dir=tmp_path / "out", parameters={"bins": 4, "share": 1})
    executed = nbformat.read(path, as_version=4)
    assert executed.cells[-1].outputs[0].data["text/plain"] == f"('fern-kettle', 4, '1', {sys.executable!r})"
    assert executed.metadata["seglib"] == {"status": "complete"}
    assert "papermill" not in str(executed) and str(tmp_path) not in str(executed.metadata)
    assert [p.name for p in path.parent.iterdir()] == ["05_tiny.ipynb"]
    assert source.read_bytes() == before


def test_runs_in_a_deep_folder_with_spaces_and_other_scripts(notebook, tmp_path, client, monkeypatch):
    folder = tmp_path / "گزارش مشتریان {x}" / ("deep " * 20).strip()
    folder.mkdir(parents=True)
    source = notebook("x = 1").rename(folder / "05_tiny.ipynb")
    monkeypatch.chdir(folder)
    assert execute(Path(source.name), client, out_dir=Path("out")) == folder / "out" / "05_tiny.ipynb"


@pytest.mark.parametrize(
    ("cell", "cause"),
    [
        ("raise ValueError('`n_bins` must be 2 to 10; got 1')", "ValueError: `n_bins` must be 2 to 10; got 1"),
        ("import sys; sys.exit(0)", "the code ended its own Python process"),
        ("quit()", "the code ended its own Python process"),
        ("import os; os._exit(0)", "its Python process ended"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "its Python process ended"),
        ("import time; time.sleep(60)", "it took longer than 2 s for a cell"),
    ],
)
def test_a_cell_that_does_not_end_well_fails_the_run(notebook, tmp_path, client, cell, cause):
    source = notebook(cell, "after = 1")
    target = tmp_path / "out" / "05_tiny.ipynb"
    target.parent.mkdir()
    target.write_text("the former one")
    with pytest.raises(NotebookFailed) as caught:
        execute(source, client, out_dir=target.parent, cell_timeout=2)
    failed = caught.value
    assert (failed.notebook, failed.cell_number, failed.heading) == ("05_tiny", 4, "RFM scores")
    assert failed.cause.startswith(cause)
    assert str(failed).startswith('05_tiny stopped at cell 4 under "RFM scores": ')
    assert target.read_text() == "the former one"
    assert [p.name for p in target.parent.iterdir()] == ["05_tiny.ipynb"]


def test_the_notebook_as_a_whole_has_a_limit(notebook, tmp_path, client):
    source = notebook("import time; time.sleep(60)")
    with pytest.raises(NotebookFailed, match="it took longer than 1 s for the notebook"):
        execute(source, client, out_dir=tmp_path / "out", timeout=1)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"bin": 4}, "05_tiny has no parameter 'bin'. Did you mean 'bins'?"),
        ({"zzz": 4}, "05_tiny has no parameter 'zzz'. It has client, bins, share, since."),
        ({"bins": "4"}, "The parameter 'bins' of 05_tiny must be of type int, like its default 5; got '4'."),
        ({"bins": True}, "The parameter 'bins' of 05_tiny must be of type int, like its default 5; got True."),
    ],
)
def test_parameters_are_checked_before_anything_runs(notebook, tmp_path, client, parameters, message):
    source = notebook(f"open({str(tmp_path / 'ran')!r}, 'w').close()")
    with pytest.raises(ParameterError) as caught:
        execute(source, client, out_dir=tmp_path / "out", parameters=parameters)
    assert str(caught.value) == message
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("tag", ["raises-exception", "skip-execution"])
def test_tags_that_hide_failures_are_refused(notebook, tmp_path, client, tag):
    with pytest.raises(NotebookRefused, match=f"has the tag '{tag}' at cell 4"):
        execute(notebook("1/0", tags=[tag]), client, out_dir=tmp_path / "out")


def test_allowing_errors_is_refused(notebook, tmp_path, client):
    path = notebook("1/0")
    content = nbformat.read(path, as_version=4)
    content.metadata["execution"] = {"allow_errors": True}
    nbformat.write(content, path)
    with pytest.raises(NotebookRefused, match="allows errors"):
        execute(path, client, out_dir=tmp_path / "out")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, 143)])
def test_an_interrupted_run_ends_fast_and_leaves_no_kernel(notebook, tmp_path, number, status):
    pid_file = tmp_path / "pid"
    source = notebook(f"import os, time\nopen({str(pid_file)!r}, 'w').write(str(os.getpid()) + ';')\ntime.sleep(60)")
    script = f"""
        import signal, sys
        signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests run in the background
        sys.path.append({str(Path(__file__).parent)!r})
        from notebook_samples import make_client
        from seglib.report.runner import execute
        execute({str(source)!r}, make_client(), out_dir={str(tmp_path / "out")!r})
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)])
    _wait(lambda: pid_file.exists() and pid_file.read_text().endswith(";"))
    process.send_signal(number)
    assert process.wait(timeout=5) == status
    kernel = int(pid_file.read_text().rstrip(";"))
    _wait(lambda: not _alive(kernel))
    assert list((tmp_path / "out").iterdir()) == []


def _wait(ready, seconds=20):
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def _alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def project(tmp_path):
    """A client's folder and three notebooks, two of them independent."""
    folder = tmp_path / "data" / "fern-kettle"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "orders.csv").write_text("id\n1\n")
    (folder / "client.yml").write_text("name: Fern & Kettle\n")

    def write(last="x = 1"):
        for name, code in [("01_a", "x = 1"), ("02_b", "import time; time.sleep(60)"), ("03_c", last)]:
            slow = name == "02_b" and last == "x = 1"
            cells = text_cell(f"# Page {name}"), code_cell("x = 1" if slow else code)
            write_notebook(tmp_path / "notebooks" / f"{name}.ipynb", *cells)
        return {
            "client": make_client(folder=folder),
            "chapters": [Chapter("01_a"), Chapter("02_b", ("01_a",)), Chapter("03_c", ("01_a",))],
            "notebooks_dir": tmp_path / "notebooks",
            "reports_dir": tmp_path / "reports",
        }

    return write


def test_a_report_is_run_from_notebooks_to_pages(project):
    arguments = project()
    folder = run(arguments.pop("client"), **arguments)
    pages = {"01_a.html", "02_b.html", "03_c.html", "index.html"}
    assert {p.name for p in folder.iterdir()} == pages | {"manifest.json", "metrics.json"}


def test_one_failure_ends_the_others_and_publishes_nothing(project):
    arguments = project()
    client = arguments.pop("client")
    folder = run(client, **arguments)
    before = (folder / "manifest.json").read_bytes()
    arguments = project(last="1/0")
    started = time.monotonic()
    with pytest.raises(NotebookFailed, match='03_c stopped at cell 2 under "Page 03_c": ZeroDivisionError'):
        run(arguments.pop("client"), **arguments)
    assert time.monotonic() - started < 30  # 02_b would have slept for 60 s
    assert (folder / "manifest.json").read_bytes() == before


def test_waiting_for_an_absent_notebook_is_refused():
    with pytest.raises(ValueError, match="05_x waits for 01_gone, which never comes"):
        waves([Chapter("05_x", ("01_gone",))])


def test_the_hash_follows_names_and_contents(tmp_path):
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_text("x")
    other.write_text("x")
    assert files_hash([one]) != files_hash([other])
    before = files_hash([one])
    one.write_text("y")
    assert files_hash([one]) != before


class _Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_a_line_a_quarter_off_a_terminal():
    stream = io.StringIO()
    progress = Progress("05_tiny", ["RFM scores"] * 31, stream=stream)
    for cell in range(31):
        progress.cell(cell)
    progress.done()
    lines = stream.getvalue().splitlines()
    assert lines[0] == "05_tiny  1/31  RFM scores"
    assert len(lines) == 5  # four quarters and the end


def test_progress_rewrites_its_line_on_a_terminal():
    stream = _Terminal()
    progress = Progress("05_tiny", ["", "RFM scores"], stream=stream)
    progress.cell(0)
    progress.cell(1)
    progress.done()
    assert stream.getvalue().split("\r\x1b[2K")[1:] == [
        "05_tiny  1/2",
        "05_tiny  2/2  RFM scores",
        "05_tiny  done\n",
    ]
