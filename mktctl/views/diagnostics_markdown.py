"""`docs/diagnostics.md`: every code, from the catalogue."""

from typing import Final

from mktctl.model.codes import FAMILIES, Code, catalogue

_HEAD: Final = """# Diagnostics

What `mktctl validate` and `mktctl plan` can say, by code. Codes are stable: one is never used for another meaning.
The message itself names the place, what is wrong there, and how to mend it; here stands what lies behind it.

A warning or note can be answered in its file, with a reason:

```yaml
lint: {TPL005: comes with the spring sale}
```

This page is made from the program's own list: `make docs`.
"""


def diagnostics_markdown() -> str:
    """The whole page."""
    parts = [_HEAD]
    codes = catalogue()
    for family, title in FAMILIES.items():
        parts.append(f"\n## {title}\n")
        parts += [_one(name, code) for name, code in codes.items() if name.startswith(family)]
    return "".join(parts)


def _one(name: str, code: Code) -> str:
    example = f"\n```yaml\n{code.example}\n```\n" if code.example else ""
    return f"\n### {name}: {code.title}\n\n{code.explanation}\n{example}"
