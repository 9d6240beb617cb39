"""What an import says about itself: the same keys everywhere (DESIGN 10)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from people.imports.messages import sentence
from people.rules.importing import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to say about one place of the file."""

    location: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)
    is_error: bool = True
    # Where a cell is meant: its sheet and row, for the corrected file.
    sheet: str = ""
    row: int = 0

    def as_data(self) -> dict[str, str]:
        return {
            "location": self.location,
            "message": sentence(self.code, self.values),
        }


@dataclass(slots=True, kw_only=True)
class Report:
    """Counts, warnings and errors."""

    counts: dict[Outcome, int] = field(
        default_factory=lambda: dict.fromkeys(Outcome, 0)
    )
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_error]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_error]

    def as_data(self, *, at_most: int | None = None) -> dict[str, Any]:
        """Return exactly the keys that every import prints."""
        return {
            **{outcome.value: number for outcome, number in self.counts.items()},
            "warnings": _as_data(self.warnings, at_most),
            "errors": _as_data(self.errors, at_most),
        }


def _as_data(findings: Iterable[Finding], at_most: int | None) -> list[dict[str, str]]:
    return [finding.as_data() for finding in list(findings)[:at_most]]
