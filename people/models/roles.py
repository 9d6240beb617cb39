"""Roles are groups made by a migration; the code knows them by these names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do beyond learning. "Manager" is not here: whoever has
    reports today is one, and "learner" is everybody who is active."""

    TRAINER = "trainer", _("Trainer")
    REVIEWER = "reviewer", _("Reviewer")
    APPROVER = "approver", _("Approver")
    HR = "hr", _("HR")
    ADMINISTRATOR = "administrator", _("Administrator")


# Groups show their names in the back office, which speaks Chinese.
GROUP_NAMES = {
    Role.TRAINER: "培训师",
    Role.REVIEWER: "审核人",
    Role.APPROVER: "批准人",
    Role.HR: "人事",
    Role.ADMINISTRATOR: "系统管理员",
}
ROLES_BY_GROUP = {name: role for role, name in GROUP_NAMES.items()}
