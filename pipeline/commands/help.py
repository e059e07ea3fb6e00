"""How `--help` looks, and what is said of a command line that is wrong: typer's own classes, taught a little more.

`jixiao scans/` is answered with the command that was meant, `jixiao --out x run` with where the option belongs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

UsageError = cast("type[typer.BadParameter]", typer.BadParameter.__base__)
"""What typer raises for a wrong command line; it exports only this child of it."""

_COMPLETION = ("install_completion", "show_completion")
"""The options that typer adds by itself."""


def examples(*lines: str, note: str = "") -> str:
    """Return what stands below a command's help: command lines to start from, and a note."""
    title = "[bold]Example[/]" if len(lines) == 1 else "[bold]Examples[/]"
    shown = [f"[dim]  $[/] {_plain(line)}" for line in lines]
    return "\n".join([title, *shown, *(["", _plain(note)] if note else [])])


class Command(TyperCommand):
    """One command."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.help = _unwrapped(self.help or "")

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options and arguments, as the help shows them."""
        return [_tidy(param) for param in super().get_params(ctx)]


class Commands(TyperGroup):
    """All commands together."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options that stand before a command, as the help shows them."""
        return [_tidy(param) for param in super().get_params(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what stands before the command; of an option of a command there, say where it belongs."""
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            if owners := self._owners(getattr(error, "option_name", "")):
                error.message += f" before a command; it belongs behind {', '.join(owners)}"
            raise

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; of a file or folder in its place, say how it is read."""
        try:
            return super().resolve_command(ctx, args)
        except UsageError as error:
            if "Did you mean" not in error.message and Path(args[0]).exists():
                error.message = f"{args[0]!r} is no command. To read it: jixiao run {args[0]} --out DATASET"
            raise

    def _owners(self, option: str) -> list[str]:
        """Return the commands that have an option."""
        commands = self.commands.items()
        return [name for name, command in commands if any(option in param.opts for param in command.params)]


def _plain(text: str) -> str:
    """Return text that is no markup."""
    return text.replace("[", "\\[")


def _unwrapped(text: str) -> str:
    """Return paragraphs of source code as one line each: a terminal is as wide as it is."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _tidy(param: Any) -> Any:
    """Show no types: `SOURCE` and `N` say more than `<list[str]>` and `<bool>`; typer's own options in a panel."""
    if param.param_type_name == "argument":
        param.display_type_rich = lambda ctx: None
    elif param.is_flag and param.metavar is None:
        param.metavar = ""
    if param.name in _COMPLETION:
        param.rich_help_panel = "Shell completion"
    return param
