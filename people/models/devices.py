"""Where people have signed in before."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownDevice(models.Model):
    """A person has signed in on such a device; append-only."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="known_devices"
    )
    # As rules/devices.py describes it: browser and system.
    device = models.CharField(max_length=60)
    first_seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("known device")
        verbose_name_plural = _("known devices")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "device"], name="people_device_known_once"
            )
        ]

    def __str__(self) -> str:
        return f"device #{self.pk} of person #{self.person_id}"
