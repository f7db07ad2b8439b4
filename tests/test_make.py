"""Does make run again what follows from a change, and no more? Asked of make itself, without running anything."""

import ast
import os
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
AFTER = {"07_personas", "07b_rules", "08_roi", "08b_customer_value", "08c_targeting", "09_crm", "09b_migration"}
"""What follows from 06."""
EVALUATION = {"06_evaluation", *AFTER}
SEGMENTS = {"02_demographic", "03_geographic", "04_psychographic", "05_behavioural", "05b_interests", *EVALUATION}
ALL = {"01_cleaning", *SEGMENTS}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A checkout, its path with a blank in it, in which everything has been made a moment ago."""
    root = tmp_path_factory.mktemp("check out")
    shutil.copy(ROOT / "Makefile", root)
    for folder in ("seglib", "notebooks"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    of_the_client = ("data/demo/client.yml", "data/demo/logo.svg", "data/demo/raw/two words.csv")
    for name in ("requirements.lock", "pyproject.toml", *of_the_client):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    for path in [root, *root.rglob("*")]:
        os.utime(path, (1_000_000, 1_000_000))
    made = [
        ".venv/.ready",
        *(f"reports/.build/demo/{name}.ipynb" for name in sorted(ALL)),
        "reports/demo/manifest.json",
    ]
    for minute, name in enumerate(made, start=1):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
        os.utime(root / name, (2_000_000 + minute, 2_000_000 + minute))
    return root


def _plan(root: Path, *options: str) -> str:
    return subprocess.run(
        ["make", "-n", *options, "report"], cwd=root, capture_output=True, text=True, check=True
    ).stdout


def _notebooks(plan: str) -> set[str]:
    return set(re.findall(r"execute notebooks/(\w+)\.ipynb", plan))


def test_nothing_changed_nothing_runs(built):
    plan = _plan(built)
    assert _notebooks(plan) == set()
    assert "publish" not in plan


@pytest.mark.parametrize(
    ("changed", "reruns"),
    [
        ("notebooks/05_behavioural.ipynb", {"05_behavioural", "08b_customer_value"}),
        ("notebooks/01_cleaning.ipynb", ALL),
        ("notebooks/02_demographic.ipynb", {"02_demographic"}),
        ("seglib/segments/rfm.py", SEGMENTS),
        ("seglib/segments/demographic/bands.py", {"02_demographic", *EVALUATION}),
        ("seglib/segments/demographic/sensitive.yml", {"02_demographic", *EVALUATION}),
        ("seglib/segments/geographic/atlas.py", {"03_geographic", *EVALUATION}),
        ("seglib/segments/geographic/countries.geojson", {"03_geographic", *EVALUATION}),
        ("notebooks/04_psychographic.ipynb", {"04_psychographic", "07_personas"}),
        ("seglib/segments/psychographic/words.py", {"04_psychographic", *EVALUATION}),
        ("seglib/segments/purchases/calendar.py", {"05b_interests"}),
        ("seglib/segments/evaluation/how_many.py", EVALUATION),
        ("seglib/value/bgnbd.py", {"05_behavioural", *EVALUATION}),
        ("seglib/activation/personas/playbooks/shop.yml", {"07_personas"}),
        ("seglib/value/profit/ladder.py", {"08b_customer_value"}),
        ("notebooks/06_evaluation.ipynb", EVALUATION),
        ("seglib/activation/rules.py", EVALUATION),
        ("seglib/value/trials/power.py", EVALUATION),
        ("seglib/activation/crm/formats.py", {"09_crm"}),
        ("seglib/activation/ledger/book.py", {"09_crm"}),
        ("seglib/activation/migration/following.py", {"09b_migration"}),
        ("notebooks/08_roi.ipynb", {"08_roi"}),
        ("seglib/value/targeting/valuing.py", EVALUATION),
        ("seglib/value/spending/programme.py", {"08c_targeting"}),
        ("seglib/segments/psychographic/questionnaire.yml", {"04_psychographic", *EVALUATION}),
        ("seglib/clustering/kmeans.py", SEGMENTS),
        ("seglib/features/orders.py", SEGMENTS),
        ("seglib/cleaning/rules.py", ALL),
        ("seglib/intake/records.py", ALL),
        ("seglib/reading/dates.py", ALL),
        ("seglib/plots/whale.py", ALL),
        ("seglib/report/blocks.py", ALL),
        ("seglib/contracts.py", ALL),
        ("data/demo/client.yml", ALL),
        ("data/demo/logo.svg", {"07b_rules"}),
        ("seglib/value/spending/slider.py", EVALUATION),
        ("seglib/report/templates/page.css", set()),
        ("seglib/report/index.py", set()),
        ("seglib/demo/world.py", None),
    ],
)
def test_a_change_reruns_what_follows_from_it(built, changed, reruns):
    plan = _plan(built, "-W", changed)
    assert _notebooks(plan) == (reruns or set())
    assert ("publish" in plan) == (reruns is not None)


def _needed(root: Path, target: str) -> set[str]:
    """Every file whose change makes a target again, as make itself lists its rules."""
    listed = subprocess.run(["make", "-npq", target], cwd=root, capture_output=True, text=True, check=False).stdout
    rules = {name: needs.split("|")[0].split() for name, needs in re.findall(r"^(\S+): (.*)$", listed, flags=re.M)}
    needed, open_ = set(), [target]
    while open_:
        new = set(rules.get(open_.pop(), [])) - needed
        needed |= new
        open_ += new
    return needed


def _rooms(notebook: Path) -> set[str]:
    """Rooms of seglib that a notebook's cells import."""
    found = set()
    for cell in nbformat.read(notebook, as_version=4).cells:
        for node in ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else ():
            if isinstance(node, ast.ImportFrom) and node.module == "seglib":
                found |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module.startswith("seglib."):
                found.add(node.module.split(".")[1])
    return found


