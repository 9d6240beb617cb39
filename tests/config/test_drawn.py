"""A piece that is drawn once is never shown where another one belongs."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from config.templatetags import drawn
from people.models import Department

BADGE = '{% drawn "components/badge.html" tone=tone text=text %}'


@dataclass(frozen=True)
class Option:
    key: str
    text: str
    is_picked: bool


def shown(source, /, **context):
    template = engines["django"].from_string("{% load addresses drawn %}" + source)
    return template.render(context).strip()


def test_the_second_time_the_template_is_not_rendered():
    shown(BADGE, tone="ok", text="once")
    before = drawn._drawn.cache_info()

    again = shown(BADGE, tone="ok", text="once")

    after = drawn._drawn.cache_info()
    assert again == '<span class="badge badge--ok">once</span>'
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)


def test_other_values_make_another_piece():
    assert "one" in shown(BADGE, tone="ok", text="one")
    assert "two" in shown(BADGE, tone="ok", text="two")


def test_what_is_not_safe_is_escaped_though_the_same_safe_text_was_shown_before():
    assert "<b>" in shown(BADGE, tone="ok", text=mark_safe("<b>"))
    assert "&lt;b&gt;" in shown(BADGE, tone="ok", text="<b>")


def test_true_is_not_shown_as_one():
    assert ">1<" in shown(BADGE, tone="ok", text=1)
    assert ">True<" in shown(BADGE, tone="ok", text=True)
    assert ">1.0<" in shown(BADGE, tone="ok", text=Decimal("1.0"))


def test_each_language_has_its_own():
    lazy = gettext_lazy("Home")
    with translation.override("en"):
        assert "Home" in shown(BADGE, tone="ok", text=lazy)
    with translation.override("zh-hans"):
        assert "Home" not in shown(BADGE, tone="ok", text=lazy)


def test_words_of_the_template_itself_follow_the_language():
    piece = '{% drawn "quizzes/_question_foot.html" saved="" %}'
    with translation.override("en"):
        assert "Save answer" in shown(piece)
    with translation.override("zh-hans"):
        assert "Save answer" not in shown(piece)


def test_each_of_a_list_is_drawn_in_its_order():
    options = [Option("b", "第二", True), Option("a", "第一", False)]

    html = shown(
        '{% drawn_each "quizzes/question_types/_choice.html" options type="radio" %}',
        options=options,
    )

    assert html.index("第二") < html.index("第一")
    assert html.count("checked") == 1


def test_a_row_of_the_database_is_refused():
    """Rows with the same key are equal, whatever became of their texts."""
    with pytest.raises(TypeError, match="not the row"):
        shown(BADGE, tone="ok", text=Department(pk=1))


def test_an_address_is_what_the_route_says():
    address = '{% address "quizzes:respond" 37 %}'
    plain = '{% url "quizzes:respond" 37 %}'
    assert shown(address) == shown(plain)


def test_an_address_takes_whole_numbers_only():
    with pytest.raises(ValueError, match="invalid literal"):
        shown('{% address "quizzes:respond" key %}', key="a/b")
