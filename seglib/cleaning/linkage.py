"""Which customers with different ids are probably one person, although they share no address and no number?

Probabilistic record linkage after Fellegi and Sunter (1969), by Splink: pairs that have something in common are
compared field by field, and an agreement counts by how much rarer it is between two people than between two entries of
one. How often two people agree is counted in the client's own customers. How often two entries of one person do is
assumed, here: a list of customers holds too few of them to learn it from. Pairs are listed, and nobody is merged.
"""

from __future__ import annotations

import logging
from typing import Any

import ibis
import pandas as pd
from ibis import _

from seglib import engine
from seglib.cleaning.limits import CleaningError

PAIRS = ["first", "second", "probability", "agrees", "nearly"]
"""Columns of the pairs that are probably one person."""
LISTED = 0.8
"""Pairs from this probability on are listed."""

_DOUBLE = 0.01  # of the customers, at least, are taken to be there twice
_FOUND = 0.5  # of the double entries have the same name and birthday still
_FEWEST, _FILLED, _FIELDS = 100, 0.1, 3
_BLOCK = 100  # what more customers have in common says nothing of a pair
_SAMPLE = 500_000

_CLOSE = "jaro_winkler_similarity({0}_l, {0}_r) >= 0.92"
_SLIP = "damerau_levenshtein({0}_l, {0}_r) <= 1"
_LEVELS = {
    # field: when it is missing, the same, nearly the same; how often the two are seen in two entries of one person
    "name": ("name_l IS NULL OR name_r IS NULL", "sorted_name_l = sorted_name_r", 0.70,
             f"{_CLOSE.format('name')} OR {_CLOSE.format('sorted_name')}", 0.22),
    "birth": ("birth_l IS NULL OR birth_r IS NULL OR length(birth_l) <> length(birth_r)", "birth_l = birth_r", 0.85,
              _SLIP.format("birth"), 0.10),
    "email": ("email_l IS NULL OR email_r IS NULL", "email_l = email_r", 0.50, _CLOSE.format("mailbox"), 0.20),
    "phone": ("phone_l IS NULL OR phone_r IS NULL", "phone_l = phone_r", 0.60, _SLIP.format("phone"), 0.05),
    "place": ("place_l IS NULL OR place_r IS NULL", "place_l = place_r", 0.70, "city_l = city_r", 0.15),
}  # fmt: skip
_BLOCKS = [["email"], ["phone"], ["sorted_name"], ["birth"], ["place", "initials"]]

_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه"})


@ibis.udf.scalar.builtin
def strip_accents(text: str) -> str:
    """Text with the letters that carry an accent as those that do not.

    Parameters
    ----------
    text : ibis string expression

    Returns
    -------
    ibis string expression
    """


def likely_pairs(customers: ibis.Table) -> pd.DataFrame:
    """List the pairs of customers that are probably one person.

    Parameters
    ----------
    customers : ibis.Table
        ``customer_id, name, birth_date, birth_year, postal_code, city``, and ``email`` and ``phone`` as they are
        compared; one row a customer.

    Returns
    -------
    pandas.DataFrame
        ``first, second`` (ids, in alphabetical order), ``probability`` (to four decimals), ``agrees`` and ``nearly``
        (fields in which they agree, and nearly do: out of ``name, birth, email, phone, place``, with blanks between);
        the most probable first.

    Raises
    ------
    seglib.cleaning.limits.CleaningError
        If Splink is not installed, or there is too little to compare.
    """
    try:
        from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    except ModuleNotFoundError:
        raise CleaningError("Record linkage needs one more package: pip install 'seglib[linkage]'.") from None
    logging.getLogger("splink").setLevel(logging.ERROR)
    own = engine.connect()  # Splink leaves tables behind
    people = own.create_table("people", _people(customers).to_pyarrow())
    n, fields = _comparable(people)
    own.create_table("blocked", _blocked(people))
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="customer_id",
        comparisons=[_comparison(field) for field in fields],
        blocking_rules_to_generate_predictions=[block_on("block_" + "_".join(block)) for block in _BLOCKS],
        retain_intermediate_calculation_columns=True,
        linker_uid="seglib",
    )
    frame = DuckDBAPI(own.con).register("blocked")
    linker = Linker(frame, settings, log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLE, seed=1)
    model = _settled(linker.misc.save_model_to_json(), n, _alike(people))
    found = Linker(frame, model, log_level=None).inference.predict(threshold_match_probability=LISTED)
    return _listed(own.table(found.physical_name), fields)


