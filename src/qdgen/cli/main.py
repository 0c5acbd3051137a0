"""`qdgen`: the commands, loaded when called, and the one place where errors become words."""

from __future__ import annotations

import gc
import gettext
import os
import signal
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import NoReturn

import click

from qdgen import __version__
from qdgen.errors import OutputError, QdgenError
from qdgen.messages import LANGUAGES, LOCALE_FOLDER, Text, language_of_environment, render, text

INTERRUPTED = 130

# name: (module, attribute, what it does). The modules are imported only when the command is called.
COMMANDS: dict[str, tuple[str, str, Text]] = {
    "build": ("qdgen.cli.build", "build", text("Build decisions into Word and PDF.")),
    "check": ("qdgen.cli.check", "check", text("Check against Nghị định 30/2020/NĐ-CP.")),
    "explain": ("qdgen.cli.explain", "explain", text("Explain the rules of the check.")),
    "new": ("qdgen.cli.new", "new", text("Begin a decision of a known kind.")),
    "xlsx": ("qdgen.cli.xlsx", "xlsx", text("Take an annex to Excel and back.")),
    "issue": ("qdgen.cli.issue", "issue", text("Give number and day, and make the package.")),
    "reopen": ("qdgen.cli.issue", "reopen", text("Let an issued decision be changed again.")),
    "sign": ("qdgen.cli.sign", "sign", text("Sign an issued PDF.")),
    "verify": ("qdgen.cli.verify", "verify", text("Tell whether a signed file is whole.")),
    "extract": ("qdgen.cli.extract", "extract", text("Take the data out of a PDF.")),
    "roll": ("qdgen.cli.roll", "roll", text("Take a dossier to another year.")),
    "diff": ("qdgen.cli.diff", "diff", text("Compare two versions of a decision.")),
    "pull": ("qdgen.cli.pull", "pull", text("Bring edits made in Word home into the content.")),
    "bang-so-sanh": (
        "qdgen.cli.bang_so_sanh",
        "bang_so_sanh",
        text("Put two versions side by side, with reasons."),
    ),
    "van-ban": ("qdgen.cli.van_ban", "van_ban", text("Look after the register of documents.")),
    "don-vi": ("qdgen.cli.don_vi", "don_vi", text("Look after the register of units.")),
    "fmt": ("qdgen.cli.fmt", "fmt", text("Lay content files out anew, changing no word.")),
    "schema": ("qdgen.cli.schema", "schema", text("Write the schemas that guide an editor.")),
    "show": ("qdgen.cli.show", "show", text("Show a Word file as text to review.")),
    "doctor": ("qdgen.cli.doctor", "doctor", text("See what is installed and what is missing.")),
    "redline": (
        "qdgen.cli.redline",
        "redline",
        text("Write two versions as one Word file with tracked changes."),
    ),
    "git-setup": (
        "qdgen.cli.git_setup",
        "git_setup",
        text("Make git diff readable for content and Word files."),
    ),
    "completion": ("qdgen.cli.completion", "completion", text("Print the shell's completion.")),
}


@dataclass(slots=True)
class Settings:
    """What holds for every command."""

    language: str


class _Commands(click.Group):
    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        language = _language_of(sys.argv[1:])
        _translate(command, language)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        language = _language_of(sys.argv[1:])
        rows = [(name, render(what, language)) for name, (_, _, what) in COMMANDS.items()]
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl(rows)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the messages.")
@click.version_option(__version__, prog_name="qdgen", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, lang: str | None) -> None:
    """Vietnamese administrative decisions, from structured text to Word and PDF."""
    ctx.obj = Settings(lang or language_of_environment())


def main() -> None:
    """Run the command line; every error leaves with its published exit code."""
    # What a command makes has no cycles to speak of: looking for them costs a tenth of its time.
    gc.disable()
    # No plugin of another package belongs in here.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    language = _language_of(sys.argv[1:])
    _speak(language)
    # What ends the run must pass through every `finally`, so that engines and files are cleaned up.
    signal.signal(signal.SIGTERM, _interrupt)
    _translate(cli, language)
    try:
        code = _run(language)
    except (BrokenPipeError, SystemExit):
        # The reader has gone (`| head`), for which click exits: what is left has nowhere to go.
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        code = 0
    _leave(code)


def _run(language: str) -> int:
    """The exit code, every error having been told."""
    try:
        code = cli.main(_language_first(sys.argv[1:]), standalone_mode=False)
    except QdgenError as error:
        from qdgen.cli.output import say_error

        say_error(error, language)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(render(text("stopped; what was there before is as it was"), language), err=True)
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def _leave(code: int) -> NoReturn:
    """End the process without taking its memory apart, which takes as long as a small build."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass
    except OSError:
        code = code or OutputError.exit_code
    os._exit(code)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _language_of(arguments: list[str]) -> str:
    """The language of help and messages, needed before click has read the arguments."""
    for index, argument in enumerate(arguments):
        value = ""
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        elif argument.startswith("--lang="):
            value = argument.removeprefix("--lang=")
        if value in LANGUAGES:
            return value
    return language_of_environment()


def _language_first(arguments: list[str]) -> list[str]:
    """`--lang` may stand anywhere; click looks for it before the command."""
    moved: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            return [*moved, *rest, argument, *waiting]
        if argument == "--lang":
            moved += [argument, *([value] if (value := next(waiting, None)) is not None else [])]
        elif argument.startswith("--lang="):
            moved.append(argument)
        else:
            rest.append(argument)
    return [*moved, *rest]


def _speak(language: str) -> None:
    """click's own words come from gettext's default domain."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", LOCALE_FOLDER)
    gettext.textdomain("messages")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A console or pipe that cannot write Vietnamese must not end the run.
            reconfigure(encoding="utf-8", errors="replace")


def in_english(owner: click.Command | click.Option) -> str:
    """The help of a command or an option as the code has it, whatever it was said in since."""
    kept: dict[str, str] = owner.__dict__
    return kept.setdefault("help_in_english", owner.help or "")


def _translate(command: click.Command, language: str) -> None:
    """Help is written in English in the code, and said in the user's language."""
    if english := in_english(command):
        command.help = render(Text(" ".join(english.split())), language)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and (english := in_english(parameter)):
            parameter.help = render(Text(english), language)
    if isinstance(command, click.Group) and not isinstance(command, _Commands):
        for inner in command.commands.values():
            _translate(inner, language)
