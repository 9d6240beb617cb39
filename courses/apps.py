from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        import_module("courses.receivers")
        # Models are below forms; Wagtail wants to know the form from the model.
        form = import_module("courses.forms").DraftForm
        for model in import_module("courses.models").editorial_models():
            model.base_form_class = form
