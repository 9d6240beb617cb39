"""Company facts in what a template shows: `{% load company_facts %}`."""

from django import template
from django.utils.safestring import SafeString

from people.queries import company_facts
from people.rules.company_facts import CHINESE

register = template.Library()


@register.simple_block_tag
def facts_in_chinese(content: str) -> SafeString:
    """Show the values in a stretch of a page whose own language is Chinese.

    {% facts_in_chinese %}...{% endfacts_in_chinese %}
    """
    return company_facts.marked_html(content, CHINESE)


@register.simple_tag
def known_facts() -> list[company_facts.KeyLine]:
    """Every key an editor may type, with what a reader sees for it today."""
    return company_facts.key_lines()
