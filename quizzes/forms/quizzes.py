"""Writing a quiz in the back office."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from quizzes import queries
from quizzes.rules.drawing import Rule


class QuizForm(WagtailAdminModelForm):
    """Refuses to open a quiz that cannot make a paper."""

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if not valid or not self.cleaned_data.get("is_open"):
            return valid
        for problem in self._problems():
            self.add_error("is_open", problem)
        return not self.errors

    def _problems(self) -> list[str]:
        """What keeps the paper as typed from being drawn; it is not saved yet."""
        rules: list[Rule] = []
        titles: list[str] = []
        for section in _kept(self.formsets["sections"]):
            for rule in _kept(section.formsets["draw_rules"]):
                typed = rule.cleaned_data
                titles.append(section.cleaned_data["title"])
                rules.append(
                    Rule(
                        bank=section.cleaned_data["bank"].pk,
                        tag=typed["tag"],
                        difficulty=typed["difficulty"],
                        count=typed["count"],
                    )
                )
        return queries.shortages_in_words(rules, titles)


def _kept(formset: Any) -> list[Any]:
    return [
        form
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
