"""No small group and nobody shows on a client's page, and nothing on it gives a hidden number away."""

import json
import re
from importlib import resources
from pathlib import Path

from seglib import strict_yaml

ROOT = Path(__file__).parents[2]
DECLARED, _ = strict_yaml.load(resources.files("seglib.report.privacy").joinpath("counts.yml").read_text("utf-8"))


def test_every_count_that_a_sentence_or_heading_can_show_is_declared():
    codes = [path.read_text(encoding="utf-8") for path in (ROOT / "seglib").rglob("*.py")]
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        codes += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    named = {name for code in codes for name in re.findall(r"\{(\w+):count\}", code)}
    named |= {name for code in codes for name in re.findall(r'"(\w+)": \(\s*[^()]*?, "count"\)', code)}
    assert len(named) > 100
    assert named - {*DECLARED["people"], *DECLARED["things"]} == set()
    assert not set(DECLARED["people"]) & set(DECLARED["things"])
