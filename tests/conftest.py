"""What every room's tests share: the checkout, the public data sets, and a client made of a few lines."""

import ast
import gc
import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from postgres_server import binaries, running
from xdist.scheduler import LoadFileScheduling

from seglib.cleaning import clean
from seglib.client import Client, load_client
from seglib.intake import read_sources
from seglib.report.metrics import Recorded
from seglib.report.privacy.counts import undeclared
from seglib.report.verifying.tracing import client_numbers, orphans

# Same examples on every run; a slow machine is no failure.
settings.register_profile("seglib", derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("seglib")

# The engines' expressions are many small objects; what was imported is not searched for garbage again and again.
gc.freeze()
gc.set_threshold(50_000, 20, 20)


LONGEST = ("notebooks", "tests/browser", "tests/bad_input", "tests/segments", "tests/clustering", "tests/cleaning")
"""What takes longest begins first, so that all processors are busy to the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the files by how long they take."""

    def turn(item: pytest.Item) -> int:
        return next((place for place, path in enumerate(LONGEST) if item.nodeid.startswith(path)), len(LONGEST))

    items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> LoadFileScheduling | None:
    """Run the notebooks one after the other: the later ones read what the earlier ones write."""
    return _NotebooksInTurn(config, log) if config.getoption("dist") == "loadfile" else None


class _NotebooksInTurn(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return "notebooks" if nodeid.startswith("notebooks/") else super()._split_scope(nodeid)


@pytest.fixture(autouse=True)
def fixed_seeds():
    np.random.seed(20260630)


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data(root) -> Path:
    folder = root.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the public data sets are not beside the checkout (../shared/data)")
    return folder


@pytest.fixture(scope="session")
def demo() -> SimpleNamespace:
    """The demo, taken in and cleaned once for all tests that only look at it: `client`, `intake`, `cleaned`."""
    client = load_client("demo")
    intake = read_sources(client)
    return SimpleNamespace(client=client, intake=intake, cleaned=clean(intake, client))


@pytest.fixture(scope="session")
def chromium():
    """A running Chromium."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium on this machine (set CHROMIUM to its path)")
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL of the tests' own, reached by a socket: its URL, with a password that must never be seen."""
    where = binaries()
    if where is None:
        pytest.skip("there is no PostgreSQL server on this machine (apt-get install postgresql)")
    with running(where) as url:
        yield url


@pytest.fixture
def postgres(postgres_server, monkeypatch):
    """An empty database of that server in SHOP_DATABASE_URL and in SEGLIB_POSTGRES_URL: a connection to it."""
    import psycopg

    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS shop WITH (FORCE)")
        server.execute("CREATE DATABASE shop TEMPLATE template0")
    url = postgres_server.replace("/postgres?", "/shop?")
    monkeypatch.setenv("SHOP_DATABASE_URL", url)
    monkeypatch.setenv("SEGLIB_POSTGRES_URL", url)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def write_client():
    """Write a client's folder and load it: ``write_client(folder, {"orders.csv": b"..."}, "name: ...")``."""

    def write(folder: Path, files: dict[str, bytes], yml: str) -> Client:
        (folder / "raw").mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / "raw" / name).write_bytes(content)
        (folder / "client.yml").write_text(yml, encoding="utf-8")
        return load_client(folder)

    return write


@pytest.fixture
def make_client(write_client, tmp_path, monkeypatch):
    """A client in the test's own folder, outside the project: ``make_client({"orders.csv": b"..."}, "name: ...")``."""
    monkeypatch.setenv("SEGLIB_ROOT", str(tmp_path / "project"))

    def make(files: dict[str, bytes], yml: str, *, slug: str = "shop") -> Client:
        return write_client(tmp_path / slug, files, yml)

    return make


@pytest.fixture
def unchanged():
    """Check at the end that frames are as they were: ``unchanged(frame)`` before the call."""
    kept: list[tuple[pd.DataFrame, pd.DataFrame]] = []

    def watch(frame: pd.DataFrame) -> pd.DataFrame:
        kept.append((frame, frame.copy(deep=True)))
        return frame

    yield watch
    for frame, before in kept:
        pd.testing.assert_frame_equal(frame, before)


@pytest.fixture
def run(root, monkeypatch):
    """The text of each block of notebooks, all of whose cells are run on a client."""
    monkeypatch.setenv("SEGLIB_BLOCKS", "text")

    def run(client, *names: str) -> list[str]:
        told = []
        for name in names:
            names_of_cells = {"display": lambda *blocks: told.extend(map(repr, blocks))}
            for cell in json.loads((root / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
                tags = set(cell["metadata"].get("tags", []))
                if cell["cell_type"] == "code":
                    told.append(_run("".join(cell["source"]), names_of_cells))
                if "parameters" in tags:
                    names_of_cells["client"] = str(client.folder)
            assert _unfounded(names_of_cells["page"]) == []
        return told

    return run


def _unfounded(page) -> list[str]:
    """What a page's own words say that rests on no value, and counts of which nobody said what they count."""
    blocks = {name: block for name, block in page.blocks.items() if block.kind != "card"}
    orphaned = orphans(Recorded(page.notebook, "", "", (), blocks), client_numbers(page.client))
    return [*map(str, orphaned), *(name for block in blocks.values() for name in undeclared(block))]


def _run(source: str, names: dict) -> str:
    """Run a cell and give the text of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    return repr(eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)) if last else ""
