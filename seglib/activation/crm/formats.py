"""What does each program import? Headers, key, encoding, limits and marks, as the vendors describe them.

Read in 2026, in stored copies of the pages; where a page gives several limits (by plan, by year), the smallest counts.
A limit of rows or bytes that no page gave is a careful guess, and says so where it stands.

.. [1] knowledge.hubspot.com/import-and-export/set-up-your-import-file: one sheet, under 1,000 columns, UTF-8; 20 MB and
   500,000 rows a day without a subscription. Contacts are found again by `Email`.
.. [2] mailchimp.com/help/format-guidelines-for-your-import-file: only `Email Address` is needed; 255 bytes a text, days
   as YYYY-MM-DD, countries as ISO codes; tags of 100 characters without emoji, parted by commas.
.. [3] docs.mautic.org/en/contacts/import-contacts: UTF-8, headers are aliases of fields, tags parted by ``|``, files of
   more than a few thousand contacts to be divided.
.. [4] help.klaviyo.com/hc/en-us/articles/115005078967 and 115005078807: `Email` in the first column, 50 MB, phone
   numbers of E.164; no address and no phone number may come twice.
.. [5] help.shopify.com/en/manual/customers/import-export-customers: headers with capitals as given, 1 MB (later 15 MB);
   of rows with one address or one phone number only the last is imported.
.. [6] help.salesforce.com, articles xcloud.faq_import_general_are_there_size, xcloud.for_leads and
   xcloud.for_campaign_members: 50,000 records, 100 MB, 90 fields and about 4,000 characters a record; external ids are
   compared without case, and records that share one are not uploaded. Lengths of fields: developer.salesforce.com,
   Field Reference, Lead.
.. [7] support.google.com/google-ads/answer/7659867 and 7476159: English headers, ASCII or UTF-8; SHA-256 of e-mail,
   phone and names, never of country and zip, which go with the name or not at all.
.. [8] odoo.com/documentation, Export and import data: a record is found again by `External ID`, unique across all kinds
   of records, so with the kind before it; tags parted by commas without blanks; an empty cell empties the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FIELDS = (
    *("customer_id", "email", "phone", "first_name", "last_name", "full_name", "city", "country", "country_code"),
    *("postal_code", "segment", "segment_name", "arm", "as_of", "campaign", "tags", "consent", "record_id"),
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
    alone : tuple of str, default ()
        Fields that no two rows may share, whatever their case. A phone number that comes again is left empty; of the
        key, only the first row is in the file.
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
    alone: tuple[str, ...] = ()
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
        most_bytes=20_000_000,
    ),
    "mailchimp": Format(
        "Mailchimp",
        {"Email Address": "email", "First Name": "first_name", "Last Name": "last_name", "Phone Number": "phone",
         "Country": "country_code", "Segment as of": "as_of", "Tags": "tags"},
        "email", EMAIL, "Tick “Update any existing contacts”; they are found again by e-mail.", tags=",",
        most_bytes=10_000_000,  # a guess
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
        alone=("phone",),
    ),
    "shopify": Format(
        "Shopify",
        {"First Name": "first_name", "Last Name": "last_name", "Email": "email", "Phone": "phone",
         "Accepts Email Marketing": "consent", "Tags": "tags"},
        "email", EMAIL, "Tick “Overwrite existing customers”: this replaces their tags, so add those that should stay.",
        tags=",", alone=("phone",), most_bytes=1_000_000,
    ),
    "salesforce": Format(
        "Salesforce",
        {"External ID": "customer_id", "First Name": "first_name", "Last Name": "last_name", "Company": "full_name",
         "Email": "email", "Phone": "phone", "City": "city", "Country": "country", "Member Status": "arm",
         "Segment": "segment_name", "Segment as of": "as_of", "Campaign": "campaign"},
        "customer_id", (("email", "last_name"),),
        "Add new and update existing leads, matched by external ID: make it a unique field first, and the statuses "
        "contact and hold out. Company holds the customer's name.",
        alone=("customer_id",), most_rows=50_000,
        limits={"first_name": 40, "last_name": 80, "email": 80, "phone": 40, "city": 40, "country": 80},
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
        {"External ID": "record_id", "Name": "full_name", "Email": "email", "Phone": "phone", "City": "city",
         "Country": "country", "Tags": "tags"},
        "record_id", EMAIL,
        "Records are found again by External ID. Make the tags first. An empty cell empties its field.",
        tags=",", most_rows=5000,  # a guess
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
