"""From a path to what answers it. Every path here is `collection`, `collection/{id}` or longer below one id."""

from typing import Final, Generic, TypeVar

from mktctl.sandbox.gate import unknown_route, wrong_method

ID_MARK: Final = "{id}"
_MAX_PARTS: Final = 6

Target = TypeVar("Target")


class Router(Generic[Target]):
    """Looks a path up in constant time."""

    def __init__(self) -> None:
        self._paths: dict[tuple[str, ...], dict[str, Target]] = {}

    def add(self, method: str, path: str, target: Target) -> None:
        """Answer `method` at `path` (`lists/{id}/tags`) with the target; each may be taken once."""
        key, _ = _split(path)
        methods = self._paths.setdefault(key, {})
        assert method not in methods, f"{method} {path} is routed twice"
        methods[method] = target

    def find(self, method: str, path: str) -> tuple[Target, str]:
        """The target and the id in the path. Refused: 404 for an unknown path, 405 for another method."""
        key, object_id = _split(path)
        methods = self._paths.get(key)
        if methods is None:
            raise unknown_route(path)
        if method not in methods:
            raise wrong_method(method, path, list(methods))
        return methods[method], object_id


def _split(path: str) -> tuple[tuple[str, ...], str]:
    parts = path.strip("/").split("/", _MAX_PARTS)
    if len(parts) == 1:
        return (parts[0],), ""
    return (parts[0], ID_MARK, *parts[2:]), parts[1]
