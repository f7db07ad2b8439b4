"""How is a Parquet file read as text, with its rows?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from seglib.client_keys import Source
from seglib.intake.errors import IntakeError
from seglib.intake.header import positions_of, refuse_missing

_BATCH = 100_000


class ParquetFile:
    """One Parquet file; the attributes are those of :class:`seglib.intake.text.TextFile`.

    Parameters
    ----------
    path : pathlib.Path
    source : seglib.client.Source
    wanted : list of str
        Names of the columns that are read.
    where : str
        The source's place in ``client.yml``, for questions.

    Raises
    ------
    IntakeError
        If the file is not Parquet.
    """

    delimiter = encoding = window = None
    first_line = 1

    def __init__(self, path: Path, source: Source, wanted: list[str], where: str = ""):
        self._path, self._wanted = path, wanted
        self.rows = self.blank = 0
        self.rejects: list[dict] = []
        self.questions, self.notes = [], []
        try:
            schema = pq.read_schema(path)
        except pa.ArrowInvalid:
            raise IntakeError(f"{path.name}: cannot be opened as Parquet; give it the right ending.") from None
        self.names = list(schema.names)
        kinds = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
        self.numeric = {field.name.strip() for field in schema if any(kind(field.type) for kind in kinds)}

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Read the file.

        Yields
        ------
        pyarrow.RecordBatch
            The wanted columns as text, and ``_line``: the row's number, from 1.
        """
        refuse_missing(self.names, self._wanted, self._path.name)
        places = positions_of(self.names, self._wanted)
        chosen = [self.names[places[name]] for name in self._wanted]
        for batch in pq.ParquetFile(self._path).iter_batches(_BATCH, columns=chosen):
            arrays = [pc.cast(batch.column(name), pa.string()) for name in chosen]
            numbers = pa.array(range(self.rows + 1, self.rows + len(batch) + 1), pa.int64())
            self.rows += len(batch)
            yield pa.RecordBatch.from_arrays([*arrays, numbers], names=[*self._wanted, "_line"])
