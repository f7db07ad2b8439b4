"""A report comes out whole or not at all, and the same from the same inputs."""

import json
import multiprocessing
import os
import random
import shutil
import signal
import time
from hashlib import sha256

import nbformat
import pytest
from notebook_samples import code_cell, make_client, text_cell, write_notebook, write_sample

from seglib.report import swap
from seglib.report.publish import PublishError, publish

NAMES = ["01_cleaning", "05_behavioural"]


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """The executed notebooks of the sample report."""
    return write_sample(tmp_path_factory.mktemp("build"), make_client())


@pytest.fixture
def small(tmp_path):
    """One executed notebook that is quick to publish."""
    return write_notebook(tmp_path / "build" / "01_a.ipynb", text_cell("# A\n> B"), status="complete").parent


def _bytes(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_publishes_all_pages_with_a_manifest(build, tmp_path, client):
    folder = publish(client, build_dir=build, reports_dir=tmp_path, notebooks=NAMES, input_hash="aa", config_hash="bb")
    assert folder == tmp_path / "fern-kettle"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == {
        "client": "fern-kettle",
        "edition": "client",
        "as_of": "2026-06-30",
        "seglib": manifest["seglib"],
        "input": "aa",
        "config": "bb",
        "notebooks": {"01_cleaning": "complete", "05_behavioural": "complete"},
        "files": {
            name: sha256((folder / name).read_bytes()).hexdigest()
            for name in ("01_cleaning.html", "05_behavioural.html", "index.html", "metrics.json")
        },
    }
    assert [path.name for path in tmp_path.iterdir()] == ["fern-kettle"]  # no work folder is left


def test_same_inputs_same_bytes(build, tmp_path, client):
    one, other = (
        publish(client, build_dir=build, reports_dir=tmp_path / name, notebooks=NAMES) for name in ("a", "b c ü")
    )
    assert _bytes(one) == _bytes(other)


def test_pages_hold_no_path_person_or_machine(build, tmp_path, client):
    folder = publish(client, build_dir=build, reports_dir=tmp_path, notebooks=NAMES)
    text = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    for secret in (str(tmp_path), os.uname().nodename + ".", os.path.expanduser("~") + "/"):
        assert secret not in text


def test_other_editions_are_kept_side_by_side(build, tmp_path, client):
    for edition in ("client", "analyst", "student", "client"):
        publish(client, build_dir=build, reports_dir=tmp_path, edition=edition, notebooks=NAMES)
    folder = tmp_path / "fern-kettle"
    assert {p.name for p in folder.iterdir() if p.is_dir()} == {"analyst", "learn"}
    assert (folder / "learn" / "manifest.json").is_file()


def _break_missing(build):
    (build / "05_behavioural.ipynb").unlink()


def _break_status(build):
    path = build / "05_behavioural.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["seglib"] = {"status": "failed"}
    nbformat.write(notebook, path)


def _break_link(build):
    write_notebook(build / "05_behavioural.ipynb", text_cell("# T\n\n[a](#nowhere)"), status="complete")


def _break_title(build):
    write_notebook(build / "05_behavioural.ipynb", text_cell("No title"), status="complete")


def _break_size(build):
    write_notebook(build / "05_behavioural.ipynb", text_cell("# T\n\n" + "word " * 1_000_100), status="complete")


def test_no_pdf_of_a_former_report_stays(small, tmp_path, client):
    for edition in ("client", "analyst"):
        folder = publish(client, build_dir=small, reports_dir=tmp_path, edition=edition, notebooks=["01_a"])
        (folder / "fern-kettle.pdf").write_bytes(b"%PDF")
        assert publish(client, build_dir=small, reports_dir=tmp_path, edition=edition, notebooks=["01_a"]) == folder
        assert not (folder / "fern-kettle.pdf").exists()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_break_missing, "05_behavioural was not executed"),
        (_break_status, r"05_behavioural did not run to its end \(status 'failed'\)"),
        (_break_link, r"05_behavioural.html links to '#nowhere', which does not exist"),
        (_break_title, "05_behavioural: the notebook must begin with a title"),
        (_break_size, "05_behavioural.html has 5.0 MB, above 5 MB"),
    ],
)
def test_a_report_that_is_not_fit_leaves_the_former_one(build, tmp_path, client, damage, message):
    broken = tmp_path / "build"
    shutil.copytree(build, broken)
    folder = publish(client, build_dir=broken, reports_dir=tmp_path / "reports", notebooks=NAMES)
    before = _bytes(folder)
    damage(broken)
    with pytest.raises(PublishError, match=message):
        publish(client, build_dir=broken, reports_dir=tmp_path / "reports", notebooks=NAMES)
    assert _bytes(folder) == before
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["fern-kettle"]


