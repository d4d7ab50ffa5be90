"""Colour conversion to sRGB, by a picture's embedded profile where it has one."""

from __future__ import annotations

import io
import struct
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

from artmeta.imaging.code_points import KEY, code_point_profile
from artmeta.imaging.icc import D65, SRGB, matrix_profile

PROFILES = 8  # kept ready; a collection has a few, and one of CMYK takes up to 2 MB
SAME = 2  # levels of 255: a profile that moves no colour further is sRGB under another name
# Profiles of RGB and grey hold a matrix and curves, which have one rendering (ICC.1:2022, 8.3); for the tables of CMYK
# this is what browsers show (Chromium 156), while the perceptual intent of Little CMS moves black as well.
INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab ": "LAB"}


def profile_of(image: Image.Image) -> bytes | None:
    """Return the ICC profile of a picture, or one made of its code points or a PNG's gamma; None without any.

    As in PNG (third edition, 11.3.2), code points come before an embedded profile, that or the mark of sRGB before a
    gamma; of an AVIF file the embedded profile comes first (ISO/IEC 23000-22).
    """
    profile, gamma = image.info.get("icc_profile"), image.info.get("gamma")
    codes = image.info.get(KEY)
    if codes and (image.format == "PNG" or not profile) and (described := code_point_profile(*codes)):
        return described
    if profile or not gamma or "srgb" in image.info or image.format != "PNG":
        return profile or None
    points = image.info.get("chromaticity")
    white, *primaries = zip(points[::2], points[1::2], strict=True) if points else (D65, *SRGB)
    try:
        return matrix_profile(primaries, white, 1 / gamma)
    except (ValueError, struct.error):  # points that span no colours, a gamma out of any range
        return None


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Bring a small L, RGB, RGBA, CMYK or LAB picture to sRGB, as RGB or RGBA; a broken profile counts as none."""
    if image.mode == "RGBA":
        opaque = to_srgb(image.convert("RGB"), profile)
        opaque.putalpha(image.getchannel("A"))
        return opaque
    if profile:
        known_transform = _transform(profile)
        if known_transform is not None:
            mode, transform = known_transform
            return _applied(image, mode, transform)
    if image.mode == "LAB":
        return _applied(image, "LAB", _lab_transform())
    return image if image.mode == "RGB" else image.convert("RGB")


def _applied(image: Image.Image, mode: str, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    """Apply a transform to a picture of its mode, or of one that stands for it: greys in RGB."""
    if mode == "RGB" and image.mode == "L":
        image = image.convert("RGB")
    elif mode == "L" and image.mode == "RGB" and _is_grey(image):
        image = image.getchannel(0)
    if image.mode != mode:
        return to_srgb(image, None)
    changed = ImageCms.applyTransform(image, transform)
    assert changed is not None  # noqa: S101  only `inPlace` gives None
    return changed


def _is_grey(image: Image.Image) -> bool:
    pixels = np.asarray(image)
    return bool((pixels == pixels[..., :1]).all())


@lru_cache(maxsize=PROFILES)
def _transform(profile: bytes) -> tuple[str, ImageCms.ImageCmsTransform] | None:
    """Build the transform of a profile to sRGB, and its mode; None for a broken profile and for sRGB itself."""
    try:
        source = ImageCms.getOpenProfile(io.BytesIO(profile))
        mode = _MODES.get(source.profile.xcolor_space, "")
        if not mode:
            return None
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB", INTENT)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return None if mode == "RGB" and _changes_nothing(transform) else (mode, transform)


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    levels = np.linspace(0, 255, 9).round().astype(np.uint8)
    grid = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(27, 27, 3)
    changed = ImageCms.applyTransform(Image.fromarray(grid), transform)
    return bool(np.abs(np.asarray(changed).astype(int) - grid.astype(int)).max() <= SAME)


@lru_cache(maxsize=1)
def _lab_transform() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB"
    )
