"""A kept segmentation puts every customer where the one that was kept does; a file that was touched is refused."""

import json

import pandas as pd
import pytest
from test_all_segmentations import SCHEMES, by_answers

from seglib.activation.models import ModelError, hash_of, read_model, write_model

KEPT = [
    *("rfm", "rfm by margin, 3 bins", "lifecycle", "behavioural", "life stages", "bands of income", "split on age"),
    *("places", "climates", "delivery zones", "behavioural on rfm"),
]


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_model_assigns_as_the_original_does(name, tmp_path, features):
    original = SCHEMES[name](features.iloc[:200])
    kept = read_model(write_model(original, tmp_path, model_id="one"))
    pd.testing.assert_frame_equal(kept.assign(features), original.assign(features))
    assert "c0001" not in (tmp_path / "one.json").read_text(encoding="utf-8")


@pytest.fixture
def written(tmp_path, features):
    return write_model(SCHEMES["rfm"](features), tmp_path, model_id="rfm")


def test_a_changed_file_is_refused(written):
    content = json.loads(written.read_text(encoding="utf-8"))
    content["scheme"] = "other"
    written.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ModelError, match="changed after it was written"):
        read_model(written)


@pytest.mark.parametrize(
    "rule",
    [
        {"partial": ["os.system", {"command": "touch ran"}]},
        {"function": "builtins.eval"},
        {"part": ["subprocess.Popen", {"args": ["touch", "ran"]}]},
        {"method": [{"part": ["trait", {"name": "a", "label": "a", "kind": "share"}]}, "__init__"]},
        {"array": {"dtype": "object", "values": []}},
        {"pickle": "gASVAA=="},
    ],
)
def test_a_part_that_is_not_on_the_list_never_runs(written, rule, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content = json.loads(written.read_text(encoding="utf-8")) | {"rule": rule}
    content["hash"] = hash_of({key: value for key, value in content.items() if key != "hash"})
    written.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ModelError, match="not known"):
        read_model(written)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "seglib-model-0"}', "\x80"])
def test_what_is_no_model_is_refused(tmp_path, text):
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError):
        read_model(tmp_path / "x.json")


def test_what_cannot_be_kept_and_bad_names_are_refused(tmp_path, features):
    with pytest.raises(ValueError, match="no part of a rule that can be kept"):
        write_model(by_answers(features), tmp_path, model_id="answers")
    with pytest.raises(ValueError, match="model_id"):
        write_model(SCHEMES["rfm"](features), tmp_path, model_id="../rfm")
