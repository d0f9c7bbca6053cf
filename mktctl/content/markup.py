"""MJML to HTML, with the platform's tags kept byte for byte, and where a document is no MJML.

The library passes on what it does not know, closes elements by number instead of by name and rarely says where it
stopped: all three are looked at here.
"""

import re
from collections.abc import Iterator
from typing import Final

from mktctl.content.dialect import Finding
from mktctl.content.masking import Masked, lost, mask, unmask
from mktctl.content.mistakes import nearest
from mktctl.content.tags import blanked, tags_of

ELEMENTS: Final = frozenset(
    "mjml mj-head mj-body mj-attributes mj-all mj-class mj-breakpoint mj-font mj-preview mj-style mj-title "
    "mj-accordion mj-accordion-element mj-accordion-title mj-accordion-text mj-button mj-carousel mj-carousel-image "
    "mj-column mj-divider mj-group mj-hero mj-image mj-navbar mj-navbar-link mj-raw mj-section mj-social "
    "mj-social-element mj-spacer mj-table mj-text mj-wrapper".split()
)
_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
_MJML_ELEMENT: Final = re.compile(r"<(mj-[\w-]+)")
_PIECE: Final = re.compile(
    r"<!--.*?-->|<mj-style.*?</mj-style>|<!\[.*?\]>|<(?P<close>/)?(?P<name>[A-Za-z][\w:-]*)(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*?(?P<void>/)?>|<",
    re.DOTALL,
)
DEPTH_MAX: Final = 100
"""Elements inside each other: the library calls itself for each, and a full stack ends the process."""
ELEMENTS_MAX: Final = 5_000
ELEMENT_CHARACTERS_MAX: Final = 5_000
"""Of one element's name and attributes: some are written out again for each element inside."""
SHARED_CHARACTERS_MAX: Final = 20_000_000
"""Of `mj-attributes`, times the elements that they are written out for."""
CAROUSEL_IMAGES_MAX: Final = 50
"""Each image of a carousel makes rules about each other."""
HTML_CHARACTERS_MAX: Final = 5_000_000

_SHARED: Final = re.compile(r"<mj-attributes\b.*?</mj-attributes>", re.DOTALL)
_POSITION: Final = re.compile(r"at position (\d+):\d+")


def to_html(text: str) -> tuple[str | None, tuple[Finding, ...]]:
    """The HTML of an MJML document, and what is wrong with it; None when there is none.

    Offsets of findings are those of `text`.
    """
    if unknown := tuple(_unknown_elements(text)):
        return None, unknown
    if malformed := _first_malformed(text):
        return None, (malformed,)
    if excess := _excess(text):
        return None, (Finding(code="TPL103", message=excess, offset=0),)
    from mjml import mjml2html  # here: only a workspace with MJML pays for it

    masked = mask(text)
    try:
        html: str = mjml2html(masked.text)
    except ValueError as error:
        return None, (_failure(str(error), text, masked),)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a bug of the library raises; it cannot be imported
            raise
        return None, (Finding(code="TPL111", message="MJML cannot read the document", offset=0),)
    if len(html) > HTML_CHARACTERS_MAX:
        message = f"MJML makes more than {HTML_CHARACTERS_MAX:,} characters of this"
        return None, (Finding(code="TPL103", message=message, offset=0),)
    dropped = tuple(_dropped(html, masked))
    return unmask(html, masked), dropped


def _unknown_elements(text: str) -> Iterator[Finding]:
    for element in _MJML_ELEMENT.finditer(text):
        if element[1] == "mj-include":
            message, hint = "mj-include reads files that the build step cannot see", "Write [% include 'partials/…' %]"
            yield Finding(code="TPL112", message=message, offset=element.start(), hint=hint, written=element[0])
        elif element[1] not in ELEMENTS:
            hint = nearest(element[1], ELEMENTS)
            yield Finding(
                code="TPL112",
                message=f"MJML has no {element[1]}",
                offset=element.start(),
                hint=hint,
                written=element[0],
            )


def _excess(text: str) -> str:
    """Why the library would take a document as a bomb; empty for a mail."""
    elements = sum(1 for _ in _MJML_ELEMENT.finditer(text))
    if elements > ELEMENTS_MAX:
        return f"more than {ELEMENTS_MAX:,} elements of MJML"
    if text.count("<mj-carousel-image") > CAROUSEL_IMAGES_MAX:
        return f"more than {CAROUSEL_IMAGES_MAX} images in carousels"
    shared = sum(len(found[0]) for found in _SHARED.finditer(text))
    if shared * elements > SHARED_CHARACTERS_MAX:
        return "mj-attributes is too long for that many elements"
    return ""


def _dropped(html: str, masked: Masked) -> Iterator[Finding]:
    for tag in lost(html, masked):
        message = f"MJML drops {tag.source}: it stands where nothing is shown"
        yield Finding(code="TPL113", message=message, offset=tag.start, written=tag.source)


def _failure(said: str, text: str, masked: Masked) -> Finding:
    """What the library refused, and about where: it counts in the masked text."""
    position = _POSITION.search(said)
    reason = _POSITION.sub("", said).replace("in root template", "").strip()
    if position is None:
        return Finding(code="TPL111", message=f"MJML cannot read the document: {reason}", offset=0)
    start = int(position[1])
    offset = len(unmask(masked.text[:start], masked))
    word = unmask(masked.text[start:].split("\n", 1)[0], masked)
    return Finding(code="TPL111", message=f"MJML: {reason} near {word[:40].strip()}", offset=min(offset, len(text)))


def _first_malformed(text: str) -> Finding | None:
    """The first element that is not closed, not open, or no element at all.

    The library closes whatever is open at any `</…>`, so that a wrong one moves all that follows.
    """
    still_open: list[re.Match[str]] = []
    for piece in _PIECE.finditer(blanked(text, tags_of(text))):
        name = piece["name"]
        if piece[0] == "<":
            hint = "In a text write &lt;, and close quotes in attributes"
            return Finding(
                code="TPL111", message="this < opens no element", offset=piece.start(), hint=hint, written="<"
            )
        if name is None:
            continue
        if len(piece[0]) > ELEMENT_CHARACTERS_MAX and name.startswith("mj-"):
            return _malformed(piece, f"<{name}> has more than {ELEMENT_CHARACTERS_MAX:,} characters of attributes")
        if piece["void"] or name.lower() in _VOID:
            continue
        if not piece["close"]:
            still_open.append(piece)
            if len(still_open) > DEPTH_MAX:
                return _malformed(piece, f"more than {DEPTH_MAX} elements inside each other")
        elif name not in (one["name"] for one in still_open):
            return _malformed(piece, f"</{name}> closes nothing")
        elif still_open[-1]["name"] != name:
            return _malformed(still_open[-1], f"<{still_open[-1]['name']}> is not closed: </{name}> comes first")
        else:
            still_open.pop()
    return _malformed(still_open[-1], f"<{still_open[-1]['name']}> is not closed") if still_open else None


def _malformed(piece: re.Match[str], message: str) -> Finding:
    return Finding(code="TPL111", message=message, offset=piece.start(), written=piece[0])
