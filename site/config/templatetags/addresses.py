"""The address of a thing by its key, without asking the resolver each time.

    {% address "courses:person" row.person_id %}

is what {% url %} gives for a route with one whole number in it. Reversing a route
costs more than a dozen plain values of a template, and lists have one or more a line.
"""

from functools import cache

from django import template
from django.urls import reverse

register = template.Library()
# No route of ours has this number in its own words.
STAND_IN = 987_654_321


@register.simple_tag
def address(name: str, key: int) -> str:
    """Return the address; the key is a whole number.

    :raises NoReverseMatch: for a route that is not there or takes something else
    """
    before, after = _around_the_key(name)
    return f"{before}{int(key)}{after}"


@cache
def _around_the_key(name: str) -> tuple[str, str]:
    before, after = reverse(name, args=[STAND_IN]).split(str(STAND_IN))
    return before, after
