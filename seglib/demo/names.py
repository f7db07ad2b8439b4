"""What are the demo's customers called?

First names by gender and family names by country, and some in Arabic script, as in a real customer list.
"""

from __future__ import annotations

import unicodedata

FIRST_NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "Germany": {
        "female": ("Anna", "Jutta", "Käthe", "Lena", "Sabine", "Ute", "Zoë", "Heike", "Mia", "Bärbel", "Petra"),
        "male": ("Jörg", "Lukas", "Björn", "Günter", "Jürgen", "Max", "Sören", "Uwe", "Tim", "Matthias", "René"),
    },
    "Spain": {
        "female": ("María", "Lucía", "Inés", "Begoña", "Sofía", "Carmen", "Belén", "Núria", "Paula", "Rocío"),
        "male": ("José", "Andrés", "Íñigo", "Raúl", "Jesús", "Pablo", "Iván", "Jordi", "Álvaro", "Xoán"),
    },
    "Norway": {
        "female": ("Åse", "Ingrid", "Solveig", "Bjørg", "Nora", "Marit", "Synnøve", "Liv", "Emma", "Hilde"),
        "male": ("Bjørn", "Håkon", "Øyvind", "Lars", "Pål", "Torbjørn", "Ole", "Sindre", "Åge", "Jakob"),
    },
    "Ireland": {
        "female": ("Aoife", "Siobhán", "Róisín", "Gráinne", "Niamh", "Mary", "Orla", "Ciara", "Sinéad", "Emma"),
        "male": ("Seán", "Pádraig", "Cillian", "Oisín", "Liam", "Darragh", "Joe", "Eoin", "Fionn", "Mícheál"),
    },
}
LAST_NAMES: dict[str, tuple[str, ...]] = {
    "Germany": ("Müller", "Schäfer", "Weiß", "Böhm", "Krüger", "Vogel", "Köhler", "Groß", "Yılmaz", "Lang", "Fröhlich"),
    "Spain": ("García", "Núñez", "Ibáñez", "López", "Muñoz", "Peña", "Gómez", "Vidal", "Castaño", "Ruiz"),
    "Norway": ("Hansen", "Bø", "Ødegård", "Sæther", "Nygård", "Lie", "Strøm", "Haugen", "Aas", "Bråthen"),
    "Ireland": ("Murphy", "O'Brien", "Ó Súilleabháin", "Kelly", "Byrne", "Walsh", "Nolan", "Mac Cárthaigh", "Quinn"),
}
ARABIC_SCRIPT: dict[str, tuple[str, ...]] = {
    "female": ("فاطمة الأحمد", "ليلى حداد", "مريم خوري", "زهرا کریمی", "نور الدين سارة", "شیرین رضایی"),
    "male": ("محمد الأحمد", "يوسف منصور", "علی حسینی", "عمر الخطيب", "رضا احمدی", "خالد العلي"),
}


def ascii_letters(text: str) -> str:
    """Letters a-z of a name, for an e-mail address.

    Parameters
    ----------
    text : str
        A name in any script.

    Returns
    -------
    str
        Lower case; empty where the name has no Latin letters.

    Examples
    --------
    >>> ascii_letters("Müller")
    'muller'
    """
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("ı", "i"))
    return "".join(letter for letter in plain.casefold() if "a" <= letter <= "z")
