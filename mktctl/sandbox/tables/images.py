"""Images of the library."""

from typing import Final

from mktctl.sandbox.store import Store

_SAME_NAME_MOST: Final = 10_000


def add_image(store: Store, *, name: str, kind: str, hidden: bool, url: str | None, content: bytes | None) -> str:
    """A new image's id; a name that is taken gets a number."""
    image_id = str(store.next_count("image"))
    store.insert(
        "image",
        id=image_id,
        name=free_name(store, name, image_id),
        format=kind,
        size=0 if content is None else len(content),
        hidden=int(hidden),
        url=url,
        content=content,
        updated=store.stamp(),
    )
    return image_id


def free_name(store: Store, name: str, image_id: str) -> str:
    """The name, or with a number behind it if another image has it: `logo (2)`."""
    for number in range(1, _SAME_NAME_MOST):
        candidate = name if number == 1 else f"{name} ({number})"
        if store.row("SELECT 1 FROM image WHERE name = ? AND id <> ?", candidate, image_id) is None:
            return candidate
    return f"{name} ({image_id})"


def uploaded(store: Store, image_id: str) -> tuple[bytes, str] | None:
    """The bytes of an uploaded image and its format; None when there is none, or only an address."""
    row = store.row("SELECT content, format FROM image WHERE id = ? AND content IS NOT NULL", image_id)
    return None if row is None else (row["content"], row["format"])
