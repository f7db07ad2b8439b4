"""What a newcomer relies on before any code runs: the commands, the environment, what git holds."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
CONDA_NAMES = {"ibis-framework": "ibis-duckdb", "duckdb": "python-duckdb", "matplotlib": "matplotlib-base"}


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def _requirement(text: str) -> tuple[str, str]:
    name, _, bounds = re.fullmatch(r"([a-z0-9-]+)(\[[a-z]+\])?(.*)", text).groups()
    return name, bounds


def _declared() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    return dict(map(_requirement, lines))


def test_conda_environment_has_the_packages_of_pyproject():
    entries = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    plain = [entry for entry in entries if isinstance(entry, str)] + pip
    given = dict(_requirement(entry) for entry in plain if not entry.startswith(("python>", "pip", "--editable")))
    assert given == {CONDA_NAMES.get(name, name): bounds for name, bounds in _declared().items()}


def test_lock_pins_every_declared_package_within_its_bounds():
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    lock = (ROOT / "requirements.lock").read_text()
    pinned = re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", lock, flags=re.M)
    for name, bounds in _declared().items():
        versions = [version for package, version in pinned if package == name]
        assert versions, f"{name} is not in requirements.lock; run make lock"
        assert all(Version(version) in SpecifierSet(bounds) for version in versions), name


def test_every_dependency_has_a_reason():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    for name in _declared():
        (line,) = [line for line in lines if re.match(rf' +"{name}(\[[a-z]+\])?[<>=]', line)]
        assert re.search(r'", +# \w', line), name


def test_lock_names_no_host():
    assert not re.search(r"://|index-url|find-links", (ROOT / "requirements.lock").read_text())


def test_make_alone_explains_the_targets():
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("report", "test", "lab", "client", "demo", "learn"):
        assert re.search(rf"make {target}\s+\w", said), target


def test_git_holds_no_data_but_the_demo():
    data = [path.relative_to(ROOT).as_posix() for path in _tracked() if "data" in path.relative_to(ROOT).parts[:1]]
    assert [name for name in data if not name.startswith(("data/demo/", "data/README.md"))] == []
    assert not any(path.relative_to(ROOT).parts[0] == "reports" for path in _tracked())


@pytest.mark.parametrize("folder", ["seglib", "notebooks", "docs", "data", ".ci"])
def test_shared_files_hold_no_path_of_a_machine(folder):
    for path in _tracked():
        if path.relative_to(ROOT).parts[0] == folder and path.suffix in {".py", ".md", ".yml", ".ipynb", ".css", ""}:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"/(home|Users|tmp)/\w|/(root|work)/", text), path.name


@pytest.mark.parametrize("name", ["seglib", "notebooks", "data", "reports", "tests", "environment.yml", "Makefile"])
def test_top_level_has_the_promised_names(name):
    ignored = (ROOT / ".gitignore").read_text()
    assert (ROOT / name).exists() or f"{name}/" in ignored
