"""`artmeta sample`: draw the sample museum into a folder, or open it to visitors on this machine."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="A museum that a program drew, to try things on.")

Works = Annotated[int, typer.Option(min=1, max=10_000_000, help="How many works hang in it.")]
Seed = Annotated[int, typer.Option(min=0, help="Another seed is another museum.")]
Small = Annotated[bool, typer.Option("--small", help="Paint within 200 pixels.")]
Blended = Annotated[bool, typer.Option("--blended", help="Blend pictures of a few paintings: for thousands.")]
Host = Annotated[str, typer.Option(help="Address to listen at; only this machine by default.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at; 0 takes any free one.")]
Faults = Annotated[str, typer.Option(help="What goes wrong, and how often: busy=0.05,truncate=0.03.")]
Log = Annotated[Path | None, typer.Option(help="File to note every request in, a line of JSON each.")]


@app.command("serve")
def serve_museum(
    works: Works = 600,
    seed: Seed = 1,
    small: Small = False,
    blended: Blended = False,
    host: Host = "127.0.0.1",
    port: Port = 8607,
    faults: Faults = "",
    log: Log = None,
) -> None:
    """Open the museum until Ctrl+C: pages, collection.csv, images, dataset.zip and truth.csv.

    The same works are shown in the shapes of other sites: /discover/artworks/ (Art UK), /iiif/collection.json
    (IIIF) and /sparql (Wikidata). With --faults it misbehaves by plan, and always alike.
    """
    from artmeta.sample.defects import FaultPlan
    from artmeta.sample.museum import Museum
    from artmeta.sample.server import serve

    museum, plan = Museum(seed, works, small, blended), FaultPlan.read(faults, seed)
    with serve(museum, host, port, plan, log) as url:
        typer.echo(f"The sample museum ({works:,} drawn works) is open at {url}/ until Ctrl+C.")
        Event().wait()


@app.command("draw")
def draw_museum(
    folder: Annotated[Path, typer.Argument(help="Folder to write into; made where it is not there.")],
    works: Works = 600,
    seed: Seed = 1,
    small: Small = False,
    blended: Blended = False,
) -> None:
    """Write the museum as files: images/, collection.csv, truth.csv, truth-by-decade.csv and dataset/."""
    from artmeta.sample.documents import write_folder
    from artmeta.sample.museum import Museum

    written = write_folder(Museum(seed, works, small, blended), folder)
    typer.echo(f"Drew {written:,} pictures into {folder}.")
