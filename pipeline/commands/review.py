"""`jixiao review`: look at what is in doubt, in a browser."""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import Annotated, Literal

import typer

from pipeline.commands.choices import Dataset, Password
from pipeline.commands.help import examples
from pipeline.exit_codes import ExitCode

EXAMPLES = examples(
    "jixiao review dataset",
    "jixiao review dataset --reviewer 张三 --lang en",
    "jixiao review dataset --host 0.0.0.0 --port 8750 --no-browser",
)

Host = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Address to listen on; others than this machine's own reach the network.")
]
Port = Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="Port to listen on; 0 takes a free one.")]
PageLang = Annotated[
    Literal["zh", "en"], typer.Option(metavar="zh|en", help="Language of the pages; each reviewer may switch.")
]
Reviewer = Annotated[str, typer.Option(metavar="NAME", help="Name that is offered to who opens the page.")]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Let people look, and refuse every correction.")]
Double = Annotated[bool, typer.Option("--double", help="Two people answer blind; where they differ a third decides.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]
AllowHost = Annotated[
    list[str] | None, typer.Option("--allow-host", metavar="NAME", help="Name under which a proxy asks; repeatable.")
]


def review(
    dataset: Dataset,
    host: Host = "127.0.0.1",
    port: Port = 0,
    lang: PageLang = "zh",
    reviewer: Reviewer = "",
    read_only: ReadOnly = False,
    double: Double = False,
    no_browser: NoBrowser = False,
    allow_host: AllowHost = None,
    password: Password = None,
) -> int:
    """Look at what is in doubt in a browser: accept it, choose a reading, or type what is printed."""
    from pipeline.places import place
    from pipeline.review.serve import serve
    from pipeline.review.settings import ReviewSettings

    settings = ReviewSettings(
        language=lang,
        reviewer=reviewer,
        read_only=read_only,
        double=double,
        hosts=(host, *(allow_host or ())),
        password=password,
    )
    serve(place(dataset), settings, host, port, browser=not no_browser)
    return ExitCode.OK
