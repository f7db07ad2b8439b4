"""What holds for the whole of seglib: quiet imports, the order of the rooms, short files, full docstrings."""

import ast
import doctest
import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from numpydoc.validate import validate

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "seglib").rglob("*.py"))

# The order of docs/design.md; a room imports only from rooms above it.
ROOMS = [
    "contracts",
    "strict_yaml",
    "questions",
    "client_logo",
    "client_checks",
    "client_questions",
    "client_keys",
    "client_segments",
    "client_value",
    "client_costs",
    "client_targeting",
    "client_crm",
    "client_strategy",
    "client_brand",
    "client",
    "databases",
    "engine",
    "spreadsheet",
    "demo",
    "reading",
    "intake",
    "client_setup",
    "cleaning",
    "features",
    "clustering",
    "segments",
    "value",
    "calibration",
    "activation",
    "store",
    "plots",
    "report",
    "cli_words",
    "cli",
]

# numpydoc's checks, less these: ES01, EX01, SA01 (an extended summary, examples and cross-references where they serve,
# not everywhere), SS05 (summaries may be noun phrases), PR06 (types may be in words: "ibis string expression"), PR07,
# RT03 (a type such as seglib.client.Client may say all there is to say), RT02, RT04 (a pair may be one entry, a value a
# formula).
LEFT_OUT = {"ES01", "EX01", "SA01", "SS05", "PR06", "PR07", "RT02", "RT03", "RT04"}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def modules_of(name: str) -> list[str]:
    return [module for module in map(module_name, FILES) if room(module) == name and not module.endswith("__main__")]


def imports(path: Path) -> set[str]:
    """Every module that a file names in an import, wherever it stands, but for those that only type checkers read."""
    package = module_name(path) if path.stem == "__init__" else module_name(path).rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    checks = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    unread = {id(inner) for node in checks for inner in ast.walk(node)}
    found = set()
    for node in ast.walk(tree):
        if id(node) in unread:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parent = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            base = ".".join(part for part in (parent, node.module) if part)
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def public_names(module: str) -> list[str]:
    """Public functions, classes, methods and properties that are defined in a module."""
    names = []
    for name, thing in vars(importlib.import_module(module)).items():
        own = getattr(thing, "__module__", None) == module and not name.startswith("_")
        if not own or not (inspect.isfunction(thing) or inspect.isclass(thing)):
            continue
        names.append(f"{module}.{name}")
        if inspect.isclass(thing):
            kinds = (property, classmethod, staticmethod)
            names += [
                f"{module}.{name}.{part}"
                for part, value in vars(thing).items()
                if not part.startswith("_") and (inspect.isfunction(value) or isinstance(value, kinds))
            ]
    return names


def docstring_errors(name: str) -> list[str]:
    found = validate(name)
    attributes = set(re.findall(r"^\s*([\w, ]+?) :", found["docstring"].partition("Attributes\n")[2], flags=re.M))
    documented = {one.strip() for names in attributes for one in names.split(",")}
    errors = []
    for code, message in found["errors"]:
        # the fields of a record are its attributes, and documented as such
        if (
            code == "PR01"
            and found["type"] not in ("function", "property")
            and set(re.findall(r"'(\w+)'", message)) <= documented
        ):
            continue
        if code == "PR01" and room(name) == "cli":  # a command's docstring is its help; options have texts of their own
            continue
        if code not in LEFT_OUT:
            errors.append(f"{name}: {code} {message}")
    return errors


def test_every_room_is_in_the_order():
    assert {room(module) for module in map(module_name, FILES)} - {""} == set(ROOMS)


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_a_room_imports_only_from_rooms_above_it(path):
    own = room(module_name(path))
    used = {room(name) for name in imports(path) if name.startswith("seglib.")}
    allowed = ROOMS[: ROOMS.index(own) + 1] if own else []
    assert used <= {*allowed, "__version__"}


