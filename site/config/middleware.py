"""What happens around every request."""

import logging
import time
from collections.abc import Callable
from urllib.parse import urlencode

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect

Handler = Callable[[HttpRequest], HttpResponse]
requests_log = logging.getLogger("waybill.requests")


def request_log(get_response: Handler) -> Handler:
    """Log one line per request: the route, never the path, which may name somebody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        requests_log.info(
            "request",
            extra={
                "method": request.method,
                "route": match.route if match else "",
                "status": response.status_code,
                "ms": round((time.perf_counter() - start) * 1000, 1),
            },
        )
        return response

    return middleware


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; the back office has its own (docs/adr/0007)."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith("/admin/"):
            parts.config = dict(settings.ADMIN_CONTENT_SECURITY_POLICY)
            if request.path.startswith(settings.ADMIN_INLINE_SCRIPTS):
                parts.config["script-src"] = [SELF, UNSAFE_INLINE]
        return parts


def preferred_language(get_response: Handler) -> Handler:
    """Follow the person's own choice of language, where they made one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


def personal_pages_are_not_kept(get_response: Handler) -> Handler:
    """Let no proxy and no browser keep what a signed-in person was shown.

    Desks and phones are shared: "back" after signing out must show nothing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


# What works before a password is chosen and the notice is read.
FIRST_THINGS = frozenset(
    {
        "account_set_password",
        "account_logout",
        "account_notice",
        "set_language",
        "healthz",
        "readyz",
        "metrics",
        "courses:verify",
        "courses:verify_number",
    }
)


class first_things_first:
    """One's own password comes before everything, the notice before everything else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        person, match = request.user, request.resolver_match
        if not person.is_authenticated or match is None:
            return None
        if match.view_name in FIRST_THINGS:
            return None
        if not person.has_usable_password():
            return _led_to(request, reverse("account_set_password"))
        # Only what is looked at: a new version must not catch an answer on its way.
        if getattr(person, "owes_notice", False) and request.method in ("GET", "HEAD"):
            query = urlencode({"next": request.get_full_path()})
            return _led_to(request, f"{reverse('account_notice')}?{query}")
        return None


def _led_to(request: HttpRequest, url: str) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(url)
    return redirect(url)
