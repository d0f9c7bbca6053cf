"""Options that several verbs share, written once."""

from pathlib import Path
from typing import Annotated

import typer

ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", "-C", metavar="DIR", help="The project's folder; else the nearest one with mktctl.yaml."),
]
EnvironmentOption = Annotated[
    str,
    typer.Option(
        "--env", "-e", metavar="NAME", help="An environment of mktctl.yaml. `sandbox` is local and always there."
    ),
]
TargetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--target", "-t", metavar="KIND/REF", help="Only this resource and what it needs, such as flow/welcome."
    ),
]
FullOption = Annotated[
    bool,
    typer.Option(
        "--full", help="Read every flow and mail in full: finds triggers, filters and mails edited in Klaviyo."
    ),
]
