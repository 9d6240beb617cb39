"""A link that another app gives to show on a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str
