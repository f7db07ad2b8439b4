"""What tables does the suite work on, and what is in each column?

The data contract as pandera schemas over Ibis tables: the only home of table names, column names, types, keys and
permitted values. Intake maps raw files to these columns, cleaning types them, everything after relies on them.
"""

from __future__ import annotations

import difflib

import ibis.expr.datatypes as dt
import pandera.ibis as pa

TEXT = dt.String()
INTEGER = dt.Int64()
NUMBER = dt.Float64()
BOOLEAN = dt.Boolean()
DATE = dt.Date()
TIMESTAMP = dt.Timestamp(scale=6)
MONEY = dt.Decimal(18, 4)  # exact sums, whatever the order of rows
PRICE = dt.Decimal(20, 6)  # an order of 1e12 is a slip that is shown, not one that is hidden
QUANTITY = dt.Decimal(18, 3)


def _column(
    dtype: dt.DataType,
    description: str,
    *,
    required: bool = False,
    nullable: bool = True,
    allowed: tuple[str, ...] | None = None,
    between: tuple[float, float] | None = None,
    personal: bool = False,
    computed: bool = False,
) -> pa.Column:
    checks = [pa.Check.isin(list(allowed))] if allowed else []
    checks += [pa.Check.in_range(*between)] if between else []
    metadata = {"allowed": allowed, "between": between, "personal": personal, "computed": computed}
    return pa.Column(dtype, checks, required=required, nullable=nullable, description=description, metadata=metadata)


def _table(
    name: str, grain: str, key: list[str], columns: dict[str, pa.Column], *, repeats: bool = False, **metadata
) -> pa.DataFrameSchema:
    """A table; where its key may repeat, the rows are events, and each of them counts."""
    metadata = {"grain": grain, "key": key, "repeats": repeats, **metadata}
    return pa.DataFrameSchema(columns, name=name, strict=True, description=grain, metadata=metadata)


_CUSTOMER = _column(TEXT, "The customer's id, as text", required=True, nullable=False)

CUSTOMERS = _table(
    "customers",
    "one row a customer",
    ["customer_id"],
    {
        "customer_id": _CUSTOMER,
        "birth_date": _column(DATE, "Date of birth", personal=True),
        "birth_year": _column(INTEGER, "Year of birth, where no date is known", between=(1905, 2100), personal=True),
        "age": _column(INTEGER, "Age in years, where no date of birth is known", between=(0, 120)),
        "age_band": _column(TEXT, "Range of age, such as 45-54 or 65+, where no age is known"),
        "gender": _column(TEXT, "Gender as the customer gave it"),
        "income": _column(MONEY, "Yearly household income, in the client's currency"),
        "income_band": _column(TEXT, "Range of income, such as 35-49K or Under 15K, where no income is known"),
        "education": _column(TEXT, "Highest education"),
        "occupation": _column(TEXT, "Occupation"),
        "household_size": _column(INTEGER, "People in the household", between=(1, 30)),
        "children": _column(INTEGER, "Children in the household", between=(0, 20)),
        "marital_status": _column(TEXT, "Marital status"),
        "country": _column(TEXT, "Country, as the business writes it"),
        "region": _column(TEXT, "Region, state or province"),
        "city": _column(TEXT, "City or town"),
        "postal_code": _column(TEXT, "Postal code, as text (leading zeros count)"),
        "area_type": _column(TEXT, "Kind of place, such as urban, suburban or rural"),
        "latitude": _column(NUMBER, "Degrees north", between=(-90, 90)),
        "longitude": _column(NUMBER, "Degrees east", between=(-180, 180)),
        "signup_date": _column(DATE, "Day on which the customer became known"),
        "acquisition_channel": _column(TEXT, "How the customer was won"),
        "referral": _column(TEXT, "Who or what referred the customer"),
        "device": _column(TEXT, "Device or browser used most"),
        "web_skill": _column(TEXT, "How skilled on the web"),
        "service_effort": _column(INTEGER, "Effort to serve, 1 (none) to 10 (hand-holding)", between=(1, 10)),
        "followers": _column(INTEGER, "Followers on social media", between=(0, 10**9)),
        "email": _column(TEXT, "E-mail address, for CRM files only", personal=True),
        "phone": _column(TEXT, "Phone number, for CRM files only", personal=True),
        "name": _column(TEXT, "Name, for CRM files only", personal=True),
        "marketing_consent": _column(BOOLEAN, "Agreed to marketing"),
        "objected": _column(BOOLEAN, "Objected to profiling"),
    },
    collect="Export the customer list of the shop, till or CRM: one row a customer with id, place, day of sign-up.",
)

