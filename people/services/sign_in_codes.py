"""Sign-in codes: asking for a sheet, making its codes, using one."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from people import audit
from people.models import AuditEntry, CodeSheet, PeopleImport, SignInCode, User
from people.rules.sign_in_codes import VALID_DAYS, make
from people.services.notifications import Told, notify_all

BATCH = 1000


class NobodyNeedsACode(Exception):
    """There is nobody to make a code for; nothing has been changed."""


@transaction.atomic
def ask_for_sheet(
    *,
    people_ids: Sequence[int],
    by: User,
    now: datetime,
    made_for: PeopleImport | None = None,
) -> CodeSheet:
    """Say who is to get codes; none is made before somebody opens the sheet.

    :raises NobodyNeedsACode: if that is nobody
    """
    if not people_ids:
        raise NobodyNeedsACode
    sheet = CodeSheet.objects.create(made_by=by, made_at=now, made_for=made_for)
    through = CodeSheet.people.through
    through.objects.bulk_create(
        [through(codesheet_id=sheet.pk, user_id=pk) for pk in people_ids],
        batch_size=BATCH,
    )
    audit.record(
        action="sign_in_codes.sheet_asked_for",
        actor=by,
        now=now,
        about=sheet,
        after={"people": len(people_ids)},
    )
    return sheet


@transaction.atomic
def make_codes(
    *, sheet: CodeSheet, people: Iterable[User], by: User, now: datetime
) -> dict[int, str]:
    """Make a code for each; return them, by id of the person, this once.

    What these people had before is void: whoever prints a sheet twice has one that
    works.
    """
    given = sorted(people, key=lambda person: person.pk)
    ids = [person.pk for person in given]
    # One after the other: of two sheets at the same moment the later one counts.
    locked = User.objects.select_for_update(no_key=True).filter(pk__in=ids)
    list(locked.order_by("pk").values_list("pk"))
    SignInCode.objects.unused().filter(person__in=ids).update(voided_at=now)
    codes = {pk: make(secrets.choice) for pk in ids}
    made = SignInCode.objects.bulk_create(
        [
            SignInCode(
                person_id=pk,
                code_hash=hash_of(pk, code),
                sheet=sheet,
                issued_by=by,
                issued_at=now,
                expires_at=now + timedelta(days=VALID_DAYS),
            )
            for pk, code in codes.items()
        ],
        batch_size=BATCH,
    )
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                at=now,
                actor=by,
                action="sign_in_code.issued",
                person_id=pk,
                about_type=sheet._meta.label_lower,
                about_id=sheet.pk,
            )
            for pk in ids
        ],
        batch_size=BATCH,
    )
    _tell(given, made, by=by, now=now)
    return codes


def _tell(
    people: Sequence[User], codes: Sequence[SignInCode], *, by: User, now: datetime
) -> None:
    """Tell those who have an account in use; a new hire hears of it with the slip."""
    in_use = {person.pk for person in people if person.last_login is not None}
    told = [
        Told(
            person_id=code.person_id,
            cycle=f"code-{code.pk}",
            parameters={"by": by.name},
        )
        for code in codes
        if code.person_id in in_use
    ]
    notify_all(kind="sign_in_code", told=told, now=now)


def hash_of(person_id: int, code: str) -> str:
    """Hash a code under the site's secret; ten random signs need no slow hash."""
    salt = "people.sign_in_code"
    return salted_hmac(salt, f"{person_id}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def use(*, number: str, code: str, now: datetime) -> User | None:
    """Let the person in whose code this is, once; from then on no old password does.

    Return None if it is nobody's, used, void or out of date.
    """
    good = SignInCode.objects.good(now=now).select_related("person")
    found = good.filter(person__employee_number=number).first()
    if found is None or not found.person.is_active:
        return None
    if not constant_time_compare(found.code_hash, hash_of(found.person_id, code)):
        return None
    # Of two browsers with the same code one gets in.
    if not good.filter(pk=found.pk).update(used_at=now):
        return None
    person = found.person
    # Whoever needed a code has no password or has forgotten it; the next page lets
    # them choose one, and sessions that somebody else holds end here.
    person.set_unusable_password()
    person.save(update_fields=["password"])
    audit.record(
        action="sign_in_code.used",
        actor=person,
        now=now,
        person=person,
        about=found,
    )
    return person