def test_a_large_page_is_only_warned_of(small, tmp_path, client, capsys):
    write_notebook(small / "01_a.ipynb", text_cell("# T\n\n" + "word " * 320_000), status="complete")
    publish(client, build_dir=small, reports_dir=tmp_path, notebooks=["01_a"])
    assert "01_a.html has 1.6 MB, more than 1.5 MB" in capsys.readouterr().err


def test_a_full_disk_leaves_the_former_report(small, tmp_path, client, monkeypatch):
    folder = publish(client, build_dir=small, reports_dir=tmp_path, notebooks=["01_a"])
    before = _bytes(folder)

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("seglib.report.publish.write_synced", full)
    with pytest.raises(PublishError, match=r"could not be written \(No space left on device\)"):
        publish(client, build_dir=small, reports_dir=tmp_path, notebooks=["01_a"])
    assert _bytes(folder) == before


def test_a_link_in_the_place_of_the_report_is_refused(small, tmp_path, client):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "fern-kettle").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishError, match="is a link"):
        publish(client, build_dir=small, reports_dir=tmp_path, notebooks=["01_a"])


def test_two_renames_serve_where_folders_cannot_be_exchanged(small, tmp_path, client, monkeypatch):
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    for _ in range(2):
        folder = publish(client, build_dir=small, reports_dir=tmp_path, notebooks=["01_a"])
    assert (folder / "manifest.json").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"build", "fern-kettle"}


def test_a_failed_second_rename_brings_the_former_folder_back(tmp_path, monkeypatch):
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    target = tmp_path / "report"
    target.mkdir()
    (target / "old").touch()
    new = tmp_path / "new"
    new.mkdir()
    rename = type(new).rename

    def fails_for_new(path, to):
        if path == new:
            raise OSError(5, "Input/output error")
        return rename(path, to)

    monkeypatch.setattr(type(new), "rename", fails_for_new)
    with pytest.raises(OSError, match="Input/output error"):
        swap.take_place(new, target)
    assert [path.name for path in target.iterdir()] == ["old"]


def test_what_a_killed_run_left_is_tidied(small, tmp_path, client):
    gone = multiprocessing.get_context("fork").Process(target=int)
    gone.start()
    gone.join()
    (tmp_path / f".fern-kettle.{gone.pid}.new").mkdir()
    running = tmp_path / f".fern-kettle.{os.getppid()}.new"  # its process is alive
    running.mkdir()
    publish(client, build_dir=small, reports_dir=tmp_path, notebooks=["01_a"])
    assert {path.name for path in tmp_path.iterdir()} == {"build", "fern-kettle", running.name}


def test_a_report_lost_between_two_renames_is_brought_back(small, tmp_path, client):
    folder = publish(client, build_dir=small, reports_dir=tmp_path, notebooks=["01_a"])
    gone = multiprocessing.get_context("fork").Process(target=int)
    gone.start()
    gone.join()
    before = _bytes(folder)
    folder.rename(tmp_path / f".fern-kettle.{gone.pid}.old")
    write_notebook(small / "01_a.ipynb", text_cell("# T\n\n[a](#nowhere)"), status="complete")
    with pytest.raises(PublishError, match="not fit to be sent"):
        publish(client, build_dir=small, reports_dir=tmp_path, notebooks=["01_a"])
    assert _bytes(folder) == before


def _publish_for_ever(build, reports):
    for turn in range(1_000_000):
        publish(
            make_client(name=f"Turn {turn}"), build_dir=build, reports_dir=reports, notebooks=["01_a"], input_hash="x"
        )


def test_a_kill_at_any_moment_leaves_a_whole_report(small, tmp_path, client):
    moments = random.Random(7)
    reports = tmp_path / "reports"
    folder = publish(client, build_dir=small, reports_dir=reports, notebooks=["01_a"])
    for _ in range(25):
        process = multiprocessing.get_context("fork").Process(target=_publish_for_ever, args=(small, reports))
        process.start()
        time.sleep(moments.uniform(0.02, 0.12))
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        found = {p.name: sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.name in manifest["files"]}
        assert found == manifest["files"]
    publish(client, build_dir=small, reports_dir=reports, notebooks=["01_a"])
    assert [path.name for path in reports.iterdir()] == ["fern-kettle"]


def test_code_cells_without_output_need_no_block(tmp_path, client):
    write_notebook(tmp_path / "b" / "01_a.ipynb", text_cell("# A"), code_cell("x = 1"), status="complete")
    assert publish(client, build_dir=tmp_path / "b", reports_dir=tmp_path, notebooks=["01_a"]).is_dir()
