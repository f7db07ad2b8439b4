"""By which segments do the pages after 06 go, when some of the pages before have not run?"""

from types import SimpleNamespace

import pandas as pd
import pytest

from seglib.segments.storing import graded_names, segments_to_go_by


@pytest.fixture
def kept(tmp_path):
    """Results with the segments of some pages: ``kept(adopted=[...])``, rows ``(customer, scheme, name)``."""

    def kept(**pages):
        (tmp_path / "segments").mkdir()
        for name, rows in pages.items():
            frame = pd.DataFrame(rows, columns=["customer_id", "scheme", "segment_name"])
            frame.to_parquet(tmp_path / "segments" / f"{name}.parquet")
        return SimpleNamespace(results=tmp_path)

    return kept


RFM = [("a", "rfm", "Loyal"), ("a", "lifecycle", "Active"), ("b", "rfm", "Lost")]


def test_what_was_adopted_goes_before(kept):
    segments, kind = segments_to_go_by(kept(adopted=[("a", "life_stage", "Families")], behavioural=RFM))
    assert (segments.to_dict(), kind) == ({"a": "Families"}, "adopted")


def test_without_it_recency_frequency_and_money_are_gone_by(kept):
    segments, kind = segments_to_go_by(kept(behavioural=RFM))
    assert (segments.to_dict(), kind) == ({"a": "Loyal", "b": "Lost"}, "behavioural")


def test_without_either_there_are_none(kept):
    segments, kind = segments_to_go_by(kept())
    assert (len(segments), kind) == (0, "")


def test_segments_are_named_by_their_passports_without_those_who_are_in_none(kept):
    client = kept(adopted=[("a", "k", "Loyal"), ("b", "k", "No kept order")])
    assert graded_names(client) == []
    pd.DataFrame({"segment_name": ["Loyal"], "grade": ["A"]}).to_parquet(client.results / "passports.parquet")
    assert graded_names(client) == ["Loyal"]
