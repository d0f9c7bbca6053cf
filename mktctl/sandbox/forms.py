"""Bodies of the type multipart/form-data: the one operation of Klaviyo's that takes a file (RFC 7578)."""

import re
from email.message import Message
from email.parser import HeaderParser
from typing import Final

import msgspec

from mktctl.sandbox.jsonapi.errors import Refused, invalid

MEDIA_TYPE: Final = "multipart/form-data"
PARTS_MOST: Final = 20
_BOUNDARY: Final = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a form; `filename` is None for one that is no file."""

    content: bytes
    filename: str | None = None


def read_form(content_type: str, body: bytes) -> dict[str, Part]:
    """The fields of a form by name. Refused (400) for what is no form, or names a field twice."""
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_boundary("")
    if not _BOUNDARY.fullmatch(boundary):
        raise _refused("the form names no boundary")
    mark = b"\r\n--" + boundary.encode("ascii")
    first, *pieces = (b"\r\n" + body).split(mark, PARTS_MOST + 1)
    if first.strip() or not pieces or not pieces[-1].startswith(b"--"):
        raise _refused(f"the form does not end, or has more than {PARTS_MOST} fields")
    fields: dict[str, Part] = {}
    for piece in pieces[:-1]:
        name, part = _part(piece)
        if name in fields:
            raise _refused(f"the field {name!r} comes twice")
        fields[name] = part
    return fields


def _part(piece: bytes) -> tuple[str, Part]:
    head, blank, content = piece.partition(b"\r\n\r\n")
    headers = HeaderParser().parsestr(head.decode("utf-8", "replace").lstrip())
    name = headers.get_param("name", header="content-disposition")
    if not blank or headers.get_content_disposition() != "form-data" or not isinstance(name, str):
        raise _refused("a field of the form has no name")
    return name, Part(content=content, filename=headers.get_filename())


def _refused(detail: str) -> Refused:
    return Refused(invalid(detail, pointer=""))
