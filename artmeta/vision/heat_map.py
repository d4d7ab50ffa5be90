"""Heat maps by occlusion: the parts of a picture without which a topic would get a lower confidence.

Occlusion, after Zeiler and Fergus 2014 ("Visualizing and Understanding Convolutional Networks", section 4.2): a square
of even colour is laid over one part of the picture after another. It needs the model's outputs only, so it
works for every model, imported or trained here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.heads import Floats, Head

PARTS, STEPS = 5, 14  # the square is a fifth of the side; the step a fourteenth, as the last feature map
HOT, COLD = np.array([214, 40, 40]), np.array([38, 84, 180])  # also for people who do not see red and green
STRONGEST = 0.65  # of the colour laid over the picture; more would hide what lies below

Pixels = NDArray[np.uint8]


def heat_map(
    pixels: Pixels, embed: Callable[[Pixels], NDArray[np.float32]], head: Head, topic: int
) -> Floats:
    """Return by how much the topic's log-odds fall where the picture is covered: [size, size], below 0 where they rise.

    `pixels` are [size, size, 3]; `embed` returns the features of one such picture; it is called about 260 times.
    """
    size = len(pixels)
    cover = pixels.reshape(-1, 3).mean(axis=0).astype(np.uint8)  # the mean colour is the least surprise
    whole = _odds(head, embed(pixels), topic)
    falls, times = np.zeros((size, size)), np.zeros((size, size))
    for rows, columns in _squares(size):
        covered = pixels.copy()
        covered[rows, columns] = cover
        falls[rows, columns] += whole - _odds(head, embed(covered), topic)
        times[rows, columns] += 1
    return falls / times


def painted(pixels: Pixels, heat: Floats) -> Pixels:
    """Overlay a heat map on a picture: red where it raises the topic's log-odds, blue where it lowers them."""
    relative = heat / max(float(np.abs(heat).max()), 1e-9)
    colour = np.where(relative[..., None] > 0, HOT, COLD)
    share = STRONGEST * np.abs(relative)[..., None]
    return np.round(pixels * (1 - share) + colour * share).astype(np.uint8)


def _squares(size: int) -> Iterator[tuple[slice, slice]]:
    """Yield the places of the square; those at the edge reach beyond it, so that every pixel is covered alike."""
    side, step = max(size // PARTS, 1), max(size // STEPS, 1)
    starts = range(step - side, size, step)
    spans = [slice(max(start, 0), start + side) for start in starts]
    for rows in spans:
        for columns in spans:
            yield rows, columns


def _odds(head: Head, features: NDArray[np.float32], topic: int) -> float:
    """Return the topic's log-odds."""
    from scipy.special import logsumexp

    sums = head.logits(features[None])[0]
    if head.multi_label or len(sums) == 1:
        return float(sums[topic])
    return float(sums[topic] - logsumexp(np.delete(sums, topic)))
