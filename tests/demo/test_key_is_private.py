"""Only the demo's generator, tests, exercises and certification know the answer key."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAY_READ = {"exercise", "solution"}
FOLDER = re.compile(r"""["'/]truth["'/]""")  # the folder of the key, in a path or as a part of one


def test_the_module_never_names_the_key():
    modules = [path for path in (ROOT / "seglib").rglob("*.py") if "demo" not in path.relative_to(ROOT).parts]
    assert modules
    naming = [path.relative_to(ROOT).as_posix() for path in modules if FOLDER.search(path.read_text(encoding="utf-8"))]
    assert naming == []


def test_notebooks_name_the_key_in_exercises_only():
    naming = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
            tags = set(cell["metadata"].get("tags", []))
            if "truth" in "".join(cell["source"]) and not tags & MAY_READ:
                naming.append(f"{path.name}, cell {number}")
    assert naming == []