@pytest.mark.parametrize("path", [path for path in FILES if room(module_name(path)) != "plots"], ids=module_name)
def test_only_plots_imports_matplotlib(path):
    assert {name.split(".")[0] for name in imports(path)} & {"matplotlib", "seaborn"} == set()


def test_importing_every_room_prints_nothing_writes_nothing_and_opens_no_connection(tmp_path):
    watched = f"""
import sys
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise SystemExit(f"{{event}} {{args}}")
    if event == "open" and isinstance(args[0], str) and args[0].startswith(({str(ROOT / "data")!r}, {str(tmp_path)!r})):
        raise SystemExit(f"{{event}} {{args}}")
sys.addaudithook(watch)
for module in {[module for name in ROOMS if name not in ("plots", "report", "cli") for module in modules_of(name)]!r}:
    __import__(module)
if "matplotlib" in sys.modules:
    raise SystemExit("matplotlib came in without plots")
for module in {[module for name in ("plots", "report", "cli") for module in modules_of(name)]!r}:
    __import__(module)
"""
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(tmp_path.parent)}
    done = subprocess.run(
        [sys.executable, "-B", "-c", watched], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_longer_than_300_lines():
    lines = {module_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: n for name, n in lines.items() if n > 300} == {}


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_nothing_asks_for_today_and_nothing_runs_text_as_code(path):
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    forbidden = r"(.*\.)?(today|now|utcnow)$|(eval|exec|compile|__import__)$|yaml\.(load|unsafe_load|full_load)$"
    assert {call for call in calls if re.match(forbidden, call)} == set()
    banned = {"pickle", "cloudpickle", "dill", "joblib", "shelve", "marshal", "requests", "urllib.request", "socket"}
    assert {name for name in imports(path) for one in banned if name == one or name.startswith(f"{one}.")} == set()


@pytest.mark.parametrize("name", ROOMS)
def test_every_public_name_is_documented_in_full(name):
    errors = [
        error for module in modules_of(name) for thing in public_names(module) for error in docstring_errors(thing)
    ]
    assert errors == []


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ROOMS)
def test_examples_give_what_they_say(name):
    failed = {module: doctest.testmod(importlib.import_module(module)).failed for module in modules_of(name)}
    assert {module: count for module, count in failed.items() if count} == {}


def test_no_tracked_text_names_a_package_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    registry = re.compile(r"://[^\s\"'<>]*(/simple\b|pypi|npmjs|anaconda\.org)|^\s*--?(extra-)?index-url", re.M)
    found = []
    for path in (ROOT / name for name in listed.split("\0") if name and not name.endswith((".gz", ".xlsx", ".png"))):
        if (
            path.exists()
            and path != Path(__file__)
            and registry.search(path.read_text(encoding="utf-8", errors="replace"))
        ):
            found.append(path.name)
    assert found == []


def test_every_dependency_is_imported_or_run_somewhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    declared = [re.match("[a-z0-9-]+", line)[0] for line in lines]
    module_names = {
        "scikit-learn": "sklearn",
        "ibis-framework": "ibis",
        "pyyaml": "yaml",
        "axe-playwright-python": "axe_playwright_python",
        "email-validator": "email_validator",
    }
    run = {  # not imported, but run or needed by what is
        "jupyterlab": "make lab",
        "nbval": "--nbval-lax in the Makefile",
        "pytest-xdist": "-n auto in the Makefile",
        "ruff": "make lint",
        "hatchling": "installs seglib itself",
        "sqlglot": "capped for ibis",
        "duckdb": "the engine under ibis",
    }
    places = [ROOT / "seglib", ROOT / "tests", ROOT / "notebooks"]
    files = [path for place in places for path in place.rglob("*") if path.suffix in (".py", ".ipynb")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    imported = set(re.findall(r"(?:^|[\"\s.])(?:import |from |importorskip\(\")(\w+)", text))
    unused = [name for name in declared if module_names.get(name, name) not in imported and name not in run]
    assert unused == []
