"""Logs say what happened and name nobody."""

import json
import logging

from pythonjsonlogger.json import JsonFormatter

from courses import queries


def test_a_request_is_logged_by_its_route_not_its_path(client, db, caplog):
    with caplog.at_level(logging.INFO, logger="waybill.requests"):
        client.get("/v/4K7M-EXAM-PLE2/?name=林小雨")

    line = next(r for r in caplog.records if r.name == "waybill.requests")
    text = JsonFormatter("%(message)s").format(line)
    assert json.loads(text)["status"] in {200, 302, 404}
    assert "EXAM" not in text
    assert "林小雨" not in text


def test_a_failure_is_logged_with_its_place_and_nobodys_data(
    client_of, learner, monkeypatch, caplog
):
    def fail(person):
        raise RuntimeError(f"no courses for {person.name}")

    monkeypatch.setattr(queries, "courses_of", fail)
    client = client_of(learner)
    client.raise_request_exception = False

    client.get("/courses/?q=林小雨")

    line = next(r for r in caplog.records if r.name == "waybill.failures")
    text = JsonFormatter("%(message)s").format(line)
    assert (line.error, line.route) == ("RuntimeError", "courses/")
    assert any("in courses" in place for place in line.where)
    assert learner.name not in json.loads(text).values()
    assert "学员" not in json.dumps(json.loads(text), ensure_ascii=False)
    assert "林小雨" not in json.dumps(json.loads(text), ensure_ascii=False)
