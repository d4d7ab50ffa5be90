"""A LiteRT file that states in its metadata what is done to pixels gets them so, unless a preprocessing is named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import blocks_of_colour
from importing_home import Home, litert
from tiny_models import LABELS

from artmeta.vision.litert_graph import Graph
from artmeta.vision.litert_metadata import ENTRY, stated_scale, with_metadata
from artmeta.vision.networks.network import PIXELS, SNIPPET, UNIT, InputScale

IMAGENET = InputScale(
    tuple(1 / (255 * deviation) for deviation in (0.229, 0.224, 0.225)),
    (-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225),
)


@pytest.fixture(scope="module")
def plain(keras_model: Any) -> bytes:
    return litert(keras_model, "float32")


@pytest.mark.parametrize(
    ("scale", "way"),
    [
        (IMAGENET, "as the file states"),
        (UNIT, "as the file states"),
        (SNIPPET, "keras-snippet"),
        (PIXELS, "keras-pixels"),
    ],
)
def test_the_scale_that_a_file_states_is_used(
    scale: InputScale, way: str, keras_model: Any, plain: bytes, home: Home
) -> None:
    described = with_metadata(plain, "harbour", LABELS, scale)
    card = home.brought_in({"model.tflite": described, "labels.txt": "\n".join(LABELS).encode()})
    assert card.preprocessing == way
    shown = blocks_of_colour(6)
    expected = np.asarray(keras_model(scale.scaled(shown)))
    np.testing.assert_allclose(home.confidences(card, shown), expected, atol=1e-4)
    named = home.brought_in({}, "keras-zero-to-one")
    np.testing.assert_allclose(
        home.confidences(named, shown), np.asarray(keras_model(UNIT.scaled(shown))), atol=1e-4
    )


def test_metadata_that_state_no_usable_scale_are_passed_over(plain: bytes) -> None:
    assert stated_scale(plain) is None
    sound = with_metadata(plain, "harbour", LABELS, UNIT)
    assert stated_scale(sound) == UNIT
    content = Graph(sound).metadata(ENTRY)
    zero = np.zeros(3, np.float32).tobytes()
    for damaged in (b"", content[:40], content.replace(np.full(3, 255, np.float32).tobytes(), zero)):
        graph = Graph(plain)
        graph.add_metadata(ENTRY, damaged)
        assert stated_scale(graph.content()) is None
