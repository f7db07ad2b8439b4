"""When do two e-mail addresses, or two phone numbers, mean the same?"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from babel import Locale

_ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_SHORTEST = 7
_CODES = {  # calling code, and whether a national number begins with a 0 that falls away behind the code
    "AE": ("971", True), "AT": ("43", True), "AU": ("61", True), "BE": ("32", True), "CH": ("41", True),
    "DE": ("49", True), "DK": ("45", False), "EG": ("20", True), "ES": ("34", False), "FI": ("358", True),
    "FR": ("33", True), "GB": ("44", True), "GR": ("30", False), "ID": ("62", True), "IE": ("353", True),
    "IN": ("91", True), "IR": ("98", True), "JO": ("962", True), "MA": ("212", True), "MY": ("60", True),
    "NL": ("31", True), "NO": ("47", False), "NZ": ("64", True), "PL": ("48", False), "PT": ("351", False),
    "SA": ("966", True), "SE": ("46", True), "SG": ("65", False), "TR": ("90", True), "ZA": ("27", True),
}  # fmt: skip


def same_address(email: ir.StringValue) -> ir.StringValue:
    """An e-mail address as it is compared: trimmed and in small letters, and no more.

    Parameters
    ----------
    email : ibis string expression

    Returns
    -------
    ibis string expression
        Missing where the text is no address.
    """
    plain = email.strip().lower()
    return ibis.ifelse(plain.re_search(_ADDRESS), plain, ibis.null("string"))


def same_number(phone: ir.StringValue, country: ir.StringValue, *, countries: list[str], language: str):
    """A phone number as it is compared: digits with the code of the country where that is beyond doubt.

    Parameters
    ----------
    phone, country : ibis string expression
        As the client's files write them.
    countries : list of str
        The countries that there are.
    language : str
        Of the client; countries may be written in it, in English or as two letters.

    Returns
    -------
    ibis string expression
        ``+`` and digits; for a national number of a country that is not known here, the country and the digits as they
        are. Missing where there are fewer than seven digits.
    """
    plain = phone.re_replace(r"\(0\)", "").re_replace(r"[^+\d]", "").re_replace("^00", "+")
    known = {name: _CODES[code] for name in countries if (code := _code_of(name, language)) in _CODES}
    national = []
    for name, (code, trunk) in known.items():
        fits = (country == name) & plain.re_search(r"^0[1-9]" if trunk else r"^[1-9]")
        national.append((fits, ibis.literal(f"+{code}") + plain.re_replace("^0", "")))
    other = country.fill_null("") + ":" + plain
    number = ibis.cases((plain.startswith("+"), plain), *national, else_=other)
    return ibis.ifelse(plain.re_replace(r"\D", "").length() >= _SHORTEST, number, ibis.null("string"))


def _code_of(name: str, language: str) -> str | None:
    written = {name.strip().casefold()}
    for locale in {"en", language.replace("-", "_")}:
        for code, territory in Locale.parse(locale).territories.items():
            if written & {territory.casefold(), code.casefold()}:
                return code
    return None
