"""What may a ``client.yml`` say of the brand under which the report is sent: its colours, its logo, whom to ask?"""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from seglib.client_keys import Strict
from seglib.client_logo import KINDS

_COLOR = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_PHONE = re.compile(r"\+?[\d ()/.-]{5,30}", re.ASCII)
_WEB = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+(?:/[\w./~-]*)?)")
_EMPTY = "is empty; give it a value, in quotation marks where it begins with '#', or delete the line"


class Contact(Strict):
    """Whom the reader of the report may ask.

    Attributes
    ----------
    name : str or None
        Of a person or a desk.
    email, phone, web : str or None
        How to reach them.
    """

    name: str | None = Field(default=None, max_length=60)
    email: str | None = None
    phone: str | None = None
    web: str | None = None

    @field_validator("email")
    @classmethod
    def _address(cls, text: str) -> str:
        if not _EMAIL.fullmatch(text):
            raise ValueError(f"must be an e-mail address such as hello@example.com; got {text!r}")
        return text

    @field_validator("phone")
    @classmethod
    def _number(cls, text: str) -> str:
        if not _PHONE.fullmatch(text):
            raise ValueError(f"must be a phone number such as +49 761 1234; got {text!r}")
        return text

    @field_validator("web")
    @classmethod
    def _site(cls, text: str) -> str:
        found = _WEB.fullmatch(text)
        if not found:
            raise ValueError("must be the address of a web site such as www.example.com, without a user or a question")
        return found[1]

    @field_validator("name", "email", "phone", "web", mode="before")
    @classmethod
    def _given(cls, value: object) -> object:
        return _some(value)

    def __bool__(self) -> bool:
        return any((self.name, self.email, self.phone, self.web))


class Brand(Strict):
    """How the report looks and who sends it; every key may be left out.

    Attributes
    ----------
    name : str or None
        Who sends the report; left out, the client.
    color, second_color : str or None
        Of the header, links and numbers, and of what stands beside them; as ``#rrggbb``. Figures keep their own.
    logo : str or None
        File beside ``client.yml``: SVG, PNG or JPEG.
    contact : Contact
        Whom to ask.
    """

    name: str | None = Field(default=None, max_length=60)
    color: str | None = None
    second_color: str | None = None
    logo: str | None = None
    contact: Contact = Field(default_factory=Contact)

    @field_validator("color", "second_color")
    @classmethod
    def _hexadecimal(cls, text: str) -> str:
        found = _COLOR.fullmatch(text)
        if not found:
            raise ValueError(f'must be a colour such as "#0b5a63", in quotation marks; got {text!r}')
        digits = found[1].lower()
        return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))

    @field_validator("logo")
    @classmethod
    def _beside(cls, text: str) -> str:
        if "/" in text or "\\" in text or text.startswith(".") or text.rpartition(".")[2].lower() not in KINDS:
            raise ValueError(f"must be the name of an SVG, PNG or JPEG file beside client.yml; got {text!r}")
        return text

    @field_validator("name", "color", "second_color", "logo", mode="before")
    @classmethod
    def _given(cls, value: object) -> object:
        return _some(value)


def _some(value: object) -> object:
    if value is None or value == "":
        raise ValueError(_EMPTY)
    return value
