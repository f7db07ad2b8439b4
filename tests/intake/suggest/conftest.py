"""A folder of files that nobody has described: ``suggested({"orders.csv": "..."})`` gives what is written of it."""

from types import SimpleNamespace

import pytest

from seglib import strict_yaml
from seglib.client_questions import open_questions
from seglib.intake.suggest import suggest


@pytest.fixture
def folder(tmp_path):
    """Write files: ``folder({"orders.csv": "..."})``, text as UTF-8."""

    def write(files: dict[str, str | bytes]):
        place = tmp_path / "exports"
        place.mkdir(exist_ok=True)
        for name, content in files.items():
            (place / name).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return place

    return write


@pytest.fixture
def suggested(folder):
    """What is suggested for files: ``.text``, ``.content``, ``.questions``, and ``.source(table)``."""

    def of(files: dict[str, str | bytes]) -> SimpleNamespace:
        return read(suggest(folder(files), name="my-shop"))

    return of


@pytest.fixture(scope="session")
def read_suggestion():
    return read


def read(text: str) -> SimpleNamespace:
    content, lines = strict_yaml.load(text)
    questions = open_questions(content, lines, text, "client.yml")
    by_table = {source["table"]: source for source in content["sources"]}
    return SimpleNamespace(text=text, content=content, questions=questions, source=by_table.__getitem__)
