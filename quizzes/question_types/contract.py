"""What a question type must offer. Engine, views and templates know nothing else
of it; a new type is a file here, its templates and a line in registry.py."""

import random
from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise

from quizzes.rules.statistics import Option

# Plain JSON values: what is stored of a question and of an answer to it.
Spec = dict[str, Any]
Frozen = dict[str, Any]
Answer = Any


class SpecError(Exception):
    """The question cannot be asked like this; the message is for its editor."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


class BadAnswer(Exception):
    """What came is no answer to this question; nothing has been saved."""


class QuestionType(ABC):
    """One kind of question: how it is written, asked, read, marked and explained."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    # The learner's inputs; gets `asked` and `item`. Inputs are named "answer", and what
    # groups them is labelled by the id "stem-<item.pk>"; each question is one form.
    template: ClassVar[str]
    # The answer beside the right one; gets `explained`.
    review_template: ClassVar[str]
    # The editor's fields in the back office; gets `editor`.
    editor_template: ClassVar[str]

    @abstractmethod
    def clean_spec(self, spec: Spec) -> Spec:
        """Return the spec in its one normal form.

        :raises SpecError: when it cannot be asked or marked
        """

    @abstractmethod
    def freeze(
        self, spec: Spec, *, rng: random.Random, rules: Mapping[str, Any]
    ) -> Frozen:
        """Return everything to show and to mark this question by, forever."""

    @abstractmethod
    def ask(self, frozen: Frozen, answer: Answer | None) -> Any:
        """Return what the learner sees, the answer so far filled in; nothing that
        gives the right one away."""

    @abstractmethod
    def read(self, frozen: Frozen, data: QueryDict) -> Answer | None:
        """Return the answer in the posted form, or None when there is none.

        :raises BadAnswer: when it does not belong to this question
        """

    @abstractmethod
    def fraction(self, frozen: Frozen, answer: Answer) -> Decimal | None:
        """Return how right the answer is, or None when a person must say."""

    @abstractmethod
    def explain(self, frozen: Frozen, answer: Answer | None) -> Any:
        """Return what the result page shows of the answer and of the right one."""

    @abstractmethod
    def in_words(self, frozen: Frozen, answer: Answer) -> str:
        """Return an answer as one line of text, for the log of answers."""

    @abstractmethod
    def spec_in_words(self, spec: Spec) -> list[str]:
        """Return the spec as lines of text, for comparing versions."""

    @abstractmethod
    def editor_fields(self) -> dict[str, forms.Field]:
        """Return the fields by which an editor writes the spec."""

    @abstractmethod
    def editor_initial(self, spec: Spec) -> dict[str, Any]:
        """Return the values of the editor's fields for an existing spec."""

    @abstractmethod
    def spec_from_editor(self, cleaned: Mapping[str, Any]) -> Spec:
        """Return the spec an editor has typed; clean_spec judges it."""

    def editor(self, form: forms.Form) -> Any:
        """Return what the editor's template shows: here the type's fields, bound."""
        return [form[name] for name in self.editor_fields()]

    def note(self, frozen: Frozen) -> str | Promise:
        """Say in words how to answer and how it is marked; empty: no need to."""
        return ""

    def options(self, spec: Spec) -> list[Option]:
        """Return what statistics count the choices of; empty: nothing to count."""
        return []

    def chosen(self, answer: Answer) -> list[str]:
        """Return the keys of the options that the answer chooses."""
        return []
