"""One model and some pictures, in every program in which people use it: what each says, and where it differs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.backbones import Backbone
from artmeta.vision.export.served import served
from artmeta.vision.networks.network import Network
from artmeta.vision.parity.browser import Asked, ask, open_browser
from artmeta.vision.parity.mistakes import MISTAKES
from artmeta.vision.parity.python_side import Pixels, Reference, Served
from artmeta.vision.parity.stages import LIMIT, Stages, largest, to_blame
from artmeta.vision.parity.tools import TOOLS, Tool, build_site, image_name

Floats = NDArray[np.float32]
FEW = 3  # pictures on which each mistake is made; a model that is very sure of one may not show it there
WEBGL = "webgl"  # what visitors' browsers compute with; `cpu` would prove something else


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture: its file, its pixels as artmeta reads it, and as a tool that stretches would read it."""

    path: Path
    pixels: Pixels
    stretched: Pixels


@dataclass(frozen=True, slots=True)
class Row:
    """What one program says: the largest difference of a confidence over all pictures.

    `same_pixels` is with artmeta's own pixels, square and of the network's size (NaN: not asked), `from_file` with the
    file as the program itself reads it (NaN: not asked); `blame` is the step that makes the difference, or why it was
    not asked. `sound` is what was expected: agreement, or for a mistake made on purpose, that it shows.
    """

    program: str
    backend: str
    same_pixels: float
    from_file: float
    blame: str
    sound: bool


def compare(
    network: Network,
    backbone: Backbone,
    model_files: Mapping[str, bytes],
    labels: Sequence[str],
    crop: Literal["centre", "stretch"],
    pictures: Sequence[Shown],
    cache_dir: Path,
    tools: Sequence[Tool] = TOOLS,
) -> Iterator[Row]:
    """Yield a row a program, and one for each mistake made on purpose; raise ModelError if no browser is here."""
    reference, litert = Reference(network), Served(network, backbone)
    wanted = [reference.stages(picture.pixels) for picture in pictures]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as url, open_browser() as browser:
        build_site(Path(folder), tools, model_files, [picture.path for picture in pictures], cache_dir)
        yield _litert_row(litert, pictures, wanted)
        facts: dict[str, Any] = {"size": network.size, "crop": crop, "labels": list(labels)}
        for tool in tools:
            if tool.size not in {0, network.size}:
                yield _left_out(tool, network.size)
                continue
            asked = ask(browser, f"{url}{tool.key}/index.html", f"{url}model/model.json", facts)
            if tool.key == "tfjs":
                yield _tfjs_row(tool, asked, url, pictures, wanted)
                yield from _mistakes(tool, asked, pictures, wanted)
            else:
                yield _tool_row(tool, asked, url, pictures, wanted, reference)
            asked.page.close()


def _left_out(tool: Tool, size: int) -> Row:
    reason = (
        f"not asked: it shows pictures of {tool.size} x {tool.size} only, this network wants {size} x {size}"
    )
    return Row(tool.title, "", np.nan, np.nan, reason, sound=True)


def _litert_row(litert: Served, pictures: Sequence[Shown], wanted: Sequence[Stages]) -> Row:
    worst = max(
        largest(litert.scores(one.pixels), right.scores) for one, right in zip(pictures, wanted, strict=True)
    )
    blame = "" if worst <= LIMIT else "the LiteRT file of the backbone"
    return Row("LiteRT, as artmeta serves it", "cpu", worst, np.nan, blame, worst <= LIMIT)


def _tfjs_row(tool: Tool, asked: Asked, url: str, pictures: Sequence[Shown], wanted: Sequence[Stages]) -> Row:
    """Ask plain TensorFlow.js step by step; from the file it reads as artmeta's web page does."""
    same = [asked.stages(picture.pixels) for picture in pictures]
    files = [asked.stages_of_file(_url(url, at, one)) for at, one in enumerate(pictures)]
    worst, blame = _worst(same, wanted)
    from_file, file_blame = _worst(files, wanted)
    return Row(
        tool.title,
        asked.backend,
        worst,
        from_file,
        blame or file_blame,
        worst <= LIMIT and asked.backend == WEBGL,
    )


def _worst(found: Sequence[Stages], wanted: Sequence[Stages]) -> tuple[float, str]:
    """Find the picture that differs most, and the step to blame there if it differs by more than rounding."""
    differences = [largest(one.scores, right.scores) for one, right in zip(found, wanted, strict=True)]
    at = int(np.argmax(differences))
    return differences[at], to_blame(wanted[at], found[at]) if differences[at] > LIMIT else ""


def _mistakes(tool: Tool, asked: Asked, pictures: Sequence[Shown], wanted: Sequence[Stages]) -> Iterator[Row]:
    """Make each mistake on purpose: a comparison that lets one pass is worth nothing."""
    few = pictures[:FEW]
    for mistake in MISTAKES:
        found = [asked.stages(mistake.pixels(picture.pixels), mistake.scale) for picture in few]
        worst, blame = _worst(found, wanted[:FEW])
        yield Row(
            f"{tool.title}, {mistake.name}",
            asked.backend,
            worst,
            np.nan,
            blame,
            worst > LIMIT and bool(blame),
        )


def _tool_row(
    tool: Tool,
    asked: Asked,
    url: str,
    pictures: Sequence[Shown],
    wanted: Sequence[Stages],
    reference: Reference,
) -> Row:
    """Ask a library that only tells its scores; what it did to a file is guessed from what explains them."""
    same = [asked.scores(picture.pixels) for picture in pictures]
    files = [asked.scores_of_file(_url(url, at, one)) for at, one in enumerate(pictures)]
    worst = max(largest(one, right.scores) for one, right in zip(same, wanted, strict=True))
    differences = [largest(one, right.scores) for one, right in zip(files, wanted, strict=True)]
    at = int(np.argmax(differences))
    if worst > LIMIT:
        blame = _explained(same[0], pictures[0].pixels, reference)
    else:
        blame = _read_otherwise(files[at], pictures[at], wanted[at], reference)
    return Row(
        tool.title, asked.backend, worst, differences[at], blame, worst <= LIMIT and asked.backend == WEBGL
    )


def _explained(scores: Floats, pixels: Pixels, reference: Reference) -> str:
    """Find the known mistake that gives these scores from these pixels."""
    for mistake in MISTAKES:
        if largest(scores, reference.stages(mistake.pixels(pixels), mistake.scale).scores) <= LIMIT:
            return mistake.name
    return "the network itself, or a mistake that is not known here"


def _read_otherwise(scores: Floats, picture: Shown, right: Stages, reference: Reference) -> str:
    """Say how a program reads a file that it agrees on once it has the pixels."""
    difference = largest(scores, right.scores)
    if difference <= LIMIT:
        return ""
    stretched = largest(scores, reference.stages(picture.stretched).scores)
    return "pixels: it stretches" if stretched < difference / 2 else "pixels: it scales down in another way"


def _url(url: str, number: int, picture: Shown) -> str:
    return f"{url}images/{image_name(number, picture.path)}"
