"""What the pages of an import show."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.imports.messages import FIELD_NAMES
from people.models import JobState, PeopleImport
from people.models.imports import PeopleImportQuerySet

KINDS: dict[str, Promise] = {
    "created": _("new"),
    "updated": _("changed"),
    "deactivated": _("leaves"),
}
TONES = {"created": "ok", "updated": "info", "deactivated": "warn"}
COUNTS: dict[str, Promise] = {
    "created": _("Created"),
    "updated": _("Updated"),
    "deactivated": _("Deactivated"),
    "unchanged": _("Unchanged"),
    "skipped": _("Skipped"),
}
STATES: dict[str, Promise] = {
    "checking": _("Being checked"),
    "ready": _("Waiting for you"),
    "refused": _("With errors"),
    "importing": _("Being imported"),
    "done": _("Imported"),
    "failed": _("Failed"),
    "cancelled": _("Cancelled"),
    "gone": _("Given up"),
}
STATE_TONES = {"ready": "info", "refused": "bad", "done": "ok", "failed": "bad"}
REMARKS_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """One import, from its upload to its result."""

    record: PeopleImport

    @property
    def job(self) -> Any:
        return self.record.import_job or self.record.check_job

    @property
    def state(self) -> str:
        job, has_begun = self.job, self.record.import_job_id is not None
        if job is None or not job.is_finished:
            return "importing" if has_begun else "checking"
        if job.state == JobState.FAILED:
            return "failed"
        if job.state == JobState.CANCELLED:
            return "cancelled"
        if self.result.get("errors"):
            return "refused"
        if has_begun:
            return "done"
        return "ready" if self.record.upload else "gone"

    @property
    def state_label(self) -> Promise:
        return STATES[self.state]

    @property
    def tone(self) -> str:
        return STATE_TONES.get(self.state, "muted")

    @property
    def result(self) -> dict[str, Any]:
        return (self.job.result if self.job else None) or {}

    @property
    def rows(self) -> int:
        return int(self.result.get("rows", 0))

    @property
    def counts(self) -> list[tuple[Promise, int]]:
        return [(label, self.result.get(key, 0)) for key, label in COUNTS.items()]

    @property
    def code_sheet_id(self) -> int | None:
        sheet = getattr(self.record, "code_sheet", None)
        return sheet.pk if sheet else None

    @property
    def changes_anything(self) -> bool:
        return any(self.result.get(key) for key in KINDS)

    @property
    def errors(self) -> list[dict[str, str]]:
        return list(self.result.get("errors", ()))[:REMARKS_SHOWN]

    @property
    def warnings(self) -> list[dict[str, str]]:
        return list(self.result.get("warnings", ()))[:REMARKS_SHOWN]

    @property
    def errors_left_out(self) -> int:
        return len(self.result.get("errors", ())) - len(self.errors)

    @property
    def preview(self) -> list[dict[str, Any]]:
        return [
            line
            | {
                "kind_label": KINDS[line["kind"]],
                "tone": TONES[line["kind"]],
                "fields": [
                    field | {"label": FIELD_NAMES[field["field"]]}
                    for field in line["fields"]
                ],
            }
            for line in self.record.preview
        ]

    @property
    def preview_left_out(self) -> int:
        changed = sum(self.result.get(key, 0) for key in KINDS)
        return max(0, changed - len(self.record.preview))


def import_page(record: PeopleImport) -> ImportPage:
    return ImportPage(record=record)


def recent_imports(found: PeopleImportQuerySet, *, at_most: int) -> list[ImportPage]:
    newest = found.select_related("uploaded_by", "check_job", "import_job")
    return [ImportPage(record=record) for record in newest.order_by("-pk")[:at_most]]
