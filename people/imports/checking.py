"""A table and the directory → what to write, or what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from people.imports import directory as directories
from people.imports.directory import Directory
from people.imports.reading import TICK, ReadRow, Table, read
from people.imports.report import Finding, Report
from people.rules.importing import Decision, Outcome, Step, decide
from people.rules.named_things import Ambiguous, Register, Unknown
from people.rules.reporting_lines import circles


@dataclass(slots=True, kw_only=True)
class Plan:
    """Everything an import would do, made outside of any transaction."""

    report: Report
    directory: Directory
    today: date
    # Number → what its row means; only rows that change something.
    decisions: dict[str, Decision] = field(default_factory=dict)
    rows: int = 0

    @property
    def is_good(self) -> bool:
        return not self.report.errors


Tick = Callable[[int, int | None], None]


def _no_tick(done: int, total: int | None) -> None:
    pass


def check(content: BinaryIO, *, name: str, today: date, tick: Tick = _no_tick) -> Plan:
    """Read the file and compare it with the database; nothing is written.

    `tick(rows done, rows in all)` is called every few hundred rows.
    """
    table = read(content, name=name, tick=lambda done: tick(done, None))
    directory = directories.load()
    plan = Plan(report=Report(), directory=directory, today=today, rows=len(table.rows))
    checker = _Checker(table, directory)
    for done, row in enumerate(table.rows, 1):
        decision = checker.row(row, today=today)
        plan.report.counts[decision.outcome] += 1
        if row.number and decision.outcome not in (Outcome.UNCHANGED, Outcome.SKIPPED):
            plan.decisions[row.number] = decision
        if done % TICK == 0:
            tick(done, len(table.rows))
    checker.emails(plan)
    checker.managers(plan)
    plan.report.findings = _in_order(table.findings, table.rows)
    if not plan.is_good:
        # Nothing is written, so nothing is counted.
        plan.report.counts = dict.fromkeys(Outcome, 0)
        plan.decisions = {}
    return plan


def _in_order(findings: list[Finding], rows: list[ReadRow]) -> list[Finding]:
    sheets = list(dict.fromkeys(row.sheet for row in rows))
    order = {name: index for index, name in enumerate(sheets, 1)}
    return sorted(findings, key=lambda f: (order.get(f.sheet, 0), f.row, _column(f)))


def _column(finding: Finding) -> tuple[int, str]:
    letters = finding.location.rpartition("!")[2].rstrip("0123456789")
    return len(letters), letters


class _Checker:
    """Goes through the rows; what is wrong goes into the table's findings."""

    def __init__(self, table: Table, directory: Directory) -> None:
        self.table = table
        self.directory = directory
        self.departments = directory.register_of_departments()
        self.posts = directory.register_of_posts()
        self.first: dict[str, ReadRow] = {}
        for row in table.rows:
            if row.number:
                self.first.setdefault(row.number, row)

    def row(self, row: ReadRow, *, today: date) -> Decision:
        first = self.first.get(row.number, row)
        if first is not row:
            where = first.location("number")
            self.table.add(
                row, "number", "number_twice", number=row.number, first=where
            )
            return Decision(outcome=Outcome.SKIPPED)
        self._look_up(row, "department", self.departments)
        self._look_up(row, "post", self.posts)
        # Whoever is named by a former number is meant.
        above = self.directory.people.get(row.values.get("manager") or "")
        if above is not None and above.known.merged_into:
            row.values["manager"] = above.known.merged_into
        person = self.directory.people.get(row.number)
        decision = decide(
            row.values,
            person.known if person else None,
            today=today,
            is_complete=row.is_complete,
        )
        for remark in decision.remarks:
            self.table.add(
                row,
                remark.field,
                remark.code,
                is_error=remark.is_error,
                **remark.values,
            )
        return decision

    def _look_up(self, row: ReadRow, name: str, register: Register) -> None:
        text = row.values.get(name)
        if text is None:
            return
        try:
            row.values[name] = register.find(text).id
            return
        except Unknown as unknown:
            near = unknown.nearest
            code = f"{name}_unknown_near" if near else f"{name}_unknown"
            self.table.add(row, name, code, text=text, nearest=near)
        except Ambiguous as several:
            paths = "; ".join(several.paths[:3])
            self.table.add(row, name, f"{name}_ambiguous", text=text, paths=paths)
        row.is_complete = False
        del row.values[name]

    def emails(self, plan: Plan) -> None:
        """An address is one person's: in the file, and afterwards in the database."""
        owners: dict[str, ReadRow] = {}
        for number, decision in plan.decisions.items():
            email = decision.changes.get("email")
            if not email:
                continue
            row = self.first[number]
            if email in owners:
                where = owners[email].location("email")
                self.table.add(row, "email", "email_twice", email=email, first=where)
                continue
            owners[email] = row
            owner = self.directory.emails.get(email)
            if owner is None or owner == number:
                continue
            # Two people may swap addresses within one file.
            theirs = plan.decisions.get(owner)
            if theirs is None or "email" not in theirs.changes:
                self.table.add(row, "email", "email_taken", email=email, number=owner)

    def managers(self, plan: Plan) -> None:
        """Managers exist, are somebody else, and stand in no circle."""
        people = self.directory.people
        above = {number: person.manager for number, person in people.items()}
        arriving = {
            n for n, d in plan.decisions.items() if d.outcome == Outcome.CREATED
        }
        for number, row in self.first.items():
            decision = plan.decisions.get(number)
            if decision is None or decision.step == Step.LEAVE:
                # An unchanged row says what is known; a leaving one moves nobody.
                above.setdefault(number, None)
                continue
            if "manager" not in row.values:
                above.setdefault(number, None)
                continue
            manager = row.values["manager"]
            if manager is None or self._is_possible(row, manager, arriving):
                above[number] = manager
        leaving = {n for n, d in plan.decisions.items() if d.step == Step.LEAVE}
        self._warn_about_leavers(plan, leaving)
        self._refuse_circles(above)

    def _is_possible(self, row: ReadRow, manager: str, arriving: set[str]) -> bool:
        if manager == row.number:
            self.table.add(row, "manager", "manager_self")
            return False
        # In the file as a row that could not be read: that is said there.
        is_known = manager in self.directory.people or manager in arriving
        if not is_known and manager not in self.first:
            self.table.add(row, "manager", "manager_unknown", number=manager)
            return False
        if not is_known and self.first[manager].is_complete:
            # In the file as somebody who has left and was never here.
            self.table.add(row, "manager", "manager_unknown", number=manager)
            return False
        return True

    def _warn_about_leavers(self, plan: Plan, leaving: set[str]) -> None:
        for number, decision in plan.decisions.items():
            manager = decision.place.manager if decision.place else None
            if manager is None:
                continue
            person = self.directory.people.get(manager)
            comes_back = manager in plan.decisions and (
                plan.decisions[manager].step == Step.RETURN
            )
            has_left = person is not None and person.known.has_left and not comes_back
            if has_left or manager in leaving:
                row = self.first[number]
                self.table.add(
                    row, "manager", "manager_left", is_error=False, number=manager
                )

    def _refuse_circles(self, above: dict[str, str | None]) -> None:
        for circle in circles(above):
            in_file = [number for number in circle if number in self.first]
            if not in_file:
                continue
            row = min((self.first[n] for n in in_file), key=lambda r: (r.sheet, r.row))
            shown = [*circle[:8], "…"] if len(circle) > 8 else [*circle, circle[0]]
            text = " → ".join(shown)
            self.table.add(row, "manager", "manager_circle", circle=text)
