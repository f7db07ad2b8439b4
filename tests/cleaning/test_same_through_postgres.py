"""The same rows give the same clean tables, ledger and quarantine, whether they come as files or out of PostgreSQL."""

import gzip
import io
import itertools
import json
from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest

from seglib import strict_yaml
from seglib.cleaning import Cleaned, balance, clean
from seglib.client import Client, load_client
from seglib.databases import quoted
from seglib.intake import read_sources
from seglib.intake.files import RawFile

OF_FILES = {"file", "delimiter", "encoding", "sheet", "header"}
Places = dict[tuple[str, int], tuple[str, int]]


def load(postgres, client: Client) -> Places:
    """Put each source's files into a table of its name; where each row of it came from."""
    places: Places = {}
    for name in dict.fromkeys(source.file for source in client.sources):
        alike = [source for source in client.sources if source.file == name]
        wanted = list(dict.fromkeys(column for source in alike for column in source.columns.values()))
        columns = ", ".join(f"{quoted(column)} text" for column in wanted)
        postgres.execute(f"CREATE TABLE {quoted(name)} ({columns}, row bigint PRIMARY KEY)")
        row = 0
        with postgres.cursor() as cursor, cursor.copy(f"COPY {quoted(name)} FROM STDIN (FORMAT csv)") as copy:
            for path in client.files(alike[0]):
                for batch in RawFile(path, alike[0], wanted).batches():
                    rows = pa.array(range(row + 1, row + len(batch) + 1), pa.int64())
                    for line in batch["_line"].to_pylist():
                        row += 1
                        places[name, row] = (path.name, line)
                    written = io.BytesIO()
                    with_rows = pa.table([*batch.columns[:-1], rows], names=[*wanted, "row"])
                    pa_csv.write_csv(with_rows, written, pa_csv.WriteOptions(include_header=False))
                    copy.write(written.getvalue())
    return places


def out_of_database(client: Client, folder) -> Client:
    """The same client, each file replaced by the table of its name."""
    content, _ = strict_yaml.load((client.folder / "client.yml").read_text(encoding="utf-8"))
    content["sources"] = [
        {key: value for key, value in source.items() if key not in OF_FILES}
        | {"database": "SHOP_DATABASE_URL", "from_table": source["file"]}
        for source in content["sources"]
    ]
    content.pop("brand", None)  # a look, and no data
    (folder / "raw").mkdir(parents=True)
    (folder / "client.yml").write_text(json.dumps(content), encoding="utf-8")
    return load_client(folder)


def at_their_files(cleaned: Cleaned, places: Places) -> Cleaned:
    """What was found in tables, with the places of the files."""

    def placed(table) -> pd.DataFrame:
        frame = table.to_pandas()
        found = [places[place] for place in zip(frame["file"], frame["line"], strict=True)]
        frame["file"], frame["line"] = [file for file, _ in found], [line for _, line in found]
        if "into" in frame:
            parts = [place.rpartition(":") for place in frame["into"]]
            frame["into"] = [":".join(map(str, places[file, int(line)])) for file, _, line in parts]
        return frame

    noted = {name: placed(getattr(cleaned, name)) for name in ("quarantine", "repairs", "merged", "flagged")}
    return replace(cleaned, **noted)


def assert_same(files: Cleaned, tables: Cleaned) -> None:
    assert files.tables.keys() == tables.tables.keys()
    for name, table in files.tables.items():
        assert table.to_pyarrow().equals(tables.tables[name].to_pyarrow()), name
    split = files.quarantine.filter(files.quarantine.raw.startswith("{"))  # a line without fields is in no table
    unsplit = files.quarantine.filter(~files.quarantine.raw.startswith("{")).to_pandas()
    ledger = files.ledger[~files.ledger["rule"].isin(unsplit["reasons"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(ledger, tables.ledger)
    assert balance(files.ledger)["rows_in"].sum() == balance(tables.ledger)["rows_in"].sum() + len(unsplit)
    for name, found in [("quarantine", split), *((n, getattr(files, n)) for n in ("repairs", "merged", "flagged"))]:
        order = [column for column in ("table", "file", "line", "column") if column in found.columns]
        of_files = found.to_pandas().sort_values(order, ignore_index=True)
        pd.testing.assert_frame_equal(of_files, getattr(tables, name).sort_values(order, ignore_index=True), obj=name)


def through_postgres(postgres, client: Client, folder) -> Cleaned:
    places = load(postgres, client)
    twin = out_of_database(client, folder)
    return at_their_files(clean(read_sources(twin), twin), places)


def test_demo(postgres, demo, tmp_path):
    tables = through_postgres(postgres, demo.client, tmp_path / "demo")
    assert_same(demo.cleaned, tables)
    assert min(len(found) for found in (tables.quarantine, tables.repairs, tables.merged, tables.flagged)) > 0


@pytest.mark.real
def test_online_retail(postgres, root, shared_data, write_client, tmp_path):
    with gzip.open(shared_data / "online-retail" / "online_retail.csv.gz") as lines:
        part = b"".join(itertools.islice(lines, 40_000))
    yml = (root / "docs" / "clients" / "online-retail.yml").read_text(encoding="utf-8")
    yml = yml.replace("quarantine_limit: 0.30", "quarantine_limit: 0.40")  # more of these lines carry no customer
    client = write_client(tmp_path / "files" / "online-retail", {"online_retail.csv.gz": gzip.compress(part, 1)}, yml)
    files = clean(read_sources(client), client)
    tables = through_postgres(postgres, client, tmp_path / "tables" / "online-retail")
    assert balance(tables.ledger).set_index("table").loc["order_lines", "rows_in"] == 39_999
    assert_same(files, tables)
