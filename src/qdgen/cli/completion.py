"""`qdgen completion`"""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what makes SHELL complete the commands: eval "$(qdgen completion bash)"."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    root = ctx.find_root()
    if found is None:
        raise click.UsageError(shell)
    click.echo(found(root.command, {}, "qdgen", "_QDGEN_COMPLETE").source())
