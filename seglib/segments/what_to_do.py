"""What to do for a group of like customers? A sentence for each of the words that its name is made of."""

from __future__ import annotations

from collections.abc import Sequence

SENTENCES = {
    "long silent": "Make one win-back offer with an end date; if it brings nothing, spend nothing more.",
    "recent": "Offer what goes with the last order while it is fresh.",
    "frequent": "Reward the habit; they need no discount.",
    "few orders": "Give a reason for the next order: what goes with the last one, or advice on its use.",
    "high spend": "Serve them first, and show them novelties before all others.",
    "low spend": "Keep the cost of each contact low.",
    "high margin": "Serve them first, and show them novelties before all others.",
    "low margin": "Keep discounts and the cost of each contact low.",
    "large orders": "Offer sets, terms for quantities and one person to turn to.",
    "small orders": "Offer what makes the basket fuller: sets, or free delivery from a sum on.",
    "long gaps": "Remind them when their next order is due, not before.",
    "short gaps": "Offer a subscription, or a standing order.",
    "irregular": "Write to them on occasions, not on a schedule.",
    "regular": "Write to them shortly before their usual day.",
    "long known": "Thank them for the years, and ask them to recommend the shop.",
    "new": "Welcome them, and give a reason for the second order.",
    "wide choice": "Show them novelties from the whole range.",
    "narrow choice": "Tell them first what is new in what they buy.",
    "many categories": "Show them novelties from the whole range.",
    "few categories": "Suggest the category that goes best with theirs.",
    "online": "Speak to them online, where they buy.",
    "offline": "Speak to them where they buy: in the store, or by phone.",
    "in store": "Invite them to the store: advice, a tasting, an evening for regular customers.",
    "by phone": "Call them, and take the next order in the same call.",
    "on discount": "Keep offers for stock that must go, and see that each one leaves a margin.",
    "full price": "Send no vouchers; show quality and novelties.",
    "many returns": "Ask why: size, picture, quality; and mend the page before the next offer.",
    "one category": "Tell them first what is new in their category, and suggest one beside it.",
    "on the web": "Remind them of what they looked at.",
    "in the app": "Use messages in the app, and make ordering there a matter of two taps.",
    "reads e-mail": "Write to them by e-mail, which they read.",
    "social": "Show novelties where they follow the shop, and ask for pictures and recommendations.",
    "needs service": "Answer before they ask: a guide with the order, and one person who knows them.",
    "in April to June": "Be there from March on with what they buy in April to June; save the cost of other months.",
    "at year's end": "Write to them from October on, with gifts and the last day of delivery.",
}
"""One sentence for each word of :data:`seglib.segments.traits.KNOWN`."""

AS_ALL = "Nothing sets them apart: serve them as all customers."
ASK = "Ask some of them what would serve them better."


def what_to_do(words: Sequence[str]) -> str:
    """Say what to do for customers with some traits.

    Parameters
    ----------
    words : sequence of str
        What sets them apart, the strongest first, as :func:`seglib.segments.naming.words_apart` gives it.

    Returns
    -------
    str
        The sentences of the first two words.

    Examples
    --------
    >>> what_to_do(["frequent", "full price", "online"])
    'Reward the habit; they need no discount. Send no vouchers; show quality and novelties.'
    >>> what_to_do([])
    'Nothing sets them apart: serve them as all customers.'
    """
    if not words:
        return AS_ALL
    known = [SENTENCES[word] for word in words[:2] if word in SENTENCES]
    return " ".join(dict.fromkeys(known)) or ASK
