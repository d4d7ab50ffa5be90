"""Simulated collections whose truth is known: real classifier errors and real dates, only the shares are made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trend_analysis.calibration import CalibrationSet

Floats = NDArray[np.float64]
Shares = Callable[[Floats, np.random.Generator], Floats]  # positions 0 to 1 [n] -> shares [n, topics]
CENTURY = 100


@dataclass(frozen=True)
class World:
    """What is real: confidences by right topic [pictures, topics], and the museum's dates [texts, 2]."""

    confidences: Floats
    topics: NDArray[np.int64]
    spans: NDArray[np.int64]

    @property
    def count(self) -> int:
        """How many topics there are."""
        return self.confidences.shape[1]

    def dates(self, first: int, works: int, even: bool, rng: np.random.Generator) -> NDArray[np.int64]:
        """Draw dates that lie within a century, as they lie there or evenly by decade."""
        inside = self.spans[(self.spans[:, 0] >= first) & (self.spans[:, 1] < first + CENTURY)]
        weights = np.ones(len(inside))
        if even:
            decade = (inside.mean(axis=1) - first) // 10
            weights = 1 / np.bincount(decade.astype(int), minlength=10)[decade.astype(int)]
        return inside[rng.choice(len(inside), works, p=weights / weights.sum())]

    def confidences_of(self, y_true: NDArray[np.int64], rng: np.random.Generator) -> Floats:
        """Draw the confidences of works of known topics."""
        confidences = np.empty((len(y_true), self.count))
        for topic in range(self.count):
            pool = np.flatnonzero(self.topics == topic)
            members = y_true == topic
            confidences[members] = self.confidences[rng.choice(pool, members.sum())]
        return confidences

    def calibration_set(self, rng: np.random.Generator) -> CalibrationSet:
        """Draw works of known topic, half as many of each as there are pictures."""
        counts = np.bincount(self.topics) // 2
        y_true = np.repeat(np.arange(self.count), counts)
        return CalibrationSet(self.confidences_of(y_true, rng), y_true)


def waves(position: Floats, rng: np.random.Generator, topics: int) -> Floats:
    """Shares that rise, fall and sway: position 0 to 1 [n] -> [n, topics]."""
    base, sway = np.log(rng.dirichlet(np.full(topics, 2.0))), rng.normal(0, 0.7, topics)
    turn, lean = rng.uniform(0, 2 * np.pi, topics), rng.normal(0, 0.7, topics)
    raised = np.exp(
        base + sway * np.sin(2 * np.pi * position[:, None] + turn) + lean * (2 * position[:, None] - 1)
    )
    return raised / raised.sum(axis=1, keepdims=True)


def rise(base: float, points: float) -> Shares:
    """One topic rises by so many points over the century, the others give way alike."""

    def shares(position: Floats, rng: np.random.Generator) -> Floats:
        first = base + points * position[:, None]
        return np.hstack([first, (1 - first) * rng.dirichlet(np.full(6, 3.0))[None]])

    return shares


@dataclass(frozen=True)
class SimulatedWorks:
    """Works with their truth: dates as the museum says [works, 2], years, right topics, confidences, chances."""

    spans: NDArray[np.int64]
    years: NDArray[np.int64]
    y_true: NDArray[np.int64]
    confidences: Floats
    chances: Floats


def draw(
    world: World, first: int, works: int, shares: Shares, even: bool, rng: np.random.Generator
) -> SimulatedWorks:
    """Draw works whose shares of topics follow `shares` through a century."""
    spans = world.dates(first, works, even, rng)
    years = np.floor(rng.uniform(spans[:, 0], spans[:, 1] + 1)).astype(np.int64)
    chances = shares((years - first) / CENTURY, rng)
    y_true = np.minimum((chances.cumsum(axis=1) < rng.random((works, 1))).sum(axis=1), world.count - 1)
    return SimulatedWorks(spans, years, y_true, world.confidences_of(y_true, rng), chances)
