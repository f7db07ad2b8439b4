"""A shop of two hundred customers, some of them with names as nobody would wish for."""

import pandas as pd
import pytest

FIRST_OBJECTOR, OBJECTORS = 100, 50
HOSTILE = {
    "c000": "=HYPERLINK(\"http://x.example\",\"click\") Ana",
    "c001": "Ana, \"the best\"\r\n=1+1 López",
    "c002": "\u202e\u200fليلى حداد",
    "c003": "👩\u200d👩\u200d👧 " + "é" * 200 + " Núñez",
    "c004": "＝cmd|' /C calc'!A0 Zed",
    "c005": "\u200b@SUM(A1) Kim",
    "c006": "-2+3|tag, other Lee",
    "c007": "Lone",
    "c008": None,
    "c020": "First Last",
    "c021": "\t=1+1\0 Tab",
}  # fmt: skip


@pytest.fixture(scope="session")
def people() -> pd.DataFrame:
    """Clean customers: c100 to c149 objected, one in five of the others did not agree, some have no address."""
    ids = [f"c{number:03d}" for number in range(200)]
    frame = pd.DataFrame({"customer_id": ids, "name": [HOSTILE.get(one, f"First Last{one}") for one in ids]})
    frame["email"] = [f" {one.upper()}@Example.org" for one in ids]
    frame["phone"] = [f"0301234{number:03d}" for number in range(200)]
    frame["country"], frame["city"], frame["postal_code"] = "United Kingdom", "=Bath", "01234"
    frame.loc[:99, "country"] = "Germany"
    frame["marketing_consent"] = [number % 5 != 4 for number in range(200)]
    frame["objected"] = [FIRST_OBJECTOR <= number < FIRST_OBJECTOR + OBJECTORS for number in range(200)]
    frame.loc[10, ["email", "phone"]] = None, None
    frame.loc[11, ["email", "phone"]] = "nobody at home", "12"
    frame.loc[12, "email"] = None
    frame.loc[13, ["email", "phone"]] = "=cmd@example.org", None
    frame.loc[16, "email"] = "c015@example.org"  # the address of another customer
    frame.loc[17, "email"] = "C100@example.org"  # the address of somebody who objected
    return frame


@pytest.fixture(scope="session")
def segments(people) -> pd.DataFrame:
    """Three segments with names that no file may stumble over."""
    kinds = {0: ("b1", "Few orders, long silent"), 1: ("b2", "=Champions|of, all"), 2: ("b3", "مشتری")}
    known = people[~people["objected"]].reset_index(drop=True)
    frame = known[["customer_id"]].assign(as_of="2026-06-30")
    frame["segment"] = [kinds[number % 3][0] for number in range(len(known))]
    frame["segment_name"] = [kinds[number % 3][1] for number in range(len(known))]
    return frame


@pytest.fixture
def page_of(run):
    """The text of each block of page 09 for a client, all of whose cells are run."""
    return lambda client: "\n".join(run(client, "09_crm"))
