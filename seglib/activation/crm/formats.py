"""What does each program import? Headers, key, encoding, limits and marks, as the vendors describe them.

.. [1] HubSpot, Set up your import file; at most 1,000 columns, one sheet, `Email` is the key of contacts.
.. [2] Mailchimp, Format guidelines for your import file: 255 bytes a text, dates YYYY-MM-DD, ISO codes of countries.
.. [3] Mautic, Import contacts: headers are aliases of fields, tags parted by ``|``, UTF-8, some thousand rows a file.
.. [4] Klaviyo, Create and add contacts to a new list: address in the first column, 50 MB, phone numbers of E.164.
.. [5] Shopify, Customer CSV file: headers with capitals as given, `Accepts Email Marketing` yes or no, 1 MB.
.. [6] Salesforce, Data Import Wizard: 50,000 records; a lead needs a last name and a company; an external id as key.
.. [7] Google Ads, Format your customer data file: English headers, SHA-256 of e-mail, phone and names, never of country
   and zip, which go with the name or not at all.
.. [8] Odoo, Import data: `External ID` is what a record is found again by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FIELDS = (
    *("customer_id", "email", "phone", "first_name", "last_name", "full_name", "city", "country", "country_code"),
    *("postal_code", "segment", "segment_name", "arm", "as_of", "campaign", "tags", "consent"),
)
"""What is known of a person in a list; a format takes of it what its program needs, and no more."""
EMAIL, EITHER = (("email",),), (("email",), ("phone",))
WHOLE_NAME = ("first_name", "last_name", "country_code", "postal_code")


@dataclass(frozen=True)
class Format:
    """What a program imports.

    Parameters
    ----------
    label : str
        The program's name.
    columns : mapping of str to str
        Header to one of :data:`FIELDS`, in the order of the file.
    key : str
        The field that a record is found again by: one row each, so that an import updates and does not double.
    needs : tuple of tuple of str
        Sets of fields of which a person must have one whole.
    update : str
        What to choose at the import so that it updates.
    bom : bool, default False
        Whether the file begins with the mark of UTF-8.
    tags : str, default ""
        What parts tags; empty where the program has columns of its own for segments.
    hashed : tuple of str, default ()
        Fields that go in as SHA-256.
    together : tuple of str, default ()
        Fields that go in together or not at all.
    marked : bool, default True
        Whether those who are held out are in the file, with a mark; otherwise they are not in it.
    by_segment : bool, default False
        Whether each segment has a file of its own.
    most_rows : int, default 100_000
        Rows of a file without its header; more are split.
    most_bytes : int, default 50_000_000
        Bytes of a file; more are split.
    cell_bytes : int, default 255
        Bytes of a cell.
    limits : mapping of str to int
        Of single fields, where fewer.
    """

    label: str
    columns: Mapping[str, str]
    key: str
    needs: tuple[tuple[str, ...], ...]
    update: str
    bom: bool = False
    tags: str = ""
    hashed: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    marked: bool = True
    by_segment: bool = False
    most_rows: int = 100_000
    most_bytes: int = 50_000_000
    cell_bytes: int = 255
    limits: Mapping[str, int] = field(default_factory=dict)

    def most(self, name: str) -> int:
        """Give the bytes that a field may have.

        Parameters
        ----------
        name : str
            One of :data:`FIELDS`.

        Returns
        -------
        int
        """
        return min(self.limits.get(name, self.cell_bytes), self.cell_bytes)


_OWN = {"Segment": "segment_name", "Segment as of": "as_of", "Campaign": "campaign", "Campaign arm": "arm"}
_BY_EMAIL = "Import as contacts and choose to update those that exist; they are found again by e-mail."
FORMATS: dict[str, Format] = {
    "hubspot": Format(
        "HubSpot",
        {"Email": "email", "First Name": "first_name", "Last Name": "last_name", "Phone Number": "phone",
         "City": "city", "Country/Region": "country"} | _OWN,
        "email", EMAIL, "Create and update contacts; they are found again by e-mail. Make the four properties first.",
    ),
    "mailchimp": Format(
        "Mailchimp",
        {"Email Address": "email", "First Name": "first_name", "Last Name": "last_name", "Phone Number": "phone",
         "Country": "country_code", "Segment as of": "as_of", "Tags": "tags"},
        "email", EMAIL, "Tick “Update any existing contacts”; they are found again by e-mail.", tags=",",
    ),
    "mautic": Format(
        "Mautic",
        {"email": "email", "firstname": "first_name", "lastname": "last_name", "phone": "phone", "city": "city",
         "country": "country", "tags": "tags"},
        "email", EMAIL, "E-mail must be a unique identifier, so that contacts are updated; tags are added.",
        tags="|", most_rows=5000,
    ),
    "klaviyo": Format(
        "Klaviyo",
        {"Email": "email", "Phone Number": "phone", "First Name": "first_name", "Last Name": "last_name",
         "City": "city", "Country": "country"} | _OWN,
        "email", EMAIL, "Profiles that exist are updated by e-mail. Consent is not part of the file.",
    ),
    "shopify": Format(
        "Shopify",
        {"First Name": "first_name", "Last Name": "last_name", "Email": "email", "Phone": "phone",
         "Accepts Email Marketing": "consent", "Tags": "tags"},
        "email", EMAIL, "Tick “Overwrite existing customers”: this replaces their tags, so add those that should stay.",
        tags=",", most_bytes=1_000_000,
    ),
    "salesforce": Format(
        "Salesforce",
        {"External ID": "customer_id", "First Name": "first_name", "Last Name": "last_name", "Company": "full_name",
         "Email": "email", "Phone": "phone", "City": "city", "Country": "country", "Member Status": "arm",
         "Segment": "segment_name", "Segment as of": "as_of", "Campaign": "campaign"},
        "customer_id", (("email", "last_name"),),
        "Add new and update existing leads, matched by external ID. Company holds the customer's name.",
        most_rows=50_000, limits={"first_name": 40, "last_name": 80, "email": 80, "phone": 40, "city": 40},
    ),
    "google_ads": Format(
        "Google Ads Customer Match",
        {"Email": "email", "Phone": "phone", "First Name": "first_name", "Last Name": "last_name",
         "Country": "country_code", "Zip": "postal_code"},
        "email", (*EITHER, WHOLE_NAME),
        "One customer list a segment; replace its members. Who is held out is not in it: do not add others.",
        hashed=("email", "phone", "first_name", "last_name"), together=WHOLE_NAME, marked=False, by_segment=True,
    ),
    "odoo": Format(
        "Odoo",
        {"External ID": "customer_id", "Name": "full_name", "Email": "email", "Phone": "phone", "City": "city",
         "Country": "country", "Tags": "tags"},
        "customer_id", EMAIL, "Records are found again by External ID. Make the tags first, or let the import do it.",
        tags=",", most_rows=5000,
    ),
    "csv": Format(
        "CSV file",
        {"customer_id": "customer_id", "email": "email", "phone": "phone", "name": "full_name",
         "country": "country_code", "segment": "segment", "segment_name": "segment_name", "as_of": "as_of",
         "campaign": "campaign", "arm": "arm"},
        "customer_id", EITHER, "One row a customer, found again by customer_id.", bom=True, cell_bytes=32_767,
    ),
}  # fmt: skip
"""By the name under ``crm: {targets: …}``."""
