"""How the pictures of a group with a disparity differ from other pictures of the same topics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from artmeta.bias_audit.disparities import GroupMetric
from artmeta.bias_audit.groupings import ORIGINS
from artmeta.bias_audit.works import AuditedWorks, Booleans, Floats, floats

if TYPE_CHECKING:
    import pandas as pd

LARGE = 0.8  # standard deviations; a large difference by Cohen 1988, "Statistical Power Analysis", chapter 2
WORDS = {
    "brightness": ("darker", "brighter"),
    "contrast": ("of less contrast", "of more contrast"),
    "sharpness": ("less sharp", "sharper"),
    "saturation": ("less colourful", "more colourful"),
}


def picture_causes(
    frame: pd.DataFrame, works: AuditedWorks, rows: Iterable[GroupMetric]
) -> dict[tuple[str, str, str], str]:
    """Return a sentence by group and topic on the property of its pictures that differs most, where one does."""
    groups = {each.name: each for each in works.groupings}
    topic = np.where(works.known >= 0, works.known, works.predicted)
    sentences = {}
    for row in rows:
        if row.grouping in ORIGINS:
            grouping = groups[row.grouping]
            inside = grouping.codes == grouping.names.index(row.group_name)
            of_topic = (
                topic == works.topics.index(row.topic_id) if row.topic_id else np.ones(len(works), dtype=bool)
            )
            sentences[row.key] = _sentence(frame, inside & of_topic, of_topic & ~inside)
    return {key: sentence for key, sentence in sentences.items() if sentence}


def _sentence(frame: pd.DataFrame, inside: Booleans, others: Booleans) -> str:
    sizes = {name: _difference(floats(frame[name]), inside, others) for name in WORDS}
    name, (size, here, there) = max(sizes.items(), key=lambda each: abs(each[1][0]))
    if abs(size) < LARGE:
        return ""
    return f"Its pictures are {WORDS[name][int(size > 0)]} (mean {name} {here:.2f}, elsewhere {there:.2f})."


def _difference(values: Floats, inside: Booleans, others: Booleans) -> tuple[float, float, float]:
    """Return the standardised difference of two means, and the means; 0 where one side has no values."""
    one, other = (values[part & np.isfinite(values)] for part in (inside, others))
    if not len(one) or not len(other):
        return 0.0, 0.0, 0.0
    spread = float(np.sqrt((one.var() + other.var()) / 2))
    here, there = float(one.mean()), float(other.mean())
    return ((here - there) / spread if spread > 0 else 0.0), here, there
