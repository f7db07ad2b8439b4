"""What do customers buy, and for which occasions? Tables of customer by category in, findings with their n out.

Questions are modules: :mod:`~seglib.segments.purchases.favourites` (what each customer likes more than others do),
:mod:`~seglib.segments.purchases.together` (what the same customers buy), :mod:`~seglib.segments.purchases.interests`
(groups of interest), :mod:`~seglib.segments.purchases.suggestions` (what to offer next, judged on later months),
:mod:`~seglib.segments.purchases.calendar` and :mod:`~seglib.segments.purchases.occasions` (for which holidays they
buy). Counts come from :func:`seglib.features.bought_items` and :func:`seglib.features.order_days`.
"""
