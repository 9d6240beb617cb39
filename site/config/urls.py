"""Every address of the site. No Wagtail catch-all: pages have short addresses of
their own (docs/adr/0006)."""

from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import health, metrics
from config.views import home
from courses.backoffice.editorial import workflow_action
from people import urls as people_urls

handler500 = "config.outages.broken"

urlpatterns = [
    path("", home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("language/", set_language, name="set_language"),
    path("account/", include("people.urls")),
    path("jobs/", include(people_urls.jobs)),
    path("inbox/", include(people_urls.inbox)),
    path("facts/", include(people_urls.facts)),
    path("people/import/", include(people_urls.imports)),
    path("people/codes/", include(people_urls.codes)),
    path("rights/", include(people_urls.rights)),
    path("audit/", include(people_urls.audit)),
    path("my-data/", include(people_urls.personal_data)),
    path("organisation/", include(people_urls.organisation)),
    path("quizzes/", include("quizzes.urls")),
    # One door: Wagtail's own sign-in page leads to ours.
    path(
        "admin/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
    ),
    # In the place of Wagtail's own, at its address: says why it turns somebody away.
    path(
        "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/"
        "<int:task_state_id>/",
        workflow_action,
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("courses.urls")),
]
