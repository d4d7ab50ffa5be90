"""Pictures in other colour spaces become sRGB; what is sRGB already, or carries a broken profile, stays as it is."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from icc_profiles import ADOBE_RGB, DISPLAY_P3, PROPHOTO, cmyk_profile, grey_profile
from numpy.typing import NDArray
from PIL import Image, ImageCms

from artmeta.imaging.decode import decode, thumbnail
from artmeta.imaging.icc import D65, SRGB, matrix_profile

# The same three colours, measured by hand from the definitions of the spaces: sRGB, and how each space writes it.
COLOURS = np.array([[180, 60, 40], [60, 140, 70], [90, 110, 160]], np.uint8)
SUFFIXES = ("png", "jpg", "webp", "avif", "tif")
EXACT: dict[str, dict[str, Any]] = {
    "jpg": {"quality": 98, "subsampling": 0},
    "webp": {"lossless": True},
    "avif": {"quality": 98, "subsampling": "4:4:4"},
}


def linear(values: NDArray[Any]) -> NDArray[np.float64]:
    """Undo the curve of sRGB (IEC 61966-2-1)."""
    parts = np.asarray(values) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def written_in(primaries: NDArray[np.float64], gamma: float) -> NDArray[np.uint8]:
    """Say COLOURS in a space by the matrix from linear sRGB to it."""
    return (255 * (linear(COLOURS) @ primaries.T) ** (1 / gamma)).round().astype(np.uint8)


# From linear sRGB; http://www.brucelindbloom.com/index.html?Eqn_RGB_XYZ_Matrix.html (Adobe RGB 1998, ProPhoto).
TO_ADOBE = np.array([[0.71512, 0.28488, 0.0], [0.0, 1.0, 0.0], [0.0, 0.04117, 0.95883]])
TO_PROPHOTO = np.array(
    [[0.52928, 0.33015, 0.14057], [0.09836, 0.87343, 0.02821], [0.01687, 0.11766, 0.86547]]
)
TO_P3 = np.array([[0.82246, 0.17754, 0.0], [0.03319, 0.96681, 0.0], [0.01708, 0.07240, 0.91052]])
SPACES = {
    "Adobe RGB": (written_in(TO_ADOBE, 2.19921875), ADOBE_RGB),
    "ProPhoto": (written_in(TO_PROPHOTO, 1.8), PROPHOTO),
    "Display P3": (written_in(TO_P3, 2.2), DISPLAY_P3),
}


def picture(colours: NDArray[np.uint8]) -> Image.Image:
    """Draw three bars."""
    return Image.fromarray(np.repeat(colours[None], 96, axis=0).repeat(32, axis=1))


def bars(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    side = pixels.shape[1]
    return pixels[side // 2, [side // 6, side // 2, side * 5 // 6]].astype(int)


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_wide_colours_become_srgb(tmp_path: Path, space: str, suffix: str) -> None:
    values, profile = SPACES[space]
    path = tmp_path / f"a.{suffix}"
    picture(values).save(path, icc_profile=profile, **EXACT.get(suffix, {}))
    assert np.abs(bars(decode(path)) - COLOURS).max() <= 5
    small = np.asarray(Image.open(io.BytesIO(thumbnail(path, 90))).convert("RGB"))
    assert np.abs(bars(small) - COLOURS).max() <= 16, "of a JPEG, chroma halved"
    untagged = tmp_path / f"b.{suffix}"
    picture(values).save(untagged, **EXACT.get(suffix, {}))
    assert np.abs(bars(decode(untagged)) - COLOURS).max() > 10, (
        "without a profile the same values are other colours"
    )


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_a_profile_counts_beneath_transparency_and_a_palette(tmp_path: Path, mode: str) -> None:
    values, profile = SPACES["ProPhoto"]
    whole = picture(values)
    (whole.convert("RGBA") if mode == "RGBA" else whole.quantize(8)).save(
        tmp_path / "a.png", icc_profile=profile
    )
    assert np.abs(bars(decode(tmp_path / "a.png")) - COLOURS).max() <= 4


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif"])
@pytest.mark.parametrize("deep", [False, True])
def test_a_grey_profile(tmp_path: Path, suffix: str, deep: bool) -> None:
    greys = np.full((60, 60), 128, np.uint8)
    if deep and suffix != "jpg":
        Image.fromarray(greys.astype(np.uint16) * 257).save(
            tmp_path / f"a.{suffix}", icc_profile=grey_profile(1.0)
        )
    else:
        Image.fromarray(greys).save(tmp_path / f"a.{suffix}", icc_profile=grey_profile(1.0))
    assert np.abs(decode(tmp_path / f"a.{suffix}").astype(int) - 188).max() <= 1, (
        "half the light is level 188"
    )


@pytest.mark.parametrize("suffix", ["jpg", "tif"])
def test_inks_with_a_profile(tmp_path: Path, suffix: str) -> None:
    inks = Image.fromarray(np.full((64, 64, 4), (255, 0, 0, 0), np.uint8), mode="CMYK")
    inks.save(tmp_path / f"a.{suffix}", icc_profile=cmyk_profile(0.8))
    red, green, blue = decode(tmp_path / f"a.{suffix}")[100, 100].astype(int)
    assert (abs(red - 124) <= 4, green >= 250, blue >= 250) == (True, True, True), (
        "ink that leaves a fifth of the red light"
    )


@pytest.mark.parametrize(
    "profile",
    [b"no profile", ADOBE_RGB[:200], ADOBE_RGB[:-80], grey_profile(1.0), cmyk_profile(0.8), b"\0" * 400],
)
def test_a_broken_or_foreign_profile_counts_as_none(tmp_path: Path, profile: bytes) -> None:
    picture(COLOURS).save(tmp_path / "a.png", icc_profile=profile)
    picture(COLOURS).save(tmp_path / "b.png")
    assert (decode(tmp_path / "a.png") == decode(tmp_path / "b.png")).all()


def test_a_profile_of_srgb_changes_no_pixel(tmp_path: Path) -> None:
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    noise = Image.fromarray(np.random.default_rng(2).integers(0, 256, (300, 400, 3), np.uint8))
    noise.save(tmp_path / "a.png", icc_profile=usual)
    noise.save(tmp_path / "b.png")
    assert (decode(tmp_path / "a.png") == decode(tmp_path / "b.png")).all()


def test_a_png_tells_its_colours_by_gamma_and_primaries(tmp_path: Path) -> None:
    values, _ = SPACES["Adobe RGB"]
    adobe = (31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)
    chunks = {b"gAMA": struct.pack(">I", 45471), b"cHRM": struct.pack(">8I", *adobe)}
    _png_with(tmp_path / "a.png", values, chunks)
    assert np.abs(bars(decode(tmp_path / "a.png")) - COLOURS).max() <= 4
    _png_with(tmp_path / "b.png", values, {**chunks, b"sRGB": b"\0"})
    _png_with(tmp_path / "c.png", values, {b"cHRM": chunks[b"cHRM"]})
    _png_with(tmp_path / "d.png", values, {b"gAMA": chunks[b"gAMA"], b"cHRM": bytes(32)})
    for name in ("b.png", "c.png", "d.png"):
        assert (bars(decode(tmp_path / name)) == values).all(), (
            "marked sRGB, without a gamma, or without sense"
        )


def test_the_profile_that_is_written_for_srgb_is_srgb(tmp_path: Path) -> None:
    picture(COLOURS).save(tmp_path / "a.png", icc_profile=matrix_profile(SRGB, D65, 2.2))
    assert np.abs(bars(decode(tmp_path / "a.png")) - COLOURS).max() <= 5, (
        "but for the straight part of its curve"
    )


def _pq(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Write light, 1 for 203 cd/m2, by the perceptual quantiser (SMPTE ST 2084)."""
    power = (light * 203 / 10000) ** (2610 / 16384)
    return ((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32)


def _hlg(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Write light, 1 for 203 cd/m2 of 1,000, by hybrid log-gamma (ARIB STD-B67), a channel at a time."""
    scene = (light * 203 / 1000) ** (1 / 1.2)
    return np.where(
        scene <= 1 / 12,
        np.sqrt(3 * scene),
        0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073,
    )


# From linear sRGB to BT.2020, as in ITU-R BT.2087
TO_2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
IN_2020 = linear(COLOURS) @ TO_2020.T
CODES = {
    "Display P3": ((12, 13), written_in(TO_P3, 2.2)),
    "BT.2020, a gamma like that of sRGB": ((9, 14), written_in(TO_2020, 2.2)),
    "BT.2020, PQ": ((9, 16), (255 * _pq(IN_2020)).round().astype(np.uint8)),
    "BT.2020, HLG": ((9, 18), (255 * _hlg(IN_2020)).round().astype(np.uint8)),
    "BT.709, linear": ((1, 8), (255 * linear(COLOURS)).round().astype(np.uint8)),
}


def avif_with(path: Path, colours: NDArray[np.uint8], codes: tuple[int, int], **options: Any) -> None:
    """Write an AVIF file whose box of colours has other code points."""
    plain = io.BytesIO()
    picture(colours).save(plain, "AVIF", quality=100, subsampling="4:4:4", **options)
    before, box, behind = plain.getvalue().partition(b"colrnclx")
    assert box
    path.write_bytes(before + box + struct.pack(">2H", *codes) + behind[4:])


@pytest.mark.parametrize("space", CODES)
def test_wide_and_hdr_colours_that_code_points_describe_become_srgb(tmp_path: Path, space: str) -> None:
    codes, values = CODES[space]
    _png_with(tmp_path / "a.png", values, {b"cICP": bytes([*codes, 0, 1])})
    avif_with(tmp_path / "a.avif", values, codes)
    assert np.abs(bars(decode(tmp_path / "a.png")) - COLOURS).max() <= 5
    assert np.abs(bars(decode(tmp_path / "a.avif")) - COLOURS).max() <= 14, (
        "PQ widens what compression changed"
    )
    assert np.abs(values.astype(int) - COLOURS).max() > 10, "they are other values than those of sRGB"


def test_code_points_of_srgb_or_none_that_are_known_leave_a_picture_as_it_is(tmp_path: Path) -> None:
    for codes in ((1, 13), (1, 1), (2, 2), (9, 2), (200, 16), (9, 200)):
        _png_with(tmp_path / "a.png", COLOURS, {b"cICP": bytes([*codes, 0, 1])})
        assert (bars(decode(tmp_path / "a.png")) == COLOURS).all()
    _png_with(tmp_path / "b.png", COLOURS, {b"cICP": b""})  # without its content
    assert (bars(decode(tmp_path / "b.png")) == COLOURS).all()


def test_a_png_follows_its_code_points_and_an_avif_file_its_profile(tmp_path: Path) -> None:
    values, profile = SPACES["Adobe RGB"]
    avif_with(tmp_path / "a.avif", values, (9, 16), icc_profile=profile)
    assert np.abs(bars(decode(tmp_path / "a.avif")) - COLOURS).max() <= 5
    gamma = {b"gAMA": struct.pack(">I", 45471)}
    _png_with(tmp_path / "a.png", CODES["BT.2020, PQ"][1], {b"cICP": bytes([9, 16, 0, 1]), **gamma})
    assert np.abs(bars(decode(tmp_path / "a.png")) - COLOURS).max() <= 5


def _png_with(path: Path, colours: NDArray[np.uint8], chunks: dict[bytes, bytes]) -> None:
    """Write a PNG with further chunks before its pixels."""
    plain = io.BytesIO()
    picture(colours).save(plain, "PNG")
    more = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks.items()
    )
    path.write_bytes(plain.getvalue()[:33] + more + plain.getvalue()[33:])
