"""Where do the segments of a survey go? Customers to the segments of all types, the rest beside them."""

from __future__ import annotations

from dataclasses import replace

import ibis
import pandas as pd

from seglib import engine
from seglib.client import Client
from seglib.segments.psychographic.prediction import Prediction
from seglib.segments.psychographic.segmenting import DID_NOT_ANSWER
from seglib.segments.psychographic.words import says
from seglib.segments.segmentation import Segmentation
from seglib.segments.storing import write_segments

RESPONDENTS, GUESSES, ADVICE = "psychographic_respondents", "psychographic_expected", "psychographic_advice"


def write(client: Client, segmentation: Segmentation, frame: pd.DataFrame, guess: Prediction) -> None:
    """Keep the segments and what their answers ask for; what an earlier run kept and this one does not have goes.

    Parameters
    ----------
    client : seglib.client.Client
    segmentation : Segmentation
    frame : pandas.DataFrame
        What was segmented, with `is_customer`.
    guess : Prediction
        Probabilities of those who did not answer are kept only where something can be told.
    """
    customers = frame["is_customer"].to_numpy(bool)
    answered = (segmentation.assignments["segment"] != DID_NOT_ANSWER).to_numpy()
    own = replace(segmentation, assignments=segmentation.assignments[customers].reset_index(drop=True))
    write_segments(client, "psychographic", {"psychographic": own} if (customers & answered).any() else {})
    outside = segmentation.assignments[~customers].rename(columns={"customer_id": "respondent"})
    kept = {RESPONDENTS: outside, GUESSES: guess.probabilities if guess.told else outside.head(0)}
    advice, told = segmentation.definition[["segment", "segment_name", "action"]], says(segmentation.details)
    kept[ADVICE] = advice.assign(says=[told.get(segment, "") for segment in advice["segment"]])
    for name, table in kept.items():
        if len(table):
            engine.write_parquet({name: ibis.memtable(table)}, client.results)
        else:
            (client.results / f"{name}.parquet").unlink(missing_ok=True)
