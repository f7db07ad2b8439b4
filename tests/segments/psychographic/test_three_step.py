"""Descriptors of classes without the error of putting people into them, and a questionnaire that can be sent."""

import numpy as np
import pandas as pd
import pytest

from seglib.segments.psychographic import questionnaire, three_step
from seglib.segments.psychographic.answers import AGREEMENT, read_answers
from seglib.segments.psychographic.battery import read_battery


def draw_classes(n, draw):
    """Two classes that four noisy answers tell badly: members, and their exact memberships."""
    members = draw.integers(0, 2, n)
    answers = draw.random((n, 4)) < np.where(members, 0.75, 0.25)[:, None]
    odds = np.prod(np.where(answers, 3.0, 1 / 3), axis=1)
    return members, np.stack([1 / (1 + odds), odds / (1 + odds)], axis=1)


def test_means_are_those_of_the_classes_not_of_the_groups_people_are_put_into():
    draw = np.random.default_rng(0)
    members, posterior = draw_classes(6_000, draw)
    age = np.where(members, 50.0, 30.0) + draw.normal(0, 5, 6_000)
    means, errors, p, df = three_step.compare_means(age[:, None], three_step.bch_weights(posterior))
    modal = posterior.argmax(axis=1)
    assert age[modal == 1].mean() - age[modal == 0].mean() < 15  # drawn together
    assert means[:, 0] == pytest.approx([30, 50], abs=1.5)
    assert (np.abs(means[:, 0] - [30, 50]) < 3.5 * errors[:, 0]).all()
    assert (p < 1e-6, df) == (True, 1)


def test_sure_classes_are_compared_as_groups():
    values = np.array([[1.0], [3.0], [10.0], [14.0]])
    means, errors, *_ = three_step.compare_means(values, three_step.bch_weights(np.repeat(np.eye(2), 2, axis=0)))
    assert means.ravel() == pytest.approx([2, 12])
    assert errors[:, 0] == pytest.approx([np.sqrt(2) / 2, np.sqrt(8) / 2])  # (1 + 1) / 4, (4 + 4) / 4


def test_descriptors_that_have_nothing_to_do_with_the_classes_are_rarely_said_to_differ():
    draw, p = np.random.default_rng(1), []
    for _ in range(300):
        _, posterior = draw_classes(300, draw)
        p.append(three_step.compare_means(draw.normal(size=(300, 1)), three_step.bch_weights(posterior))[2])
    assert 0.015 <= np.mean(np.array(p) < 0.05) <= 0.10  # 99.9 % of binomial draws at 5 %


def test_holm_and_rare_words():
    draw = np.random.default_rng(2)
    members, posterior = draw_classes(400, draw)
    place = np.where(draw.random(400) < np.where(members, 0.8, 0.2), "town", "village").astype(object)
    place[:3] = "sea"  # too rare to be compared
    described = pd.DataFrame({"place": place, "lot": draw.choice(["a", "b"], 400), "equal": 1.0})
    tests, values = three_step.describe_classes(
        described.assign(ids=described.index.astype(str)), posterior, ["one", "two"]
    )
    assert tests["descriptor"].tolist() == ["place", "lot"]
    assert tests["differs"].tolist() == [True, False]
    assert tests["p_holm"].iloc[0] == pytest.approx(2 * tests["p"].iloc[0])
    assert set(values["level"]) == {"town", "village", "a", "b"}
    assert values[["low", "high"]].stack().between(0, 1).all()


@pytest.mark.parametrize("language", questionnaire.LANGUAGES)
def test_the_questionnaire_can_be_sent_and_read_back(language, tmp_path):
    items = questionnaire.questionnaire(language)
    assert items["item_id"].is_unique
    assert items["wording"].is_unique
    both = items.groupby("construct")["reverse"].agg(["size", "sum"])
    assert (both["size"].unique().tolist(), both["sum"].unique().tolist()) == ([2], [1])
    assert items["section"].unique().tolist() == ["lifestyle", "values", "attitudes", "interests"]
    words = questionnaire.answers(language)
    assert [word.casefold() for word in words] == list(AGREEMENT[questionnaire.LANGUAGES.index(language)])
    assert list(read_answers(pd.Series(words)).codes.values()) == [1, 2, 3, 4, 5]
    book, page = questionnaire.write_forms(tmp_path, {language: "a page"})
    rows = [(f"c{i}", item, words[(i + j) % 5]) for i in range(5) for j, item in enumerate(items["item_id"])]
    survey = pd.DataFrame(rows, columns=["customer_id", "item_id", "answer"])
    battery = read_battery(survey, pd.read_csv(book).assign(reverse=lambda table: table["reverse"] == "yes"))
    assert battery.items["kind"].tolist() == ["ordinal"] * 20
    assert (page.name, page.read_text(encoding="utf-8")) == (f"questionnaire.{language}.html", "a page")
    told = questionnaire.words(language)
    assert told.keys() == {"question", "intro", "number", "done", "open", "thanks", "kept", "save"}
    assert told["question"][-1] in "?؟"
    assert all(told.values())
