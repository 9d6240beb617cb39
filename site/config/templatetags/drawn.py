"""A piece of a page that depends on nothing but what it is given, drawn once.

    {% drawn "components/badge.html" tone="ok" text=word %}
    {% drawn_each "quizzes/question_types/_choice.html" options type="radio" %}

The first stands for `include … with … only`, the second for a loop of such, whose
items the template gets as `item`. Rendering a template costs many times what finding
the finished piece costs, and the same few pieces come dozens of times on every page.

Only for templates that show nothing of the request and ask the database nothing: what
is drawn is the same for everybody with the same values in the same language. Values
are texts, numbers, days or frozen dataclasses of them: whatever compares by value.
"""

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
# A few hundred pieces of the pages themselves, and the options of the questions that
# are being asked. The least used ones go: values from people must not stay for ever.
DIFFERENT_ONES = 8192


@register.simple_tag
def drawn(template_name: str, **values: Any) -> str:
    """Return the template's text for these values, in the reader's language."""
    return _draw(template_name, get_language(), **_fixed(values))


@register.simple_tag
def drawn_each(template_name: str, items: Iterable[Hashable], **values: Any) -> str:
    """Return the template's text for each of the items, one after the other."""
    language, fixed = get_language(), _fixed(values)
    return SafeString(
        "".join(_draw(template_name, language, item=item, **fixed) for item in items)
    )


def _fixed(values: dict[str, Any]) -> dict[str, Any]:
    """A lazy text is another one in each language: fixed before it is looked up.

    :raises TypeError: for a row of the database, which equals its older self
    """
    if any(isinstance(value, Model) for value in values.values()):
        raise TypeError("give the values of a row, not the row")
    return {
        name: str(value) if isinstance(value, Promise) else value
        for name, value in values.items()
    }


# Typed: 1 and True are equal and so are a safe text and a plain one, but they are not
# shown alike.
@lru_cache(maxsize=DIFFERENT_ONES, typed=True)
def _drawn(template_name: str, _language: str | None, /, **values: Any) -> str:
    return render_to_string(template_name, values)


# A template that has just been edited is to be seen at once.
_draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
