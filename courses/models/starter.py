"""Which pages came from starter files, and in what state."""

from django.db import models
from wagtail.models import Page


class StarterPage(models.Model):
    """A page that load_starter made: changed since then, it is left alone."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="+")
    content_hash = models.CharField(max_length=64)
    # The revision that load_starter wrote. A newer one means: edited here.
    revision_id = models.BigIntegerField()
    is_live = models.BooleanField()

    def __str__(self) -> str:
        return f"starter state of page #{self.page_id}"