ORDER_LINES = _table(
    "order_lines",
    "one row an order and product",
    ["order_id", "product_id"],
    {
        "customer_id": _CUSTOMER,
        "order_id": _column(TEXT, "Order, invoice or receipt number", required=True, nullable=False),
        "ordered_at": _column(TIMESTAMP, "When the order was placed", required=True, nullable=False),
        "product_id": _column(TEXT, "Article number"),
        "quantity": _column(QUANTITY, "Units; negative on returns", required=True, nullable=False),
        "unit_price": _column(PRICE, "Money a unit, before the line's discount"),
        "line_total": _column(MONEY, "Money for the line after discount, where no unit price is known"),
        "unit_cost": _column(PRICE, "Cost of goods a unit"),
        "margin_rate": _column(NUMBER, "Margin as a fraction of the price", between=(-10, 1)),
        "discount": _column(MONEY, "Money off the line, not negative", between=(0, 10**12)),
        "sales_channel": _column(TEXT, "Where it was sold", allowed=("online", "store", "phone")),
        "currency": _column(TEXT, "Currency of the money, ISO 4217"),
        "amount": _column(MONEY, "Money for the line after discount; negative on returns", computed=True),
        "margin": _column(MONEY, "Amount less cost of goods; missing where no cost is known", computed=True),
        "is_return": _column(BOOLEAN, "A return or cancellation", computed=True),
        "is_product": _column(BOOLEAN, "Goods, not postage, a fee or a voucher", computed=True),
        "reversed_at": _column(TIMESTAMP, "When a sale was wholly taken back; missing where it was not", computed=True),
    },
    one_of=[("unit_price", "line_total")],
    repeats=True,
    collect="Export the order lines of the shop or till: customer, order, date, product, units, price.",
)

PRODUCTS = _table(
    "products",
    "one row a product",
    ["product_id"],
    {
        "product_id": _column(TEXT, "Article number", required=True, nullable=False),
        "product": _column(TEXT, "Name"),
        "category": _column(TEXT, "Category"),
        "brand": _column(TEXT, "Brand or maker"),
        "unit_cost": _column(PRICE, "Cost of goods a unit"),
        "margin_rate": _column(NUMBER, "Margin as a fraction of the price", between=(-10, 1)),
    },
    collect="Export the product list with category and cost of goods; without costs there is no margin.",
)

SURVEY = _table(
    "survey",
    "one row a respondent and item",
    ["respondent_id", "customer_id", "item_id"],
    {
        "customer_id": _column(TEXT, "The customer's id, where the respondent is known"),
        "respondent_id": _column(TEXT, "The respondent's id, where the customer is not known"),
        "item_id": _column(TEXT, "Question", required=True, nullable=False),
        "answer": _column(TEXT, "Answer as given", required=True),
    },
    one_of=[("customer_id", "respondent_id")],
    collect="Ask ten short questions about values and habits after an order, with the customer's id on each answer.",
)

SURVEY_ITEMS = _table(
    "survey_items",
    "one row a question",
    ["item_id"],
    {
        "item_id": _column(TEXT, "Question", required=True, nullable=False),
        "wording": _column(TEXT, "Wording as asked", required=True),
        "scale": _column(TEXT, "Scale, such as 1-5 or yes/no"),
        "reverse": _column(BOOLEAN, "Worded against its construct"),
        "construct": _column(TEXT, "What the question measures"),
    },
    collect="Keep the survey's questions in a file: id, wording, scale, what each measures.",
)

TOUCHPOINTS = _table(
    "touchpoints",
    "one row an event",
    ["customer_id", "at", "channel", "event"],
    {
        "customer_id": _CUSTOMER,
        "at": _column(TIMESTAMP, "When", required=True, nullable=False),
        "channel": _column(TEXT, "Where", required=True, allowed=("web", "app", "social", "email", "store")),
        "event": _column(TEXT, "What happened, such as visit, open, click, share"),
        "source": _column(TEXT, "Where the visitor came from"),
        "campaign_id": _column(TEXT, "Campaign that brought the event"),
        "seconds": _column(NUMBER, "Duration in seconds", between=(0, 10**6)),
    },
    repeats=True,
    collect="Export web, app, e-mail and social events with the customer's id, for instance from Google Analytics.",
)

