"""Is a finished table that breaks the contract found?"""

import ibis
import pandera.errors
import pytest

from seglib.cleaning.conform import ContractError, conform
from seglib.contracts import columns


def service(**changed):
    row = {"customer_id": ["c1", "c2"], "at": [None, None], "channel": ["phone", None], "minutes": [5.0, None]}
    types = {name: str(column.dtype).lower() for name, column in columns("service_contacts").items()}
    given = {"at": ["2026-01-01 10:00:00"] * 2, "topic": [None, None], **changed}
    table = ibis.memtable({**row, **given}, schema=dict.fromkeys(types, "string"))
    return table.select(**{name: table[name].cast(columns("service_contacts")[name].dtype.type) for name in types})


def test_a_table_that_keeps_the_contract_passes():
    table = service(minutes=["5", None])
    assert conform(table, "service_contacts") is table


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"customer_id": ["c1", None], "minutes": ["5", "6"]}, "1 values of customer_id"),
        ({"minutes": ["-1", "100001"]}, "2 values of minutes"),
    ],
    ids=["missing", "outside the range"],
)
def test_values_that_break_it_are_counted(changed, told):
    with pytest.raises(ContractError, match=told):
        conform(service(**changed), "service_contacts")


def test_a_value_that_is_not_allowed_is_counted():
    given = {"customer_id": "c1", "at": "2026-01-01", "channel": "pigeon", "event": "visit"}
    names = columns("touchpoints")
    table = ibis.memtable([{name: given.get(name) for name in names}], schema=dict.fromkeys(names, "string"))
    table = table.select(**{name: table[name].cast(names[name].dtype.type) for name in names})
    with pytest.raises(ContractError, match="1 values of channel"):
        conform(table, "touchpoints")


def test_a_column_of_another_type_is_refused():
    with pytest.raises(pandera.errors.SchemaErrors, match="minutes"):
        conform(service(minutes=["5", "6"]).mutate(minutes=ibis.literal("long")), "service_contacts")
