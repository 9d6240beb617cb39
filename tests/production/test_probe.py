"""The image's health check asks as one of the site's own names."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from config import probe


@pytest.fixture
def site(monkeypatch):
    """Answers /healthz for its own name only, as Django does."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            is_ours = self.headers["Host"] == "academy.example.com"
            self.send_response(200 if is_ours and self.path == "/healthz" else 400)
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Site) as server:
        monkeypatch.setenv("PORT", str(server.server_port))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("hosts", "code"),
    [("academy.example.com,other.example.com", 0), ("other.example.com", 1)],
)
def test_it_is_healthy_under_its_first_name(site, monkeypatch, hosts, code):
    monkeypatch.setenv("ALLOWED_HOSTS", hosts)

    assert probe.main() == code


def test_nobody_there_is_not_healthy(monkeypatch):
    monkeypatch.setenv("PORT", "1")

    assert probe.main() == 1
