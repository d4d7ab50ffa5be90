"""Deep and odd TIFF files come out as a viewer shows them, or are refused in one sentence that names their form."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms
from tiff_files import EXTRA, MAX_SAMPLE, write_tiff

from artmeta.errors import ImageError
from artmeta.imaging import tiff
from artmeta.imaging.decode import decode, inspect, thumbnail
from artmeta.imaging.opening import open_picture

SIDE = 224
RAMP = np.linspace(0.02, 0.98, SIDE)[None, :].repeat(SIDE, axis=0)  # dark on the left, light on the right


def difference(path: Path, expected: NDArray[np.floating[Any]] = RAMP) -> float:
    """Return the largest difference, in levels, of the grey that is decoded."""
    return float(np.abs(decode(path).astype(float) - 255 * expected[..., None]).max())


def colours() -> NDArray[np.float64]:
    return np.stack([RAMP, RAMP.T, RAMP[:, ::-1]], axis=-1)


@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize("white_is_zero", [False, True])
def test_greys_of_16_bits_run_from_black_to_white(
    tmp_path: Path, big_endian: bool, white_is_zero: bool
) -> None:
    values = 1 - RAMP if white_is_zero else RAMP
    path = write_tiff(
        tmp_path / "a.tif", (values * 65535).astype(np.uint16), int(not white_is_zero), big_endian
    )
    assert difference(path) <= 1
    assert inspect(path) == ("image/tiff", SIDE, SIDE)


def test_a_grey_multiplied_by_its_transparency_lies_on_white(tmp_path: Path) -> None:
    grey, opaque = np.full((SIDE, SIDE), 0.4), RAMP.round()
    samples = np.stack([grey * opaque, opaque], axis=-1) * 255
    path = write_tiff(tmp_path / "a.tif", samples.astype(np.uint8), more={EXTRA: 1})
    assert difference(path, np.where(opaque == 1, grey, 1.0)) <= 1


@pytest.mark.parametrize("bits", [8, 10, 12, 14])
@pytest.mark.parametrize("photometric", [0, 1])
def test_fewer_bits_in_16_are_scaled_by_the_range_in_use(tmp_path: Path, bits: int, photometric: int) -> None:
    values = RAMP if photometric else 1 - RAMP
    path = write_tiff(tmp_path / "a.tif", (values * (2**bits - 1)).astype(np.uint16), photometric)
    assert difference(path) <= 2


@pytest.mark.parametrize(("stated", "white"), [(16383, 16383), (12000, 16383), (65535, 65535), (100, 65535)])
def test_the_stated_maximum_says_how_many_bits_are_in_use(tmp_path: Path, stated: int, white: int) -> None:
    dark = RAMP * 0.5 * 16383
    path = write_tiff(tmp_path / "a.tif", dark.astype(np.uint16), more={MAX_SAMPLE: stated})
    assert difference(path, dark / white) <= 2


def test_a_dark_picture_stays_dark(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", (RAMP * 0.2 * 65535).astype(np.uint16))
    assert difference(path, RAMP * 0.2) <= 1


@pytest.mark.parametrize("planar", [False, True])
@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_colours_pixel_by_pixel_and_plane_by_plane(
    tmp_path: Path, planar: bool, big_endian: bool, kind: type[np.unsignedinteger[Any]]
) -> None:
    pixels = (colours() * np.iinfo(kind).max).astype(kind)
    path = write_tiff(tmp_path / "a.tif", pixels, 2, big_endian, planar)
    assert np.abs(decode(path) - 255 * colours()).max() <= 1.5


def test_planes_with_an_unused_fourth(tmp_path: Path) -> None:
    pixels = (np.concatenate([colours(), RAMP[..., None]], axis=-1) * 65535).astype(np.uint16)
    path = write_tiff(tmp_path / "a.tif", pixels, 2, planar=True, more={EXTRA: 0})
    assert np.abs(decode(path) - 255 * colours()).max() <= 1.5


@pytest.mark.parametrize(
    ("scale", "expected"),
    [(1.0, RAMP), (255.0, RAMP), (65535.0, RAMP), (4.0, RAMP / RAMP.max())],
)
@pytest.mark.parametrize("photometric", [0, 1])
def test_floating_greys(
    tmp_path: Path, scale: float, expected: NDArray[np.float64], photometric: int
) -> None:
    values = RAMP if photometric or scale == 4 else 1 - RAMP
    path = write_tiff(tmp_path / "a.tif", (values * scale).astype(np.float32), photometric)
    if photometric == 0 and scale == 4:
        expected = 1 - expected
    assert difference(path, expected) <= 2


def test_floating_greys_of_the_other_order_of_bytes(tmp_path: Path) -> None:
    assert difference(write_tiff(tmp_path / "a.tif", RAMP.astype(np.float32), big_endian=True)) <= 1


@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize("kind", [np.uint32, np.int32])
def test_integer_greys_of_32_bits(tmp_path: Path, kind: type[np.integer[Any]], big_endian: bool) -> None:
    path = write_tiff(tmp_path / "a.tif", (RAMP * np.iinfo(kind).max).astype(kind), big_endian=big_endian)
    assert difference(path, RAMP / RAMP.max()) <= 1


@pytest.mark.parametrize("bits", [10, 12, 14, 16])
def test_fewer_bits_in_a_png_of_16_are_scaled_as_in_a_tiff(tmp_path: Path, bits: int) -> None:
    Image.fromarray((RAMP * (2**bits - 1)).astype(np.uint16)).save(tmp_path / "a.png")
    assert difference(tmp_path / "a.png") <= 2


def test_colours_of_12_bits_in_a_png_of_16_are_refused_as_in_a_tiff(tmp_path: Path) -> None:
    rows = b"".join(b"\0" + struct.pack(">3H", 900, 1200, 3) for _ in range(2))
    chunks = [
        (b"IHDR", struct.pack(">2I5B", 1, 2, 16, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    path = tmp_path / "a.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in chunks
        )
    )
    with pytest.raises(ImageError, match="less than a sixteenth"):
        decode(path)


def test_floating_highlights_do_not_darken_the_rest(tmp_path: Path) -> None:
    values = RAMP.astype(np.float32)
    values[:2, :20] = 1.4
    assert (
        np.abs(
            decode(write_tiff(tmp_path / "a.tif", values))[10:].astype(float) - 255 * RAMP[10:, :, None]
        ).max()
        <= 2
    )


def test_signed_samples_above_zero_are_read(tmp_path: Path) -> None:
    assert difference(write_tiff(tmp_path / "a.tif", (RAMP * 32767).astype(np.int16))) <= 1


@pytest.mark.parametrize(
    ("pixels", "photometric", "more", "words"),
    [
        (np.full((9, 9), -5, np.int16), 1, {}, "which of them is black"),
        (np.linspace(-3, 3, 81, dtype=np.float32).reshape(9, 9), 1, {}, "which of them is black"),
        (np.full((9, 9), 5, np.int8), 1, {}, "signed 8-bit"),
        (np.full((9, 9, 3), 0.5, np.float32), 2, {}, "RGB, 3 x 32 bits floating"),
        (np.full((9, 9, 3), 900, np.uint16), 8, {}, "CIELAB, 3 x 16 bits unsigned"),
        (np.full((9, 9), 0.5, np.float64), 1, {}, "1 x 64 bits floating"),
        (np.full((9, 9, 4), 90, np.uint8), 5, {332: 2}, "inks other than"),
        (np.full((9, 9), 900, np.uint16), 32803, {}, "amera raw"),
        (np.full((9, 9, 3), 900, np.uint16), 2, {}, "less than a sixteenth"),
    ],
)
def test_a_form_that_is_not_read_is_one_sentence_that_names_it(
    tmp_path: Path, pixels: NDArray[np.generic], photometric: int, more: dict[int, int], words: str
) -> None:
    path = write_tiff(tmp_path / "a.tif", pixels, photometric, more=dict(more))
    for use in (decode, lambda it: thumbnail(it, 32)):
        with pytest.raises(ImageError, match=words) as caught:
            use(path)
        assert caught.value.hint and "a.tif" in caught.value.message


def test_bilevel_palette_and_inks(tmp_path: Path) -> None:
    black_and_white = Image.fromarray(RAMP > 0.5)
    for name, more in (("a.tif", {"compression": "group4"}), ("b.tif", {})):
        black_and_white.save(tmp_path / name, **more)
        assert difference(tmp_path / name, (RAMP > 0.5).astype(float)) <= 1
    whole = Image.fromarray((colours() * 255).astype(np.uint8))
    whole.convert("CMYK").save(tmp_path / "c.tif")
    assert np.abs(decode(tmp_path / "c.tif") - np.asarray(whole).astype(int)).max() <= 2
    whole.quantize(256).save(tmp_path / "d.tif")
    assert np.abs(decode(tmp_path / "d.tif") - np.asarray(whole).astype(int)).mean() < 8


def test_jpeg_2000_of_any_size_is_made_smaller(tmp_path: Path) -> None:
    for width, height in ((1001, 733), (997, 2003), (225, 223)):
        Image.linear_gradient("L").resize((width, height)).save(tmp_path / "a.jp2")
        expected = np.linspace(0, 255, height)[(height - min(width, height)) // 2 :][: min(width, height)]
        result = decode(tmp_path / "a.jp2")[:, 100, 0].astype(float)
        assert (
            np.abs(
                result - np.interp(np.arange(224) + 0.5, np.linspace(0, 224, len(expected)), expected)
            ).max()
            < 3
        )


@pytest.mark.parametrize(
    ("compression", "form"),
    [(34712, "grey, 1 x 8 bits unsigned, compression JPEG 2000"), (50001, "compression webp")],
)
def test_a_compression_without_a_decoder_is_named(
    tmp_path: Path, compression: int, form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    tiff._is_decoded.cache_clear()
    path = write_tiff(tmp_path / "a.tif", np.zeros((9, 9), np.uint8), more={259: compression})
    with pytest.raises(ImageError, match=f"is a TIFF in a form that is not read here: {form}"):
        inspect(path)
    assert capfd.readouterr().err == "", "no line of libtiff's own beside it"


def test_a_bigtiff_in_the_other_order_of_bytes_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(b"MM\0+" + struct.pack(">HHQQQ", 8, 0, 16, 0, 0))
    with pytest.raises(ImageError, match="not read here: BigTIFF with the most significant byte first"):
        inspect(tmp_path / "a.tif")


def test_a_thumbnail_before_the_picture_is_passed_over(tmp_path: Path) -> None:
    """NewSubfileType (254) of scanners' files: 1 is a smaller copy of another page, 4 a mask."""
    pages = [Image.new("L", size, grey) for size, grey in (((8, 6), 0), ((80, 60), 0), ((80, 60), 200))]
    for page, kind in zip(pages, (1, 4, 0), strict=True):
        page.encoderinfo = {"tiffinfo": {254: kind}}
    path = tmp_path / "a.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:], tiffinfo={254: 1})
    assert inspect(path) == ("image/tiff", 80, 60)
    assert np.unique(decode(path)).tolist() == [200]


