"""The entry point: a typer group that loads one verb, and the border where exceptions become exit codes."""

import importlib
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from mktctl import __version__
from mktctl.cli.given import read_only_what_is_given, show_flags_without_a_type
from mktctl.cli.verbs import VERBS
from mktctl.diagnostics import MktctlError

EXIT_USAGE: Final = 64
EXIT_BUG: Final = 70
EXIT_INTERRUPTED: Final = 130

_CLICK_EXCEPTION: Final[type[BaseException]] = next(
    one for one in typer.BadParameter.__mro__ if one.__name__ == "ClickException"
)
"""typer carries its own click and exports only some of its exceptions; this is the root of its usage errors."""


class LazyGroup(TyperGroup):
    """Knows its verbs by name and line of help; imports the module of the one that is called."""

    _listing = False

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, verb in VERBS.items():
            self.commands[name] = TyperCommand(name=name, help=verb.help)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The options in front of the verb."""
        read_only_what_is_given(self, ctx)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The list of verbs, without loading any of them."""
        self._listing = True
        show_flags_without_a_type(self, ctx)
        super().format_help(ctx, formatter)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The stub while help is listed, else the real command."""
        stub = super().get_command(ctx, cmd_name)
        if stub is None or self._listing:
            return stub
        verb = VERBS[cmd_name]
        module = importlib.import_module(verb.module)
        if hasattr(module, "group"):
            real = module.group
        else:
            real = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            real.command(name=cmd_name, help=verb.help)(module.command)
        command = typer.main.get_command(real)
        command.name = cmd_name
        read_only_what_is_given(command, ctx)
        show_flags_without_a_type(command, ctx)
        return command


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mktctl {__version__}")
        raise typer.Exit


app = typer.Typer(cls=LazyGroup, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Terraform for marketing automation: segments, flows and templates as YAML in git."""


def run(argv: Sequence[str]) -> int:
    """Run one command line; return the exit code. Only a bug gets a traceback, and that one goes into a file."""
    from mktctl.cli.terminal import OutputClosed, prepare_streams

    prepare_streams()
    try:
        code = typer.main.get_command(app).main(args=list(argv), prog_name="mktctl", standalone_mode=False)
    except OutputClosed as error:
        return error.exit_code
    except MktctlError as error:
        return _explain(error)
    except KeyboardInterrupt:  # before typer has begun, or after it has ended; in between it is an exit code
        code = EXIT_INTERRUPTED
    except typer.Abort:  # at a question
        typer.echo("Nothing was done.", err=True)
        return EXIT_INTERRUPTED
    except Exception as error:
        if isinstance(error, _CLICK_EXCEPTION):
            from typer.rich_utils import rich_format_error

            rich_format_error(error)  # type: ignore[arg-type]
            return EXIT_USAGE
        from mktctl.cli.bug_report import report

        return report(error, argv)
    if code == EXIT_INTERRUPTED:
        typer.echo("Interrupted.", err=True)
    return code if isinstance(code, int) else 0


def _explain(error: MktctlError) -> int:
    from mktctl.views.visible import inert, visible

    typer.secho(inert(f"Error: {visible(str(error))}"), err=True, fg=typer.colors.RED)
    if error.hint:
        typer.echo(inert(f"  {visible(error.hint)}"), err=True)
    return error.exit_code
