"""A scene before it gets its style: what is drawn on, its palette and year, and its random choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from artmeta.sample.paint.colour import ACCENTS, FIXED, Colour, Palette, mix, vary
from artmeta.sample.paint.pen import Pen
from artmeta.sample.words import table

T = TypeVar("T")
SCENES: Mapping[str, Mapping[str, str]] = table("paint/scenes.toml")
NAME = re.compile(r"[a-z]{2}")
REPEATED, YEARS = re.compile(r"(\d+)(?:~(\d+))?x"), re.compile(r"(\d{4})\+|-(\d{4})")


@dataclass(frozen=True)
class Scene:
    """`horizon` is a height; `air` veils what is far, `modelling` shades what is round (0 to 1)."""

    pen: Pen
    rng: np.random.Generator
    palette: Palette
    year: int
    air: float
    modelling: float
    horizon: float = 1.0

    @cached_property
    def wide(self) -> float:
        """The width as a share of the height."""
        return self.pen.image.width / self.pen.image.height

    def chance(self, share: float) -> bool:
        """Return True in this share (0 to 1) of the cases."""
        return bool(self.rng.random() < share)

    def between(self, low: float, high: float) -> float:
        """Return a random number between two others."""
        return float(self.rng.uniform(low, high))

    def one_of(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[int(self.rng.integers(len(choices)))]

    def veiled(self, colour: Colour, distance: float) -> Colour:
        """Return the colour at a distance from 0 (near) to 1 (the horizon)."""
        return mix(colour, self.palette["horizon"], self.air * distance)

    def across(self, top: float) -> list[tuple[float, float]]:
        """Return the corners of the whole width from a height down to the foot of the frame."""
        return [(-0.05, top), (self.wide + 0.05, top), (self.wide + 0.05, 1.05), (-0.05, 1.05)]

    def tints(self, **choices: str) -> dict[str, Colour]:
        """Return the colours by name; each of `choices` is one of several, varied ('accent' is any accent)."""
        colours = {**FIXED, **self.palette}
        for name, words in choices.items():
            word = self.one_of(words.split())
            colours[name] = vary(colours[self.one_of(ACCENTS) if word == "accent" else word], self.rng)
        return colours

    def elements(self, line: str) -> Iterator[tuple[str, list[float | str]]]:
        """Yield what a line of scenes.toml draws in this scene: an element and its arguments, often enough."""
        words, count = self.one_of(line.split(" | ")).split(), 1
        while not words[0][0].isalpha():
            rule = words.pop(0)
            if match := REPEATED.fullmatch(rule):
                count = int(self.rng.integers(int(match[1]), int(match[2] or match[1]) + 1))
            elif match := YEARS.fullmatch(rule):
                count *= int(match[1] or 0) <= self.year <= int(match[2] or 9999)
            else:
                count *= self.chance(float(rule.removesuffix("%")) / 100)
        for k in range(count):
            through = k / max(1, count - 1)
            yield words[0], [self._argument(word, through) for word in words[1:]]

    def _argument(self, word: str, through: float) -> float | str:
        return self.one_of(word.split("/")) if NAME.match(word) else self.number(word, through)

    def number(self, word: str, through: float = 0.5) -> float:
        """Return the number that an argument stands for, `through` (0 to 1) the repetitions of its line."""
        base = self.horizon if word[0] == "h" else 0.0
        word = word.lstrip("h+")
        if ":" in word:
            first, last = map(float, word.split(":"))
            return base + first + (last - first) * through
        low, _, high = word.partition("~")
        return base + (self.between(float(low), float(high)) if high else float(low or 0))
