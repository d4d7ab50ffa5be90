"""Colours (RGB, 0 to 255) and the palettes of each style."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PIL import ImageColor

Colour = tuple[int, int, int]
Palette = Mapping[str, Colour]
WHITE, DUSK = (255, 255, 255), (58, 48, 84)
ACCENTS = ("accent1", "accent2", "accent3")
GROUNDS = "sky horizon cloud glow far middle near water leaf wall roof dark light"
NAMES = (*GROUNDS.split(), *ACCENTS)
# Hexadecimal colours in the order of NAMES; a style has one or two palettes.
PALETTES: Mapping[str, tuple[str, ...]] = {
    "old_master": (
        "566 ba7 cb8 eb7 667 553 321 344 342 a86 643 111 edb 832 245 b83",
        "333 874 a86 da6 443 442 221 233 331 874 532 110 eca 732 135 a83",
    ),
    "romantic": (
        "79b fd9 fec fea 9aa 884 542 688 562 cb8 853 222 ffc a32 257 da4",
        "789 fb7 ec9 fd7 889 764 432 678 552 ca7 743 211 feb 933 356 c94",
    ),
    "victorian": (
        "7ad dee ffe fec 8aa 7a4 573 48a 363 dca 953 222 ffd b33 259 eb3",
        "9ab edc fed fda 9aa 994 663 689 562 cb8 743 322 feb a33 358 da3",
    ),
    "watercolour": ("acd fed ffe fec abc bb7 996 8bb 795 dcb b75 443 ffe b53 469 da4",),
    "impressionist": (
        "8be fed fff fea 9ad 9c6 6a5 59c 495 fdc c64 335 ffd d53 36b fb4",
        "aad fca fed fc7 a9d bb6 784 78c 695 fdb b54 436 ffd e63 45a fc5",
    ),
    "fauve": (
        "4ae fc9 fec fd5 76c 5b5 d73 28b 195 fda d43 213 ffd e43 15c fc2",
        "fa6 fe8 fdb f64 369 8a4 475 37a 274 fc9 b34 113 ffc d34 34b fa1",
    ),
    "poster": (
        "28a fda fed fb4 589 7a5 364 157 264 fdb c43 123 ffd d32 147 fa3",
        "fa5 feb ffd fd7 866 b83 553 256 574 feb a33 112 ffe e53 135 fc5",
    ),
    "abstracted": (
        "ddc eed ffe fc4 8ab cb8 565 368 575 edc c43 112 ffe e32 25b fc2",
        "6ab bdc eee fb6 479 d85 745 257 375 fdb b44 112 ffe f64 277 fc4",
    ),
}


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


def rgb(word: str) -> Colour:
    """Return the colour of a hexadecimal word without its '#'."""
    red, green, blue = ImageColor.getrgb(f"#{word}")[:3]
    return red, green, blue


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
