"""The sample report and the demo's, each published once."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "report"))

from notebook_samples import make_client, write_sample

from seglib.client import load_client
from seglib.report.deliver import run
from seglib.report.publish import publish

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    """Folders of the published reports: the sample's ``en`` (client), ``learn`` (student) and ``ar``; the ``demo``."""
    root = tmp_path_factory.mktemp("report")
    names = ["01_cleaning", "05_behavioural"]
    folders = {}
    for language, edition, slug in [("en", "client", "en"), ("en", "student", "en"), ("ar", "client", "ar")]:
        client = make_client(slug=slug, language=language)
        build = write_sample(root / "build" / slug, client)
        folder = publish(client, build_dir=build, reports_dir=root, edition=edition, notebooks=names)
        folders["learn" if edition == "student" else slug] = folder
    made = shutil.ignore_patterns("clean", "results", ".*")  # by the notebooks, which are tested at the same time
    demo = shutil.copytree(ROOT / "data" / "demo", root / "data" / "demo", ignore=made)
    folders["demo"] = run(load_client(demo), build_dir=root / "build" / "demo", reports_dir=root)
    return folders
