"""One model and some pictures, in every program in which people use it: what each says, and where it differs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.networks.network import Network
from bench.parity.browser import BrowserSession, open_browser, open_session
from bench.parity.mistakes import MISTAKES
from bench.parity.python_side import LitertModel, Pixels, Reference
from bench.parity.served import served
from bench.parity.stages import LIMIT, Stages, first_difference, largest
from bench.parity.tools import TOOLS, Tool, build_site, image_name

Floats = NDArray[np.float32]
FEW = 3  # pictures on which each mistake is made; a model that is very sure of one may not show it there
WEBGL = "webgl"  # what visitors' browsers compute with; `cpu` would prove something else


@dataclass(frozen=True, slots=True)
class ParityPicture:
    """One picture: its file, its pixels as artmeta reads it, and as a tool that stretches would read it."""

    path: Path
    pixels: Pixels
    stretched: Pixels


@dataclass(frozen=True, slots=True)
class ParityResult:
    """What one program says: the largest difference of a confidence over all pictures.

    `same_pixels` is with artmeta's own pixels, square and of the network's size (NaN: not asked), `from_file` with the
    file as the program itself reads it (NaN: not asked); `cause` is the step that makes the difference, or why it was
    not asked. `as_expected` is what was expected: agreement, or for a mistake made on purpose, that it shows.
    """

    program: str
    backend: str
    same_pixels: float
    from_file: float
    cause: str
    as_expected: bool


def compare(
    network: Network,
    backbone: Backbone,
    model_files: Mapping[str, bytes],
    labels: Sequence[str],
    crop: Literal["centre", "stretch"],
    pictures: Sequence[ParityPicture],
    cache_dir: Path,
    tools: Sequence[Tool] = TOOLS,
) -> Iterator[ParityResult]:
    """Yield a row a program, and one for each mistake made on purpose; raise ModelError if no browser is here."""
    reference, litert = Reference(network), LitertModel(network, backbone)
    expected = [reference.stages(picture.pixels) for picture in pictures]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as url, open_browser() as browser:
        build_site(Path(folder), tools, model_files, [picture.path for picture in pictures], cache_dir)
        yield _litert_row(litert, pictures, expected)
        facts: dict[str, Any] = {"size": network.size, "crop": crop, "labels": list(labels)}
        for tool in tools:
            if tool.size not in {0, network.size}:
                yield _left_out(tool, network.size)
                continue
            session = open_session(browser, f"{url}{tool.key}/index.html", f"{url}model/model.json", facts)
            if tool.key == "tfjs":
                yield _tfjs_row(tool, session, url, pictures, expected)
                yield from _mistakes(tool, session, pictures, expected)
            else:
                yield _tool_row(tool, session, url, pictures, expected, reference)
            session.page.close()


def _left_out(tool: Tool, size: int) -> ParityResult:
    reason = (
        f"not asked: it shows pictures of {tool.size} x {tool.size} only, this network wants {size} x {size}"
    )
    return ParityResult(tool.title, "", np.nan, np.nan, reason, as_expected=True)


def _litert_row(
    litert: LitertModel, pictures: Sequence[ParityPicture], expected: Sequence[Stages]
) -> ParityResult:
    worst = max(
        largest(litert.scores(one.pixels), right.scores)
        for one, right in zip(pictures, expected, strict=True)
    )
    cause = "" if worst <= LIMIT else "the LiteRT file of the backbone"
    return ParityResult("LiteRT, as artmeta serves it", "cpu", worst, np.nan, cause, worst <= LIMIT)


def _tfjs_row(
    tool: Tool,
    session: BrowserSession,
    url: str,
    pictures: Sequence[ParityPicture],
    expected: Sequence[Stages],
) -> ParityResult:
    """Run plain TensorFlow.js step by step; from the file it reads as artmeta's web page does."""
    same = [session.stages(picture.pixels) for picture in pictures]
    files = [session.stages_of_file(_url(url, at, one)) for at, one in enumerate(pictures)]
    worst, cause = _worst(same, expected)
    from_file, file_cause = _worst(files, expected)
    return ParityResult(
        tool.title,
        session.backend,
        worst,
        from_file,
        cause or file_cause,
        worst <= LIMIT and session.backend == WEBGL,
    )


def _worst(actual: Sequence[Stages], expected: Sequence[Stages]) -> tuple[float, str]:
    """Find the picture that differs most, and the step that causes it if it differs by more than rounding."""
    differences = [largest(one.scores, right.scores) for one, right in zip(actual, expected, strict=True)]
    at = int(np.argmax(differences))
    return differences[at], first_difference(expected[at], actual[at]) if differences[at] > LIMIT else ""


def _mistakes(
    tool: Tool, session: BrowserSession, pictures: Sequence[ParityPicture], expected: Sequence[Stages]
) -> Iterator[ParityResult]:
    """Make each mistake on purpose: a comparison that lets one pass is worth nothing."""
    few = pictures[:FEW]
    for mistake in MISTAKES:
        actual = [session.stages(mistake.pixels(picture.pixels), mistake.scale) for picture in few]
        worst, cause = _worst(actual, expected[:FEW])
        yield ParityResult(
            f"{tool.title}, {mistake.name}",
            session.backend,
            worst,
            np.nan,
            cause,
            worst > LIMIT and bool(cause),
        )


def _tool_row(
    tool: Tool,
    session: BrowserSession,
    url: str,
    pictures: Sequence[ParityPicture],
    expected: Sequence[Stages],
    reference: Reference,
) -> ParityResult:
    """Ask a library that only tells its scores; what it did to a file is guessed from what explains them."""
    same = [session.scores(picture.pixels) for picture in pictures]
    files = [session.scores_of_file(_url(url, at, one)) for at, one in enumerate(pictures)]
    worst = max(largest(one, right.scores) for one, right in zip(same, expected, strict=True))
    differences = [largest(one, right.scores) for one, right in zip(files, expected, strict=True)]
    at = int(np.argmax(differences))
    if worst > LIMIT:
        cause = _explained(same[0], pictures[0].pixels, reference)
    else:
        cause = _read_otherwise(files[at], pictures[at], expected[at], reference)
    return ParityResult(
        tool.title,
        session.backend,
        worst,
        differences[at],
        cause,
        worst <= LIMIT and session.backend == WEBGL,
    )


def _explained(scores: Floats, pixels: Pixels, reference: Reference) -> str:
    """Find the known mistake that gives these scores from these pixels."""
    for mistake in MISTAKES:
        if largest(scores, reference.stages(mistake.pixels(pixels), mistake.scale).scores) <= LIMIT:
            return mistake.name
    return "the network itself, or a mistake that is not known here"


def _read_otherwise(scores: Floats, picture: ParityPicture, right: Stages, reference: Reference) -> str:
    """Say how a program reads a file that it agrees on once it has the pixels."""
    difference = largest(scores, right.scores)
    if difference <= LIMIT:
        return ""
    stretched = largest(scores, reference.stages(picture.stretched).scores)
    return "pixels: it stretches" if stretched < difference / 2 else "pixels: it scales down in another way"


def _url(url: str, number: int, picture: ParityPicture) -> str:
    return f"{url}images/{image_name(number, picture.path)}"
