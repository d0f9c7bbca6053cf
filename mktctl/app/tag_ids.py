"""Ids of tags by name, for one apply."""

import threading

from mktctl.klaviyo.remote import Remote
from mktctl.klaviyo.tags import create_tag, fetch_tags


class TagIds:
    """Read once, when the first tag is needed; a name that the account lacks is made once, whoever asks for it."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._lock = threading.Lock()
        self._ids: dict[str, str] | None = None

    def id_of(self, name: str) -> str:
        """The tag of that name; it is created if there is none. Raises `KlaviyoError`."""
        with self._lock:
            if self._ids is None:
                rows = fetch_tags(self._remote).resources
                self._ids = {row["attributes"]["name"]: row["id"] for row in reversed(rows)}
            if name not in self._ids:
                self._ids[name] = create_tag(self._remote, name)["id"]
            return self._ids[name]
