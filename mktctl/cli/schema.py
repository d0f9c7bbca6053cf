"""`mktctl schema`."""

from mktctl.cli.options import ProjectOption
from mktctl.cli.terminal import out, terminal


def command(project: ProjectOption = None) -> None:
    """Write schemas that know this project's names into .mktctl/schemas, and tell VS Code about them."""
    from mktctl.app.schema import write_schemas
    from mktctl.cli.files import project_root
    from mktctl.views.schema_text import schema_text

    screen = terminal()
    out(schema_text(write_schemas(project_root(project)), width=screen.width, colour=screen.colour))