def _people(customers: ibis.Table) -> ibis.Table:
    """The fields as they are compared: without case, accents and punctuation."""
    name, city = _plain(customers.name), _plain(customers.city)
    ordered = name.split(" ").sort().join(" ")
    place = ibis.ifelse(customers.postal_code.notnull(), _plain(customers.postal_code), city)
    return customers.select(
        "customer_id",
        "email",
        "phone",
        name=name,
        sorted_name=ordered,
        initials=ordered.substr(0, 3),
        birth=ibis.coalesce(customers.birth_date.cast("string"), customers.birth_year.cast("string")),
        mailbox=customers.email.split("@")[0],
        place=place,
        city=city,
    ).order_by("customer_id")


def _plain(text: ibis.Value) -> ibis.Value:
    letters = "".join(map(chr, _LETTERS))
    plain = strip_accents(text.lower().replace("ß", "ss")).translate(letters, "".join(_LETTERS.values()))
    return plain.re_replace(r"[^\p{L}\p{N}]+", " ").strip().nullif("")


def _comparable(people: ibis.Table) -> tuple[int, list[str]]:
    """How many customers there are, and the fields that enough of them have."""
    filled = people.aggregate(n=people.count(), **{field: people[field].count() for field in _LEVELS})
    filled = filled.to_pyarrow().to_pylist()[0]
    n = filled.pop("n")
    fields = [field for field, rows in filled.items() if rows >= _FILLED * n]
    if n < _FEWEST or len(fields) < _FIELDS:
        shares = ", ".join(f"{field} {rows:,}" for field, rows in filled.items())
        raise CleaningError(
            f"There is too little to link customers by probability: it takes {_FEWEST} customers, and {_FIELDS} of "
            f"name, birth (date or year), email, phone and place that one in ten of them has. There are {n:,}; "
            f"filled: {shares}. Map more columns of customers in client.yml, or take out `linkage: probabilistic`."
        )
    return n, fields


def _blocked(people: ibis.Table) -> ibis.Table:
    """What two customers must have in common to be compared at all; missing where a crowd has it in common."""
    keys = {}
    for block in _BLOCKS:
        key = ibis.literal(" ").join([people[field] for field in block])
        crowd = people.count().over(group_by=[people[field] for field in block]) > _BLOCK
        keys["block_" + "_".join(block)] = ibis.ifelse(crowd, ibis.null("string"), key)
    return people.mutate(keys)


def _comparison(field: str) -> dict[str, Any]:
    missing, same, m_same, near, m_near = _LEVELS[field]
    rarity = {"tf_adjustment_column": "sorted_name"} if field == "name" else {}
    levels = [
        {"sql_condition": missing, "is_null_level": True},
        {"sql_condition": same, "m_probability": m_same, **rarity},
        {"sql_condition": near, "m_probability": m_near},
        {"sql_condition": "ELSE", "m_probability": round(1 - m_same - m_near, 2)},
    ]
    names = ("missing", "same", "nearly", "different")
    levels = [{**level, "label_for_charts": name} for level, name in zip(levels, names, strict=True)]
    return {"output_column_name": field, "comparison_levels": levels}


def _alike(people: ibis.Table) -> float:
    """Pairs that have the same name and the same birthday."""
    named = people.filter(people.sorted_name.notnull() & people.birth.notnull())
    sizes = named.group_by("sorted_name", "birth").agg(n=_.count())
    return float(sizes.aggregate(pairs=(_.n * (_.n - 1) / 2).sum()).to_pyarrow()[0][0].as_py() or 0)


def _settled(model: dict[str, Any], n: int, alike: float) -> dict[str, Any]:
    """The model with the share of pairs that are one person, and nothing rarer than it could be seen in the sample."""
    pairs = n * (n - 1) / 2
    model["probability_two_random_records_match"] = max(alike / _FOUND, _DOUBLE * n) / pairs
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level["u_probability"] = max(level.get("u_probability") or 0, 1 / min(pairs, _SAMPLE))
    return model


def _listed(found: ibis.Table, fields: list[str]) -> pd.DataFrame:
    rows = found.order_by("customer_id_l", "customer_id_r").to_pyarrow().to_pylist()
    pairs = []
    for row in rows:
        first, second = sorted((row["customer_id_l"], row["customer_id_r"]))
        agrees, nearly = (" ".join(f for f in fields if row["gamma_" + f] == level) for level in (2, 1))
        pairs.append((first, second, round(row["match_probability"], 4), agrees, nearly))
    listed = pd.DataFrame(pairs, columns=PAIRS).astype({"probability": "float64"})
    return listed.sort_values(["probability", "first", "second"], ascending=[False, True, True], ignore_index=True)
