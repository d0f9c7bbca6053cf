"""The private key goes into one header and nowhere else."""

import logging
import random
import traceback

import pytest

from mktctl.klaviyo import errors
from mktctl.klaviyo.client import Klaviyo
from mktctl.klaviyo.limiter import Unlimited
from tests.support.scripted_client import KEY, client_at, scripted
from tests.support.scripted_server import Line, document, refusal, refusing_port
from tests.support.still_stopwatch import StillStopwatch

ECHO = {"detail": f"the key {KEY} is unknown", "title": KEY, "source": {"pointer": f"/{KEY}"}}
LINES: list[Line] = [
    refusal(401, ECHO),
    refusal(400, ECHO, headers={"X-Echo": KEY}),
    refusal(429, ECHO),
    refusal(500, ECHO),
    Line(status=403, body=f"proxy says {KEY}".encode()),
    Line(status=400, body=b"x" * 190 + KEY.encode()),  # where a long text is cut
    Line(body=f"<html>{KEY}".encode()),
    Line(status=201, body=KEY.encode(), drop="cut"),
    Line(drop="unanswered"),
    Line(status=302, headers={"Location": f"http://127.0.0.1/{KEY}"}),
]


def _everything_shown(error: BaseException) -> str:
    """What a report of this exception could hold: text, fields, every chained exception."""
    fields = dict(vars(error))
    return "".join(traceback.format_exception(error)) + repr(error) + repr(fields)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.status}{line.drop}")
@pytest.mark.parametrize("name", ["get_lists", "create_flow"])
def test_no_failure_shows_the_key(name: str, line: Line, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with scripted(line) as script:
        with pytest.raises(errors.KlaviyoError) as caught:
            script.client.call(name, body={"data": {}} if name == "create_flow" else None)
        assert script.server.heard[0].headers["authorization"].endswith(KEY)  # it did travel
    assert KEY[:9] not in _everything_shown(caught.value)
    assert KEY[:9] not in caplog.text


def test_no_missing_server_shows_the_key(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with refusing_port() as url, client_at(url) as (client, _), pytest.raises(errors.Unavailable) as caught:
        client.call("get_lists")
    assert KEY not in _everything_shown(caught.value)
    assert KEY not in caplog.text


def test_a_client_does_not_show_its_key() -> None:
    with scripted(document([])) as script:
        script.client.call("get_lists")
        assert KEY not in repr(script.client)
        assert KEY not in str(script.client)
        assert KEY not in repr(script.client._transport)


BAD_KEYS = ["", "  ", "pk_a b", "pk_a\nX-Evil: 1", "pk_ключ", "pk_a\x00", "pk_" + "a" * 600]


@pytest.mark.parametrize("key", BAD_KEYS, ids=repr)
def test_a_key_that_no_header_can_carry_is_refused_unseen(key: str) -> None:
    with pytest.raises(errors.AuthenticationFailed) as caught:
        _client(key=key, url="http://127.0.0.1:1")
    assert caught.value.exit_code == 4
    assert not key.strip() or key not in _everything_shown(caught.value)


def test_a_line_break_behind_the_key_is_forgiven() -> None:
    with scripted(document([])) as script, _client(key=f"{KEY}\n", url=script.server.url) as client:
        client.call("get_lists")
        assert script.server.heard[0].headers["authorization"] == f"Klaviyo-API-Key {KEY}"


BAD_ADDRESSES = [
    "http://a.klaviyo.com",
    "http://127.0.0.1.example.com",
    "http://localhost@example.com:80",
    "ftp://127.0.0.1",
    "file:///etc/passwd",
    "https://",
    "127.0.0.1:8080",
    "http://127.0.0.1:99999",
    "http://[::1",
    "",
]


@pytest.mark.parametrize("url", BAD_ADDRESSES)
def test_the_key_is_never_sent_in_the_clear_to_another_machine(url: str) -> None:
    with pytest.raises(errors.Unavailable, match="https://"):
        _client(key=KEY, url=url)


@pytest.mark.parametrize("url", ["https://proxy.example.com/", "http://localhost:8080", "http://[::1]:9/", None])
def test_an_address_that_keeps_the_key_secret_is_taken(url: str | None) -> None:
    assert "Klaviyo at" in repr(_client(key=KEY, url=url))


def _client(*, key: str, url: str | None) -> Klaviyo:
    stopwatch = StillStopwatch()
    return Klaviyo(api_key=key, base_url=url, limiter=Unlimited(), stopwatch=stopwatch, rng=random.Random(1))
