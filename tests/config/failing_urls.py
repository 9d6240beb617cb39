"""Addresses for tests of failures."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def fail(request: HttpRequest, number: str) -> HttpResponse:
    name = request.POST["name"]
    raise ZeroDivisionError(f"{name} {number}")


urlpatterns = [path("fail/<str:number>/", fail)]
