from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    """How people do at work: 360-degree reviews and KPIs. No models yet; here so
    that the import rules hold from the first day."""

    name = "evaluations"
    verbose_name = _("Evaluations")
