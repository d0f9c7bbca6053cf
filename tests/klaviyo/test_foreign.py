"""The table at the border is complete: no exception of the SDK or its HTTP library has no meaning here."""

import ssl
from collections.abc import Iterator

import pytest
import urllib3.exceptions
from openapi_client.exceptions import ApiException, OpenApiException

from mktctl.diagnostics import OutsideError
from mktctl.klaviyo import answers, errors
from mktctl.klaviyo.foreign import FAULTS, fault_of
from mktctl.klaviyo.retry import Outcome, Repeat
from mktctl.klaviyo.transport import Fault
from mktctl.model.operations import operations
from tests.support.scripted_client import client_at
from tests.support.scripted_server import ScriptedServer, document


def _family(root: type) -> Iterator[type]:
    yield root
    for child in root.__subclasses__():
        yield from _family(child)


FOREIGN = sorted({*_family(OpenApiException), *_family(urllib3.exceptions.HTTPError)}, key=lambda kind: kind.__name__)
OURS = [kind for kind in _family(errors.KlaviyoError) if kind is not errors.KlaviyoError]


@pytest.mark.parametrize("kind", FOREIGN, ids=lambda kind: kind.__name__)
def test_every_foreign_exception_stands_in_the_table_itself(kind: type) -> None:
    assert kind in FAULTS


@pytest.mark.parametrize("repeat", Repeat)
@pytest.mark.parametrize("fault", Fault)
def test_every_fault_ends_in_an_exception_of_the_tree(fault: Fault, repeat: Repeat) -> None:
    error = _error(Outcome(fault=fault), repeat)
    assert type(error) in OURS
    lost = repeat is Repeat.CREATES_TWICE and fault in (Fault.ANSWER_MISSING, Fault.ANSWER_UNREADABLE)
    assert isinstance(error, errors.AnswerLost) == lost
    assert ("may or may not have been carried out" in str(error)) == lost


@pytest.mark.parametrize("repeat", Repeat)
def test_every_status_ends_in_an_exception_of_the_tree(repeat: Repeat) -> None:
    for status in range(300, 600):
        error = _error(Outcome(status=status), repeat)
        assert type(error) in OURS
        assert error.status == status


def test_every_branch_of_the_tree_is_reached() -> None:
    reached = {type(_error(Outcome(status=status), repeat)) for status in range(300, 600) for repeat in Repeat}
    reached |= {type(_error(Outcome(status=429, retry_after_seconds=9e3), Repeat.HARMLESS))}
    assert reached == set(OURS)


def test_the_tree_hangs_on_the_outside_and_is_drawn_in_full() -> None:
    assert issubclass(errors.KlaviyoError, OutsideError)
    drawn = errors.__doc__ or ""
    for kind in OURS:
        assert f"── {kind.__name__} " in drawn
        assert kind.__doc__


def test_only_a_refused_certificate_is_known_to_come_before_anything_was_sent() -> None:
    refused = urllib3.exceptions.SSLError(ssl.SSLCertVerificationError("self-signed certificate"))
    cut = urllib3.exceptions.SSLError(ssl.SSLEOFError("EOF occurred in violation of protocol"))
    assert _as_the_sdk_raises(refused) is Fault.UNTRUSTED
    assert _as_the_sdk_raises(cut) is Fault.ANSWER_MISSING


def test_an_exception_that_is_not_from_the_border_is_a_bug() -> None:
    assert fault_of(KeyError("ours")) is None
    assert fault_of(ConnectionResetError()) is Fault.ANSWER_MISSING


def _as_the_sdk_raises(error: urllib3.exceptions.SSLError) -> Fault | None:
    try:
        try:
            raise error
        except urllib3.exceptions.SSLError:
            raise ApiException(status=0, reason="SSLError")  # noqa: B904 - as the SDK does
    except ApiException as caught:
        return fault_of(caught)


def _error(outcome: Outcome, repeat: Repeat) -> errors.KlaviyoError:
    return answers.error_of(operations()["create_flow"], outcome, repeat=repeat, problems=(), reason="")


def test_a_server_that_speaks_no_tls_is_unavailable() -> None:
    with ScriptedServer([document([])]) as server:
        with client_at(server.url.replace("http://", "https://")) as (client, _), pytest.raises(errors.Unavailable):
            client.call("get_lists")
        assert server.heard == []
