"""Who may see whom. The rights table is docs/architecture.md."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from people.jobs import registry
from people.models import (
    CodeSheet,
    CompanyFact,
    Department,
    Job,
    Mail,
    Membership,
    Notification,
    PeopleImport,
    Post,
    ReviewMark,
    Role,
    User,
)
from people.models.company_facts import CompanyFactQuerySet
from people.models.imports import PeopleImportQuerySet
from people.models.jobs import JobQuerySet
from people.models.roles import GROUP_NAMES, ROLES_BY_GROUP
from people.models.users import UserQuerySet
from people.prepared import Prepared

View = Callable[..., HttpResponse]
MANAGER = "manager"
SEES_EVERYBODY = frozenset({Role.HR, Role.ADMINISTRATOR})
DEFINES_FACTS = frozenset({Role.HR, Role.ADMINISTRATOR})
EDITS_CONTENT = frozenset({Role.TRAINER, Role.ADMINISTRATOR})
SEES_FACTS = DEFINES_FACTS | {Role.TRAINER, Role.REVIEWER, Role.APPROVER}


_groups_and_reports = Prepared(
    lambda person: User.objects.filter(pk=person).values_list(
        "groups__name",
        Exists(User.objects.active().filter(line_manager=OuterRef("pk"))),
    )
)


def roles_of(user: User) -> frozenset[str]:
    """Return the user's roles, with "manager" for whoever has reports today.

    One query per request: the answer stays on the user object.
    """
    known: frozenset[str] | None = getattr(user, "_roles", None)
    if known is None:
        names = _groups_and_reports(person=user.pk)
        found = {
            ROLES_BY_GROUP[name].value for name, _ in names if name in ROLES_BY_GROUP
        }
        if user.is_superuser:
            found.add(Role.ADMINISTRATOR.value)
        if names and names[0][1]:
            found.add(MANAGER)
        known = frozenset(found)
        user._roles = known  # type: ignore[attr-defined]
    return known


def has_role(user: User, *roles: str) -> bool:
    return not roles_of(user).isdisjoint(roles)


def role_required(*roles: str) -> Callable[[View], View]:
    """Let only people with one of the roles in; for others the page is not there."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not has_role(signed_in(request), *roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def signed_in(request: HttpRequest) -> User:
    """Return the person behind the request, as our own type."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def line_below(viewer: User) -> UserQuerySet:
    """Everybody who reports to the viewer, directly or through others."""
    # A recursive query, since the ORM has none: one statement on both databases.
    below = RawSQL(
        "WITH RECURSIVE line(id) AS ("
        " SELECT id FROM people_user WHERE line_manager_id = %s"
        " UNION SELECT u.id FROM people_user u JOIN line ON u.line_manager_id = line.id"
        ") SELECT id FROM line",
        [viewer.pk],
    )
    people: UserQuerySet = User.objects.filter(pk__in=below).exclude(pk=viewer.pk)
    return people


def is_oneself(viewer: User, person: User) -> bool:
    """Whether it is the viewer, by this account or a former one."""
    return viewer.pk in (person.pk, person.merged_into_id)


def may_see(viewer: User, person: User) -> bool:
    """Whether the viewer may open results under this account. Those of a closed
    account belong to whom it was merged into."""
    if is_oneself(viewer, person):
        return True
    whose = person.merged_into_id or person.pk
    return visible_people(viewer).filter(pk=whose).exists()


def visible_people(viewer: User) -> UserQuerySet:
    """People whose results the viewer may open beside their own: everybody for HR
    and administrators, the line below for a manager, nobody for others."""
    if has_role(viewer, *SEES_EVERYBODY):
        everybody: UserQuerySet = User.objects.unmerged().exclude(pk=viewer.pk)
        return everybody
    if has_role(viewer, MANAGER):
        return line_below(viewer).unmerged()
    nobody: UserQuerySet = User.objects.none()
    return nobody


def person_or_404(viewer: User, pk: int) -> User:
    """Return oneself or a person one may see; anybody else does not exist."""
    if pk == viewer.pk:
        return viewer
    people = visible_people(viewer).select_related("department", "post", "line_manager")
    return get_object_or_404(people, pk=pk)


def visible_jobs(viewer: User) -> JobQuerySet:
    """One's own jobs, everybody's of the kinds one's roles look after; for
    administrators all."""
    if has_role(viewer, Role.ADMINISTRATOR):
        everything: JobQuerySet = Job.objects.all()
        return everything
    kinds = registry.kinds_seen_by(roles_of(viewer))
    jobs: JobQuerySet = Job.objects.filter(Q(requested_by=viewer) | Q(kind__in=kinds))
    return jobs


def job_or_404(viewer: User, pk: int) -> Job:
    return get_object_or_404(visible_jobs(viewer).select_related("requested_by"), pk=pk)


def visible_imports(viewer: User) -> PeopleImportQuerySet:
    """Imports of people: all of them for HR and administrators, none for others."""
    everything: PeopleImportQuerySet = PeopleImport.objects.all()
    return everything if has_role(viewer, *SEES_EVERYBODY) else everything.none()


def import_or_404(viewer: User, pk: int) -> PeopleImport:
    found = visible_imports(viewer).select_related(
        "uploaded_by", "check_job", "import_job", "code_sheet"
    )
    return get_object_or_404(found, pk=pk)


def people_for_codes(viewer: User) -> UserQuerySet:
    """Whom the viewer may give a sign-in code, and so a way into their account.

    Nobody may make a way into more rights than their own: HR not into those of
    administrators, a line manager only into those of learners.
    """
    others: UserQuerySet = User.objects.active().exclude(pk=viewer.pk)
    if has_role(viewer, Role.ADMINISTRATOR):
        return others
    powerful = Q(is_superuser=True) | Q(groups__name=GROUP_NAMES[Role.ADMINISTRATOR])
    if has_role(viewer, Role.HR):
        return others.exclude(pk__in=User.objects.filter(powerful).values("pk"))
    if has_role(viewer, MANAGER):
        with_role = User.objects.filter(
            Q(is_superuser=True) | Q(groups__name__in=ROLES_BY_GROUP)
        )
        below = line_below(viewer).active()
        return below.exclude(pk__in=with_role.values("pk"))
    nobody: UserQuerySet = others.none()
    return nobody


def may_give_code(viewer: User, person: User) -> bool:
    return people_for_codes(viewer).filter(pk=person.pk).exists()


def person_for_code_or_404(viewer: User, pk: int) -> User:
    return get_object_or_404(people_for_codes(viewer), pk=pk)


def code_sheet_or_404(viewer: User, pk: int) -> CodeSheet:
    """Return a sheet: one's own, for HR and administrators every sheet."""
    sheets = CodeSheet.objects.select_related("made_by", "made_for")
    if not has_role(viewer, *SEES_EVERYBODY):
        sheets = sheets.filter(made_by=viewer)
    return get_object_or_404(sheets, pk=pk)