def test_camera_raw_with_a_thumbnail_first_is_named(tmp_path: Path) -> None:
    pages = [Image.new("L", size) for size in ((8, 6), (80, 60))]
    path = tmp_path / "a.tif"
    pages[0].encoderinfo = {"tiffinfo": {254: 1, 50706: bytes([1, 4, 0, 0])}}
    pages[1].encoderinfo = {"tiffinfo": {254: 0}}
    pages[0].save(path, save_all=True, append_images=pages[1:], tiffinfo=pages[0].encoderinfo["tiffinfo"])
    with pytest.raises(ImageError, match="camera raw is not read here"):
        inspect(path)


@pytest.mark.parametrize("kinds", [(1, 0, 0), (1, 1, 1)])
@pytest.mark.parametrize("described", [0, 1, 2])
def test_a_page_is_read_by_its_own_colour_profile(
    tmp_path: Path, kinds: tuple[int, ...], described: int
) -> None:
    """Pillow 13.0 leaves the profile of another page on one that has none."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pages = [Image.new("RGB", (side, side)) for side in (6, 60, 70)]
    for number, (page, kind) in enumerate(zip(pages, kinds, strict=True)):
        page.encoderinfo = {"tiffinfo": {254: kind}, "icc_profile": profile if number == described else None}
    path = tmp_path / "a.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:], **pages[0].encoderinfo)
    with open_picture(path) as image:
        shown = 1 if kinds[1] == 0 else 0
        assert image.size == pages[shown].size
        assert image.info.get("icc_profile") == (profile if described == shown else None)


def test_a_picture_that_is_only_a_thumbnail_is_read(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", np.full((6, 8), 90, np.uint8), more={254: 1})
    assert inspect(path) == ("image/tiff", 8, 6) and np.unique(decode(path)).tolist() == [90]