@pytest.mark.parametrize("notebook", sorted(ALL))
def test_a_notebook_runs_again_when_a_room_that_it_imports_changes(built, notebook):
    for room in _rooms(ROOT / "notebooks" / f"{notebook}.ipynb") - {"report"}:
        file = f"seglib/{room}.py" if (built / "seglib" / f"{room}.py").exists() else f"seglib/{room}/__init__.py"
        assert notebook in _notebooks(_plan(built, "-W", file)), room


def test_every_module_is_known_to_make(built):
    unknown = {"__main__.py", "cli.py", "cli_words.py", "client_setup.py"}
    no_page = {"calibration", "demo", "store", "suggest", "verifying"}
    needed = _needed(built, "reports/demo/manifest.json")
    for path in sorted((built / "seglib").rglob("*.py")):
        if path.name not in unknown and not no_page & set(path.parts):
            name = path.relative_to(built).as_posix()
            assert name in needed, f"a change of {name} changes no page"


def test_a_new_raw_file_reruns_everything(built):
    new = built / "data" / "demo" / "raw" / "new file.csv"
    new.touch()
    assert _notebooks(_plan(built)) == ALL
    new.unlink()
    os.utime(new.parent, (1_000_000, 1_000_000))


@pytest.mark.parametrize("to", ["duckdb", "postgres"])
def test_what_is_published_is_made_first(built, to):
    command = ["make", "--no-print-directory", "-n", "publish", f"TO={to}", "-W", "seglib/segments/rfm.py"]
    plan = subprocess.run(command, cwd=built, capture_output=True, text=True, check=True).stdout
    assert _notebooks(plan) == SEGMENTS
    assert f"cli store --client demo --to {to}" in plan.splitlines()[-1]


@pytest.mark.parametrize(
    ("line", "again"),
    [
        ("    database: SHOP_DATABASE_URL", True),
        ("  - {table: products, database: SHOP, from_table: p}", True),
        ('{"name": "Shop #1", "sources": [{"table": "products", "database": "SHOP"}]}', True),
        ("  # database: SHOP", False),
    ],
)
def test_a_database_is_read_each_time(built, line, again):
    config = built / "data" / "demo" / "client.yml"
    config.write_text(f"{line}\n")
    os.utime(config, (1_000_000, 1_000_000))
    assert _notebooks(_plan(built)) == (ALL if again else set())
    config.write_text("")
    os.utime(config, (1_000_000, 1_000_000))


def test_two_at_once_make_the_same_plan(built):
    assert _notebooks(_plan(built, "-j2", "-W", "seglib/contracts.py")) == ALL


def test_a_client_that_is_not_there_is_explained(built):
    result = subprocess.run(["make", "report", "CLIENT=nobody"], cwd=built, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert "make client NAME=nobody" in result.stdout
