"""Colours (RGB, 0 to 255) and the palettes of each style."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PIL import ImageColor

from artmeta.sample.words import table

Colour = tuple[int, int, int]
Palette = Mapping[str, Colour]
WHITE, DUSK = (255, 255, 255), (58, 48, 84)
ACCENTS = ("accent1", "accent2", "accent3")
NAMES = (*"sky horizon cloud glow far middle near water leaf wall roof dark light".split(), *ACCENTS)
_TABLES = table("paint/colours.toml")
PALETTES: Mapping[str, list[str]] = _TABLES["palettes"]


def rgb(word: str) -> Colour:
    """Return the colour of a hexadecimal word without its '#'."""
    red, green, blue = ImageColor.getrgb(f"#{word}")[:3]
    return red, green, blue


# Colours that are the same in every palette, by the names that figures use.
FIXED: Palette = {name: rgb(word) for name, word in _TABLES["fixed"].items()}


def mixed_palette(style: str, rng: np.random.Generator) -> Palette:
    """Return a style's palette, varied in hue, saturation and time of day; 'victorian' where a style has none."""
    choices = PALETTES.get(style, PALETTES["victorian"])
    words = choices[int(rng.integers(len(choices)))].split()
    saturation, dusk = rng.uniform(0.75, 1.15), min(0.4, max(0.0, rng.normal(-0.1, 0.22)))
    palette = {}
    for name, word in zip(NAMES, words, strict=True):
        colour = rgb(word)
        if name not in ACCENTS:
            colour = mix(mix((round(lightness(colour)),) * 3, colour, saturation), DUSK, dusk)
        palette[name] = vary(colour, rng, 6)
    return palette


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return `share` of the other colour in one; above 1 it is extrapolated."""
    return _colour(a + (b - a) * share for a, b in zip(one, other, strict=True))


def shade(colour: Colour, factor: float) -> Colour:
    """Darken (below 1) or lighten a colour."""
    return _colour(part * factor for part in colour)


def vary(colour: Colour, rng: np.random.Generator, spread: float = 8) -> Colour:
    """Add normal noise of standard deviation `spread` (of 255) to each channel."""
    return _colour(part + change for part, change in zip(colour, rng.normal(0, spread, 3), strict=True))


def contrast(colour: Colour, ground: Colour, apart: float = 50) -> Colour:
    """Darken or lighten a colour that is less than `apart` (of 255) from its ground in lightness."""
    light, behind = lightness(colour), lightness(ground)
    if abs(light - behind) >= apart:
        return colour
    if behind > 128:
        return shade(colour, (behind - apart) / max(light, 1))
    return mix(colour, WHITE, (behind + apart - light) / 255)


def lightness(colour: Colour) -> float:
    """Return the luma from 0 to 255 (weights of ITU-R BT.601)."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _colour(parts: Iterable[float]) -> Colour:
    red, green, blue = (min(255, max(0, round(float(part)))) for part in parts)
    return red, green, blue
