"""Every verb of the command line: its module, loaded only when it is called, and its line in `mktctl --help`."""

from typing import Final, NamedTuple


class Verb(NamedTuple):
    """`module` holds either a function `command` or, for a group of verbs, a `typer.Typer` named `group`."""

    module: str
    help: str


VERBS: Final[dict[str, Verb]] = {
    "validate": Verb(
        "mktctl.cli.validate", "Check the files, offline: every mistake with its place and how to mend it."
    ),
    "test": Verb("mktctl.cli.test", "Play the tests of the flows, offline: who gets what, when, and why not."),
    "simulate": Verb("mktctl.cli.simulate", "Play a flow for one persona, offline, and say what comes and why."),
    "plan": Verb("mktctl.cli.plan", "Show what apply would change on the platform, and whom it would touch."),
    "apply": Verb("mktctl.cli.apply", "Make the platform what the files say."),
    "send": Verb("mktctl.cli.send", "Send a campaign now: a draft that is as the files say, once."),
    "adopt": Verb("mktctl.cli.adopt", "Bind a resource to the object of its name that exists already."),
    "sandbox": Verb("mktctl.cli.sandbox", "The local platform: serve it, reset it, look at it."),
    "schema": Verb("mktctl.cli.schema", "Write JSON Schemas with the project's own names, for the editor."),
    "show": Verb("mktctl.cli.show", "Show one resource, offline: what happens when, what it names, what is sent."),
    "graph": Verb("mktctl.cli.graph", "Show which resource names which, as text or as a picture."),
    "new": Verb("mktctl.cli.new", "Write a commented starter file: a flow, segment, campaign or template."),
    "explain": Verb("mktctl.cli.explain", "Explain a key of the language, such as flow.steps.wait."),
}
