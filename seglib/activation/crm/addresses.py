"""Can this e-mail address or phone number be written to, and in which one form does it go into every file?

.. [1] RFC 5321, Simple Mail Transfer Protocol, section 4.5.3.1: limits of an address's parts.
.. [2] RFC 5322, Internet Message Format, section 3.4.1: signs of an address (dot-atom).
.. [3] ITU-T E.164, The international public telecommunication numbering plan.
"""

from __future__ import annotations

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email

SHORTEST = 7  # digits of a number with its country; some countries have two for an emergency
_FORMULA = ("=", "+", "-", "@")
_GOOGLE = ("gmail.com", "googlemail.com")

Read = tuple[str | None, str]
"""The address in its one form, or None and why not; the reason is empty where there is no address."""


def read_email(text: object) -> Read:
    """Read an e-mail address.

    Parameters
    ----------
    text : object
        As the business has it; a missing one is no address.

    Returns
    -------
    tuple of (str or None, str)
        Trimmed and in small letters, a domain of other scripts in its ASCII form; or None and the reason. Quoted local
        parts and those of other scripts, which hardly any program sends to, and those that a spreadsheet would take for
        a formula are not usable.

    Examples
    --------
    >>> read_email(" Ana@Example.ORG "), read_email("ana@münchen.de"), read_email("ana.example.org")
    (('ana@example.org', ''), ('ana@xn--mnchen-3ya.de', ''), (None, 'no e-mail address'))
    """
    if not isinstance(text, str) or not text.strip():
        return None, ""
    if text.strip().startswith(_FORMULA):
        return None, "begins as a formula does"
    try:
        found = validate_email(text.strip().lower(), allow_smtputf8=False, check_deliverability=False, strict=True)
    except EmailNotValidError:
        return None, "no e-mail address"
    return found.ascii_email, ""


def read_phone(text: object, country: str | None) -> Read:
    """Read a phone number.

    Parameters
    ----------
    text : object
        As the business has it; a missing one is no number.
    country : str or None
        ISO 3166-1 alpha-2 of the customer: a number without a country's code is read by it.

    Returns
    -------
    tuple of (str or None, str)
        In the form of E.164, ``+`` and digits; or None and the reason. A number of a length that its country has is
        taken; whether somebody answers is not known.

    Examples
    --------
    >>> read_phone("(030) 901820", "DE"), read_phone("00353 1 850 1234", "DE"), read_phone("901820", None)
    (('+4930901820', ''), ('+35318501234', ''), (None, 'no country known for it'))
    """
    if not isinstance(text, str) or not text.strip():
        return None, ""
    try:
        number = phonenumbers.parse(re.sub(r"^\s*00", "+", text), country)
    except phonenumbers.NumberParseException as error:
        unknown = error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        return None, "no country known for it" if unknown else "no phone number"
    read = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if number.extension or len(read) <= SHORTEST or not phonenumbers.is_possible_number(number):
        return None, "not a number that its country has"
    return read, ""


def for_google(email: str) -> str:
    """Give an address as Google compares it: of its own mail the dots before the @ do not count.

    Parameters
    ----------
    email : str
        From :func:`read_email`.

    Returns
    -------
    str

    Examples
    --------
    >>> for_google("a.na@gmail.com"), for_google("a.na@example.org")
    ('ana@gmail.com', 'a.na@example.org')
    """
    local, _, domain = email.partition("@")
    return f"{local.replace('.', '')}@{domain}" if domain in _GOOGLE else email
