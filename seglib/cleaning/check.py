"""What was found in a client's files, for the reader of a terminal?"""

from __future__ import annotations

import pandas as pd

from seglib.cleaning import Cleaned, balance
from seglib.intake import Intake


def found(intake: Intake, cleaned: Cleaned) -> list[str]:
    """How the columns are read, and how many rows of each table can be used.

    Parameters
    ----------
    intake : seglib.intake.Intake
    cleaned : seglib.cleaning.Cleaned

    Returns
    -------
    list of str
        Lines of text.
    """
    lines = ["How numbers and dates are read:"]
    for row in intake.readings.itertuples():
        proof = f" by line {row.proof_line}: {row.proof} ({row.rows:,} cells)" if pd.notna(row.proof) else ""
        lines.append(f"  {row.file}, {row.column} ({row.field}): {row.reading}; {row.basis}{proof}")
    lines.append("What can be used:")
    for book in balance(cleaned.ledger).itertuples():
        lines.append(
            f"  {book.table}: {book.rows_in:,} rows, of which {book.used:,} are used, {book.quarantined:,} set aside, "
            f"{book.merged:,} copies"
        )
    return lines
