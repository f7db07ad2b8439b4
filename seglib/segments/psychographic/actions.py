"""What does an attitude ask for? Advice for those who have much of it, and for those who have little."""

ACTIONS = {
    "price": (
        "Tell them first of sales and bundles; show the saving in money.",
        "Do not offer discounts: they do not buy for the price. Show what the best piece can do.",
    ),
    "quality": (
        "Show material, guarantee and repair; offer the better piece first.",
        "Keep a plain choice at hand; do not explain details.",
    ),
    "service": (
        "Offer advice by name, appointments and a number to call.",
        "Let them choose alone: good filters, short texts, no calls.",
    ),
    "digital": (
        "Reach them in the app and on social media; ask them to share what they bought.",
        "Write letters or call; put the shop before the website.",
    ),
    "giving": (
        "Write before the occasions with gift sets, wrapping and delivery in time.",
        "Leave them out of gift campaigns.",
    ),
    "nature": (
        "Write with the seasons: what to plant now, what to do in the garden.",
        "Offer what needs no care; leave them out of garden mailings.",
    ),
    "sustainability": (
        "Say where goods come from and how long they last, with proof.",
        "Do not lead with origin or environment; say what it does and costs.",
    ),
    "novelty": (
        "Show them new things first; invite them to try and to say what they think.",
        "Show them what has proved itself; remind them when it is time to buy again.",
    ),
    "convenience": (
        "Save them time: one-click orders again, delivery slots, ready-made sets.",
        "They take their time: invite them to browse, events in the shop.",
    ),
    "family": (
        "Speak of home and the people at the table; offer sets for several.",
        "Speak to the one person who buys.",
    ),
}
"""Construct, in small letters: the action where it is high, and where it is low."""
