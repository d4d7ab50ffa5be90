"""Colours on the palette: mixed, darkened and never twice quite the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """The tubes a painter of one age sets out, as RGB from 0 to 255."""

    sky: Colour
    horizon: Colour
    cloud: Colour
    glow: Colour
    far: Colour
    middle: Colour
    near: Colour
    water: Colour
    leaf: Colour
    wall: Colour
    roof: Colour
    dark: Colour
    light: Colour
    accents: tuple[Colour, ...]


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` (0 to 1) of the other colour stirred into one."""
    return _colour(a + (b - a) * share for a, b in zip(one, other, strict=True))


def shade(colour: Colour, factor: float) -> Colour:
    """Darker below 1, lighter above."""
    return _colour(part * factor for part in colour)


def vary(colour: Colour, rng: np.random.Generator, spread: float = 12) -> Colour:
    """The colour as it comes out this time: `spread` is the standard deviation in steps of 255."""
    return _colour(part + change for part, change in zip(colour, rng.normal(0, spread, 3), strict=True))


def against(colour: Colour, ground: Colour, apart: float = 60) -> Colour:
    """The colour, darkened or lightened until it stands out from its ground by `apart` steps of 255."""
    light, behind = lightness(colour), lightness(ground)
    if abs(light - behind) >= apart:
        return colour
    wanted = behind - apart if behind > 128 else behind + apart  # to the side that has more room
    return (
        shade(colour, wanted / max(light, 1))
        if wanted < light
        else mix(colour, (255, 255, 255), (wanted - light) / 255)
    )


def lightness(colour: Colour) -> float:
    """How light a colour looks, 0 to 255 (weights of ITU-R BT.601)."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def any_of(rng: np.random.Generator, colours: tuple[Colour, ...]) -> Colour:
    """One of the colours."""
    return colours[int(rng.integers(len(colours)))]


def turn(colour: Colour, hue: float, saturation: float) -> Colour:
    """Turn the hue (in circles) and scale the saturation, keeping the lightness roughly."""
    import colorsys

    h, lightness, s = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    back = colorsys.hls_to_rgb((h + hue) % 1, lightness, min(1.0, s * saturation))
    return _colour(part * 255 for part in back)


def _colour(parts: object) -> Colour:
    red, green, blue = (min(255, max(0, round(float(part)))) for part in parts)  # type: ignore[attr-defined]
    return red, green, blue
