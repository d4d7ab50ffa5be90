"""What was written is read again, pixel by pixel."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from artmeta.imaging.decode import png


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3)])
def test_pixels_survive_as_png(shape: tuple[int, ...]) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(png(pixels)))), pixels)