def own_notification_or_404(person: User, pk: int) -> Notification:
    """Return one of one's own; nobody opens another person's, whatever their role."""
    return get_object_or_404(Notification.objects.filter(person=person), pk=pk)


def mail_or_404(pk: int) -> Mail:
    """Return a mail, for the list of deliveries."""
    return get_object_or_404(Mail.objects.select_related("person"), pk=pk)


def people_whose_data_to_export(viewer: User) -> UserQuerySet:
    """Whose whole data the viewer may hand out beside their own: those whose results
    they may see, for HR and administrators only."""
    if has_role(viewer, *SEES_EVERYBODY):
        return visible_people(viewer)
    nobody: UserQuerySet = User.objects.none()
    return nobody


def may_export_data_of(viewer: User, person: User) -> bool:
    return viewer.pk != person.pk and has_role(viewer, *SEES_EVERYBODY)


def person_for_data_or_404(viewer: User, pk: int) -> User:
    return get_object_or_404(people_whose_data_to_export(viewer), pk=pk)


def visible_facts(viewer: User) -> CompanyFactQuerySet:
    """Company facts: all for who works on content or people, else those to fill."""
    facts: CompanyFactQuerySet = CompanyFact.objects.all()
    if has_role(viewer, *SEES_FACTS):
        return facts
    return facts.to_be_filled_by(viewer)


def facts_or_404(viewer: User) -> CompanyFactQuerySet:
    """Return the facts the viewer may see; a list without any is not there for those
    who have nothing to fill."""
    facts = visible_facts(viewer)
    if not has_role(viewer, *SEES_FACTS) and not facts.exists():
        raise Http404
    return facts


def fact_or_404(viewer: User, key: str) -> CompanyFact:
    facts = visible_facts(viewer).select_related("owner_post", "owner")
    return get_object_or_404(facts, key=key)


def may_fill_fact(viewer: User, fact: CompanyFact) -> bool:
    """HR and administrators, whoever holds the post that fills it, and who is named."""
    if has_role(viewer, *DEFINES_FACTS) or fact.owner_id == viewer.pk:
        return True
    return fact.owner_post_id is not None and fact.owner_post_id == viewer.post_id


def may_clear_marks(viewer: User) -> bool:
    """Whoever edits content says whether it is still right."""
    return has_role(viewer, *EDITS_CONTENT)


def mark_or_404(pk: int) -> ReviewMark:
    return get_object_or_404(ReviewMark.objects.select_related("value__fact"), pk=pk)


def people_for_merging(viewer: User) -> UserQuerySet:
    """Accounts the viewer may merge: for administrators all, for HR all but those of
    administrators; nobody gains rights that are not theirs to give."""
    everybody: UserQuerySet = User.objects.unmerged()
    if has_role(viewer, Role.ADMINISTRATOR):
        return everybody
    if has_role(viewer, Role.HR):
        powerful = Q(is_superuser=True) | Q(
            groups__name=GROUP_NAMES[Role.ADMINISTRATOR]
        )
        return everybody.exclude(pk__in=User.objects.filter(powerful).values("pk"))
    nobody: UserQuerySet = everybody.none()
    return nobody


def person_for_merging_or_404(viewer: User, pk: int) -> User:
    return get_object_or_404(people_for_merging(viewer), pk=pk)


def membership_or_404(viewer: User, pk: int) -> Membership:
    """Return a membership; they are changed by HR and administrators alone."""
    if not has_role(viewer, *SEES_EVERYBODY):
        raise Http404
    found = Membership.objects.select_related(
        "person", "department", "post", "line_manager"
    )
    return get_object_or_404(found, pk=pk, person__merged_into=None)


def department_or_404(pk: int) -> Department:
    """Return a department that is in use; everybody may look at the organisation."""
    return get_object_or_404(Department, pk=pk, is_closed=False)


def post_or_404(pk: int) -> Post:
    """Return a post; what it asks for is no secret."""
    return get_object_or_404(Post, pk=pk)


def may_merge(viewer: User, person: User) -> bool:
    return people_for_merging(viewer).filter(pk=person.pk).exists()
