"""The connection: the official SDK's generic path, dictionaries in, bytes out. The only user of the SDK.

The generic path drops no key that a model does not know and costs a quarter of the typed one. The SDK's own
retries are off (it repeats creates), and so are those hidden in its HTTP pool (three more behind each of its own).
"""

from typing import Any, Final

import klaviyo_api

from mktctl.klaviyo.foreign import fault_of
from mktctl.klaviyo.transport import Fault, Request, Response, TransportFault

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 30.0
"""Longest silence within an answer."""
ANSWER_BYTES_MAX: Final = 64 * 1024 * 1024
_CHUNK_BYTES: Final = 64 * 1024
_AUTHENTICATION: Final = "Klaviyo-API-Key"
_MEDIA_TYPE: Final = "application/vnd.api+json"


class SdkTransport:
    """Sends through `klaviyo_api`. Never holds the SDK's front object, whose repr shows the key."""

    def __init__(self, *, base_url: str | None, api_key: str, connections_max: int) -> None:
        front = klaviyo_api.KlaviyoAPI(api_key, max_retries=1, test_host=base_url or "")
        self._api_client: Any = front.api_client
        pool = self._api_client.rest_client.pool_manager
        pool.connection_pool_kw.update(retries=False, maxsize=connections_max, block=True)

    def send(self, request: Request) -> Response:
        try:
            return self._send(request)
        except TransportFault:
            raise
        except Exception as error:
            fault = fault_of(error)
            if fault is None:
                raise
            # The foreign exception is cut off: its text is kept, its chain could show a header.
            raise TransportFault(fault, f"{type(error).__name__}: {error}") from None

    def close(self) -> None:
        self._api_client.rest_client.pool_manager.clear()

    def _send(self, request: Request) -> Response:
        headers = {"accept": _MEDIA_TYPE}
        if request.body is not None:
            headers["Content-Type"] = _MEDIA_TYPE
        method, url, headers, body, _ = self._api_client.param_serialize(
            request.method,
            request.path,
            path_params=dict(request.path_values),
            query_params=list(request.query.items()),
            header_params=headers,
            body=request.body,
            auth_settings=[_AUTHENTICATION],
        )
        answer = self._api_client.call_api(method, url, headers, body, _request_timeout=(CONNECT_SECONDS, READ_SECONDS))
        return Response(
            status=answer.status,
            headers={name.lower(): value for name, value in answer.getheaders().items()},
            body=self._read(answer.response, status=answer.status),
        )

    def _read(self, stream: Any, *, status: int) -> bytes:
        chunks: list[bytes] = []
        size_bytes = 0
        try:
            for chunk in stream.stream(_CHUNK_BYTES):
                chunks.append(chunk)
                size_bytes += len(chunk)
                if size_bytes > ANSWER_BYTES_MAX:
                    stream.close()
                    raise TransportFault(Fault.ANSWER_UNREADABLE, f"the answer is longer than {ANSWER_BYTES_MAX} bytes")
        except TransportFault:
            raise
        except Exception as error:
            stream.close()
            # A refusal keeps its meaning when its body breaks off; a success does not.
            if status < 400 or fault_of(error) is None:
                raise
            return b""
        return b"".join(chunks)
