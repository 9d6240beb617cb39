"""Media in a bucket: two folders, nothing public by itself."""

import pytest

from config import media


@pytest.fixture
def _libraries(monkeypatch):
    monkeypatch.setattr(media, "find_spec", lambda name: object())


def test_private_files_are_never_served_by_a_public_host(_libraries):
    storages = media.s3("academy", public_host="media.example.com")

    public, private = (storages[name]["OPTIONS"] for name in ("default", "private"))
    assert (public["location"], public["custom_domain"]) == (
        "public",
        "media.example.com",
    )
    assert private["location"] == "private"
    assert "custom_domain" not in private and "querystring_auth" not in private
    assert {public["default_acl"], private["default_acl"]} == {None}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"public_host": "media.example.com"}, ["https://media.example.com"]),
        (
            {"endpoint": "https://oss.example.com/"},
            ["https://oss.example.com", "https://*.oss.example.com"],
        ),
        ({}, ["https://*.amazonaws.com"]),
    ],
)
def test_pictures_may_come_from_the_bucket_and_nowhere_else(given, expected):
    assert media.origins(**given) == expected
