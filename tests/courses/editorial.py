"""The three people at work in the back office, through its addresses."""

from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def typed(entry, *actions, **changed):
    """What the editor posts for an entry."""
    values = {
        "number": entry.number,
        "title": entry.title,
        "title_en": "",
        "answer": entry.answer,
        "answer_en": "",
        "change_summary": "改了答案。",
        "change_summary_en": "",
        "effective_on": "",
        "direct_reason": "",
        "body": streamfield([("text", rich_text("<p>正文</p>"))]),
        "related_entries": inline_formset([]),
        "comments": inline_formset([]),
        **changed,
    }
    return nested_form_data(values) | {action: action for action in actions}


def waiting(page):
    """What the page waits for, or None."""
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, revision__object_id=str(page.pk)
    ).first()


def decision_url(page, action="approve", state=None):
    state = state or waiting(page)
    return reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk]
    )


def submit(client, entry, **changed):
    return client.post(edit_url(entry), typed(entry, "action-submit", **changed))


def said(response):
    return " ".join(str(message) for message in response.context["messages"])
