"""What leaves for Sentry says where something broke, and names nobody."""

import json

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport

from config import sentry

NAMES = ("张三", "T00042", "geheim", "sessionid", "13800138000")


class Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self, options=None):
        super().__init__(options)
        self.events = []

    def capture_envelope(self, envelope):
        self.events += [item.payload.json for item in envelope.items]


@pytest.fixture
def kept():
    transport = Kept()
    before = sentry_sdk.get_global_scope().client
    sentry.start("https://key@sentry.example.com/1", transport=transport)
    yield transport.events
    sentry_sdk.get_client().close(timeout=0)
    sentry_sdk.get_global_scope().set_client(before)


def test_a_failed_request_tells_its_place_and_nothing_typed(client, db, kept, settings):
    client.raise_request_exception = False
    settings.ROOT_URLCONF = "tests.config.failing_urls"
    client.cookies["sessionid"] = "geheim"

    response = client.post(
        "/fail/T00042/?phone=13800138000",
        {"password": "geheim", "name": "张三"},
        headers={"Authorization": "Bearer geheim"},
    )

    assert response.status_code == 500
    [event] = kept
    sent = json.dumps(event, ensure_ascii=False)
    assert [name for name in NAMES if name in sent] == []
    [error] = event["exception"]["values"]
    assert (error["type"], error["value"]) == ("ZeroDivisionError", "")
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    assert set(event["request"]) <= {"method"}


def test_a_report_is_scrubbed_whatever_the_library_put_in():
    event = {
        "user": {"id": "T00042", "username": "张三"},
        "server_name": "T00042",
        "request": {
            "method": "POST",
            "url": "https://x/T00042",
            "data": {"password": "geheim"},
            "cookies": {"sessionid": "geheim"},
            "headers": {"Cookie": "sessionid=geheim"},
            "query_string": "phone=13800138000",
            "env": {"REMOTE_USER": "张三"},
        },
        "extra": {"celery-job": {"kwargs": {"name": "张三"}}, "job": 7},
        "contexts": {"runtime": {"name": "CPython"}, "args": "张三"},
        "breadcrumbs": {"values": [{"message": "张三"}]},
        "logentry": {"message": "no %s", "params": ["张三"], "formatted": "no 张三"},
        "exception": {
            "values": [
                {
                    "type": "IntegrityError",
                    "value": "Key (phone)=(13800138000)",
                    "stacktrace": {"frames": [{"vars": {"name": "张三"}}]},
                }
            ]
        },
    }

    sent = sentry.scrub(event, {})

    assert sent["extra"] == {"job": 7}
    assert sent["contexts"] == {"runtime": {"name": "CPython"}}
    assert [n for n in NAMES if n in json.dumps(sent, ensure_ascii=False)] == []


def test_without_its_library_the_site_does_not_start_half(monkeypatch):
    monkeypatch.setattr(sentry, "find_spec", lambda name: None)

    with pytest.raises(Exception, match=r"requirements-sentry\.txt"):
        sentry.start("https://key@sentry.example.com/1")


def test_an_empty_report_stays_one():
    assert sentry.scrub({}, {}) == {"request": {}, "extra": {}, "contexts": {}}
