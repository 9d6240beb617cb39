"""The site's addresses and the floor; only config.settings.bench uses them."""

from django.urls import include, path

from config.bench.floor import floor

urlpatterns = [path("bench/floor/", floor), path("", include("config.urls"))]