SERVICE_CONTACTS = _table(
    "service_contacts",
    "one row a contact",
    ["customer_id", "at"],
    {
        "customer_id": _CUSTOMER,
        "at": _column(TIMESTAMP, "When", required=True, nullable=False),
        "channel": _column(TEXT, "How, such as phone, email, store, chat"),
        "minutes": _column(NUMBER, "Minutes of staff time", between=(0, 10**5)),
        "topic": _column(TEXT, "What about"),
    },
    repeats=True,
    collect="Note each call, mail and visit with customer, minutes and topic.",
)

CAMPAIGNS = _table(
    "campaigns",
    "one row a campaign and arm",
    ["campaign_id", "arm"],
    {
        "campaign_id": _column(TEXT, "Campaign", required=True, nullable=False),
        "arm": _column(TEXT, "Arm; control for those who got nothing", required=True, nullable=False),
        "name": _column(TEXT, "Name of the campaign"),
        "starts": _column(DATE, "First day"),
        "ends": _column(DATE, "Last day"),
        "fixed_cost": _column(MONEY, "Cost whatever the number of people"),
        "unit_cost": _column(PRICE, "Cost a person"),
        "window_days": _column(INTEGER, "Days over which results count", between=(1, 3650)),
    },
    collect="Keep a list of campaigns: what, when, what it cost.",
)

ASSIGNMENTS = _table(
    "assignments",
    "one row a campaign and customer",
    ["campaign_id", "customer_id"],
    {
        "campaign_id": _column(TEXT, "Campaign", required=True, nullable=False),
        "customer_id": _CUSTOMER,
        "arm": _column(TEXT, "Arm; control for those who got nothing", required=True, nullable=False),
        "assigned_at": _column(TIMESTAMP, "When the arm was drawn"),
        "responded": _column(BOOLEAN, "Responded within the window"),
        "revenue": _column(MONEY, "Revenue within the window"),
        "margin": _column(MONEY, "Margin within the window"),
    },
    collect="Before each campaign draw at random who does not get it, and keep the list of who got what.",
)

_OF_PEOPLE = (CUSTOMERS, ORDER_LINES, PRODUCTS, SURVEY, SURVEY_ITEMS)
_OF_EVENTS = (TOUCHPOINTS, SERVICE_CONTACTS, CAMPAIGNS, ASSIGNMENTS)
TABLES: dict[str, pa.DataFrameSchema] = {schema.name: schema for schema in (*_OF_PEOPLE, *_OF_EVENTS)}
"""The contract's input tables by name."""


def columns(table: str, *, computed: bool = False) -> dict[str, pa.Column]:
    """Columns of a table of the contract.

    Parameters
    ----------
    table : str
        Name of a table in :data:`TABLES`.
    computed : bool, default False
        Also the columns that cleaning computes and no file brings.

    Returns
    -------
    dict of str to pandera.ibis.Column
        In the contract's order.

    Raises
    ------
    ValueError
        If there is no such table; the message names the nearest one.

    Examples
    --------
    >>> list(columns("products"))
    ['product_id', 'product', 'category', 'brand', 'unit_cost', 'margin_rate']
    """
    if table not in TABLES:
        raise ValueError(f"There is no table {table!r} in the contract{nearest(table, TABLES)}.")
    return {
        name: column for name, column in TABLES[table].columns.items() if computed or not column.metadata["computed"]
    }


def nearest(name: str, known) -> str:
    """Say which known name is the nearest to a wrong one.

    Parameters
    ----------
    name : str
        The name that was not known.
    known : iterable of str
        The names that are.

    Returns
    -------
    str
        ``"; the nearest is 'x'"``, or the list of known names when none is near; a sentence may end after it.

    Examples
    --------
    >>> nearest("custmers", ["customers", "products"])
    "; the nearest is 'customers'"
    """
    known = sorted(known)
    folded = {other.casefold(): other for other in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return f"; the nearest is {folded[close[0]]!r}" if close else f"; known are {', '.join(known)}"
