"""The heroicons tags, each icon drawn once.

The package parses, copies and serialises the XML of an icon each time it is shown, a
dozen times on every page. Templates load this library under the package's own name
(settings, TEMPLATES "libraries").
"""

from collections.abc import Callable
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from heroicons.templatetags import heroicons

register = template.Library()
# Icons times the classes they are shown with: a few hundred. Values from people
# (labels) may be among the attributes, so it must not grow for ever.
DIFFERENT_ONES = 1024


def _drawn_once(name: str, draw: Callable[..., str]) -> None:
    @lru_cache(maxsize=DIFFERENT_ONES)
    def drawn(icon: str, attrs: tuple[tuple[str, object], ...]) -> str:
        return draw(icon, **dict(attrs))

    @register.simple_tag(name=name)
    def tag(icon: str, **attrs: object) -> str:
        # A lazy text is another one in each language: fixed before it is looked up.
        fixed = tuple(
            (key, value if isinstance(value, int | None) else _plain(value))
            for key, value in attrs.items()
        )
        return drawn(icon, fixed)


def _plain(value: object) -> str:
    # "" makes a plain text of a safe one, as the package itself does.
    text = str(value)
    return text + "" if isinstance(text, SafeString) else text


for _style in ("micro", "mini", "outline", "solid"):
    _drawn_once(f"heroicon_{_style}", getattr(heroicons, f"heroicon_{_style}"))
