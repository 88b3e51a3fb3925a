"""An entry is one line in both formats, whatever it contains."""

import json
import logging
import re

import pytest
from django.conf import settings
from django.test import RequestFactory

from core.logs.context import close_log, note_person, open_log
from core.logs.filters import DjangoRequests, FloodLimit
from core.logs.formatters import JsonFormatter, TextFormatter, make_formatter
from core.logs.security import Event, record_event
from tests.log_lines import log_lines

logger = logging.getLogger("test")
NASTY = 'a\nb\r\x1b[2J\x85\u2028\u202e c=d "e"'


def test_settings_use_both_filters_and_the_configured_format(monkeypatch) -> None:
    console = settings.LOGGING["handlers"]["console"]
    assert console["filters"] == ["requests", "flood"]
    assert settings.LOGGING["root"]["handlers"] == ["console"]
    assert [type(make_formatter())] == [TextFormatter]
    monkeypatch.setenv("CHOXA_LOG_FORMAT", "json")
    assert [type(make_formatter())] == [JsonFormatter]
    monkeypatch.delenv("CHOXA_LOG_FORMAT")
    monkeypatch.setenv("CHOXA_ENV", "production")
    assert [type(make_formatter())] == [JsonFormatter]
    granian = json.loads((settings.BASE_DIR / "marketplace" / "granian_logs.json").read_text())
    assert granian["formatters"]["entry"] == settings.LOGGING["formatters"]["entry"]


def test_log_line_has_time_with_offset_actor_route_and_event() -> None:
    with log_lines() as lines:
        open_log(RequestFactory().get("/x", REMOTE_ADDR="2001:db8::1"))
        note_person("user:12", "staff")
        record_event(Event.LIMIT_REACHED, limit="order", empty="")
        close_log()
    when, rest = lines.text.split(" ", 1)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00", when)
    assert re.sub("req_\\w{24}", "R", rest) == (
        "WARNING choxa.security limit_reached limit=order request=R network=2001:db8::/64 method=GET path=/x "
        "person=user:12 kind=staff\n"
    )


def test_control_characters_in_values_are_escaped() -> None:
    with log_lines() as lines:
        logger.warning("typed %s", NASTY)
        record_event(Event.INPUT_REFUSED, detail=NASTY)
    quoted = r"a\nb\r\u001b[2J\u0085\u2028\u202e c=d \"e\""
    assert lines.plain == [
        f'WARNING test "typed {quoted}"',
        f'WARNING choxa.security input_refused detail="{quoted}"',
    ]


@pytest.mark.parametrize("formatter", [TextFormatter, JsonFormatter])
def test_lone_surrogate_is_escaped(formatter: type[logging.Formatter]) -> None:
    record = logging.makeLogRecord({"name": "test", "msg": "typed \ud800", "levelname": "INFO"})
    assert "typed \\ud800" in formatter().format(record).encode().decode()


@pytest.mark.parametrize("nasty", [NASTY, "plain"])
def test_json_is_one_object_a_line(nasty: str) -> None:
    with log_lines(JsonFormatter()) as lines:
        try:
            raise ValueError(nasty)
        except ValueError:
            logger.exception("failed %s", nasty)
    [line] = lines.text.splitlines()
    read = json.loads(line)
    assert list(read) == ["time", "level", "logger", "message", "exception"]
    assert (read["level"], read["message"]) == ("ERROR", f"failed {nasty}")
    assert read["exception"].startswith("Traceback")
    assert read["exception"].endswith(f"ValueError: {nasty}")


def test_traceback_lines_are_distinct_from_entries() -> None:
    with log_lines() as lines:
        try:
            raise ValueError("x\n2026-11-30T00:00:00.000+07:00 ERROR forged")
        except ValueError:
            logger.exception("failed")
    first, *more = lines.text.splitlines()
    assert first.endswith(" ERROR test failed")
    assert more[-1] == "  | 2026-11-30T00:00:00.000+07:00 ERROR forged"
    assert all(line.startswith("  | ") for line in more)


def test_flood_is_limited_per_network_and_in_total_and_counted(monkeypatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("core.logs.filters.monotonic", lambda: now[0])
    flood = FloodLimit(per_network=2, in_all=3, keys=10)

    def ask(*addresses: str) -> None:
        for address in addresses:
            open_log(RequestFactory().get("/x", REMOTE_ADDR=address))
            record_event(Event.API_KEY_REFUSED, reason="unknown")
            close_log()

    with log_lines(flood=flood) as lines:
        ask(*["192.0.2.1"] * 5, *["192.0.2.2"] * 5)
        assert [line.count("192.0.2.1") for line in lines.plain] == [1, 1]
        logger.error("ours is never cut")
        now[0] += 60
        ask("192.0.2.2")
    assert len(lines.plain) == 4
    assert "cut_before=8" in lines.plain[-1]


def test_flood_from_many_networks_keeps_a_bounded_table() -> None:
    flood = FloodLimit(keys=10)
    with log_lines(flood=flood):
        for number in range(50):
            open_log(RequestFactory().get("/x", REMOTE_ADDR=f"192.0.2.{number}"))
            record_event(Event.API_KEY_REFUSED)
            close_log()
    assert len(flood._seen) <= 11


def test_django_and_own_loggers_share_one_handler() -> None:
    kinds = {entry["()"] for entry in settings.LOGGING["filters"].values()}
    assert kinds == {f"{kind.__module__}.{kind.__name__}" for kind in (DjangoRequests, FloodLimit)}
