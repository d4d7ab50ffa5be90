"""Light, sharpness, colourfulness and border of pictures whose values are known."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest

from artmeta.imaging.decode import decode_image
from artmeta.imaging.properties import image_properties

RNG = np.random.default_rng(1)


def picture(inside: tuple[int, int, int], frame: tuple[int, int, int] | None = None) -> np.ndarray:
    pixels = np.full((224, 224, 3), inside, dtype=np.uint8)
    if frame is not None:
        for edge in (np.s_[:12], np.s_[-12:]):
            pixels[edge] = pixels[:, edge] = frame
    return pixels


def test_an_even_picture_has_its_brightness_and_neither_contrast_nor_edges() -> None:
    seen = image_properties(picture((51, 51, 51)))
    assert seen.brightness == pytest.approx(0.2, abs=1e-3)
    assert (seen.contrast, seen.sharpness, seen.saturation) == (
        pytest.approx(0, abs=1e-6),
        pytest.approx(0, abs=1e-6),
        0,
    )


def test_saturation_is_the_distance_of_the_channels() -> None:
    assert image_properties(picture((255, 0, 0))).saturation == pytest.approx(1)
    assert image_properties(picture((153, 102, 102))).saturation == pytest.approx(0.2)


def test_a_blurred_picture_is_less_sharp() -> None:
    noise = RNG.integers(0, 256, (224, 224, 3), dtype=np.uint8)
    blurred = np.stack([np.roll(noise, shift, axis=1) for shift in range(8)]).mean(axis=0).astype(np.uint8)
    assert image_properties(noise).sharpness > 4 * image_properties(blurred).sharpness


def test_the_sharpness_does_not_depend_on_the_size_that_a_backbone_asks_for() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (120, 120, 3), dtype=np.uint8)
    drawn = noise.repeat(2, axis=0).repeat(2, axis=1)
    small, large = (image_properties(decode_image(drawn, "drawn", size)).sharpness for size in (224, 331))
    assert large == pytest.approx(small, rel=0.05)  # 23% less between neighbouring pixels of each size


@pytest.mark.parametrize("crop", [np.s_[:, 40:184], np.s_[40:184, :]])
def test_the_border_is_found_where_the_picture_was_cropped_to_its_centre(crop: tuple[slice, slice]) -> None:
    pixels = RNG.integers(0, 256, (224, 224, 3), dtype=np.uint8)
    for edge in (np.s_[:12], np.s_[-12:]):
        pixels[edge] = pixels[:, edge] = (0, 0, 255)
    seen = image_properties(pixels[crop])
    assert (seen.border_red, seen.border_green, seen.border_blue) == pytest.approx((0, 0, 1))


def test_a_picture_of_one_pixel_has_finite_values() -> None:
    assert all(np.isfinite(value) for value in asdict(image_properties(picture((9, 9, 9))[:1, :1])).values())
