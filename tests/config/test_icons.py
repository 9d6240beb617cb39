"""Icons are drawn as the package draws them, only not each time."""

from django.template import engines
from django.template.base import Template as Parsed
from heroicons.templatetags import heroicons


def render(text, **context):
    template = engines["django"].from_string("{% load heroicons %}" + text)
    assert isinstance(template.template, Parsed)
    return template.render(context)


def test_it_is_the_packages_icon():
    shown = render('{% heroicon_outline "home" class="icon" aria_hidden="true" %}')

    assert shown == heroicons.heroicon_outline(
        "home", **{"class": "icon", "aria_hidden": "true"}
    )


def test_other_attributes_make_another_icon():
    assert render(
        '{% heroicon_outline "home" size=20 class=name %}', name="a"
    ) != render('{% heroicon_outline "home" size=20 class=name %}', name="b")
    assert 'width="20"' in render('{% heroicon_outline "home" size=20 %}')


def test_what_is_passed_in_is_escaped():
    shown = render('{% heroicon_solid "home" aria_label=name %}', name='"><script>')

    assert "<script>" not in shown
