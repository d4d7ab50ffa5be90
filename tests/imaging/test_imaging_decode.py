"""Pictures of every kind become the same pixels, and broken ones a sentence."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from artmeta.errors import ImageError, InputError
from artmeta.imaging.decode import decode, decode_image, decode_square, difference_hash, inspect, thumbnail


def quarters(width: int = 320, height: int = 200) -> Image.Image:
    """Red, green, blue and grey quarters: whatever turns, crops or swaps channels moves them."""
    array = np.zeros((height, width, 3), np.uint8)
    array[: height // 2, : width // 2] = (220, 30, 30)
    array[: height // 2, width // 2 :] = (30, 220, 30)
    array[height // 2 :, : width // 2] = (30, 30, 220)
    array[height // 2 :, width // 2 :] = (128, 128, 128)
    return Image.fromarray(array)


def corners(pixels: NDArray[np.uint8]) -> list[list[int]]:
    return [pixels[y, x].tolist() for y, x in ((20, 20), (20, 200), (200, 20), (200, 200))]


RIGHT = [[220, 30, 30], [30, 220, 30], [30, 30, 220], [128, 128, 128]]


def assert_right(pixels: NDArray[np.uint8], tolerance: int = 6) -> None:
    assert pixels.shape == (224, 224, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(np.array(corners(pixels), int) - np.array(RIGHT)).max() <= tolerance


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif", "tif", "bmp", "jp2", "avif", "ppm", "tga"])
def test_each_format_gives_the_same_pixels(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    quarters().save(path)
    assert_right(decode(path), tolerance=12)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_exif_orientation_is_undone(tmp_path: Path, orientation: int) -> None:
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = quarters() if back is None else quarters().transpose(back)
    exif = Image.Exif()
    exif[0x0112] = orientation
    for suffix in ("jpg", "png", "tif", "webp"):
        path = tmp_path / f"turned.{suffix}"
        stored.save(path, exif=exif, **({"quality": 95} if suffix == "jpg" else {}))
        assert_right(decode(path), tolerance=12)
        assert inspect(path)[1:] == (320, 200)
        assert Image.open(io.BytesIO(thumbnail(path, 64))).size == (64, 40)


def test_the_centre_square_is_kept_or_the_whole_stretched(tmp_path: Path) -> None:
    path = tmp_path / "wide.png"
    array = np.zeros((100, 300, 3), np.uint8)
    array[:, 100:200] = 255
    Image.fromarray(array).save(path)
    assert decode(path).min() == 255
    stretched = decode(path, crop="stretch")
    assert stretched[:, 10].max() == 0
    assert stretched[:, 112].min() == 255


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "P"])
def test_transparency_lies_on_white(tmp_path: Path, mode: str) -> None:
    glass = Image.new("RGBA", (64, 64), (200, 10, 10, 0))
    path = tmp_path / ("a.tif" if mode == "PA" else "a.png")
    if mode == "P":
        Image.new("P", (64, 64), 0).save(path, transparency=0)
    else:
        glass.convert(mode).save(path)
    assert decode(path).min() == 255


def test_half_transparent_pixels_are_half_white(tmp_path: Path) -> None:
    Image.new("RGBA", (64, 64), (0, 0, 0, 128)).save(tmp_path / "a.png")
    assert abs(int(decode(tmp_path / "a.png").mean()) - 127) <= 1


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    quarters().convert("CMYK").save(tmp_path / "a.jpg", quality=95)
    assert_right(decode(tmp_path / "a.jpg"), tolerance=12)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.full((50, 50), 65535, np.uint16), 255),
        (np.full((50, 50), 32768, np.uint16), 128),
        (np.full((50, 50), 0.5, np.float32), 128),
        (np.full((50, 50), 200.0, np.float32), 200),
        (np.full((50, 50), 32768, np.int32), 128),
        (np.full((50, 50), np.nan, np.float32), 0),
        (np.full((50, 50), 1e9, np.float32), 255),
    ],
)
def test_deep_greys_keep_their_brightness(tmp_path: Path, values: NDArray[np.generic], expected: int) -> None:
    Image.fromarray(values).save(tmp_path / "a.tif")
    assert abs(int(decode(tmp_path / "a.tif").mean()) - expected) <= 1


def test_bilevel_and_grey(tmp_path: Path) -> None:
    Image.new("1", (30, 30), 1).save(tmp_path / "a.png")
    Image.new("L", (30, 30), 77).save(tmp_path / "b.png")
    Image.new("LAB", (30, 30), (255, 128, 128)).save(tmp_path / "c.tif")
    assert decode(tmp_path / "a.png").min() == 255
    assert decode(tmp_path / "b.png").max() == 77
    assert decode(tmp_path / "c.tif").min() >= 250


def test_an_animation_gives_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    for suffix in ("gif", "webp", "png"):
        path = tmp_path / f"a.{suffix}"
        frames[0].save(path, save_all=True, append_images=frames[1:])
        assert decode(path)[100, 100].tolist()[0] > 240
        assert decode(path)[100, 100].tolist()[2] < 15


def test_a_large_jpeg_is_decoded_at_a_reduced_scale_and_looks_the_same(tmp_path: Path) -> None:
    big = quarters(3200, 2400)
    big.save(tmp_path / "big.jpg", quality=95)
    big.save(tmp_path / "big.png")
    drafted, full = decode(tmp_path / "big.jpg"), decode(tmp_path / "big.png")
    assert_right(drafted)
    assert np.abs(drafted.astype(int) - full.astype(int)).mean() < 2


def bomb(path: Path, width: int, height: int) -> None:
    """Write a PNG whose header promises far more pixels than the file holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [11_000, 16_000, 60_000, 2_000_000])
def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path, side: int) -> None:
    bomb(tmp_path / "bomb.png", side, side)
    for use in (decode, inspect):
        with pytest.raises(ImageError, match="pixels") as caught:
            use(tmp_path / "bomb.png")
        assert caught.value.kind == "too_large"


def test_a_bomb_in_a_gif_frame_is_refused(tmp_path: Path) -> None:
    screen = b"GIF89a" + struct.pack("<HHBBB", 10, 10, 0, 0, 0)
    frame = b"," + struct.pack("<HHHHB", 0, 0, 60_000, 60_000, 0) + b"\x02\x02\x44\x01\x00;"
    (tmp_path / "a.gif").write_bytes(screen + frame)
    with pytest.raises(ImageError):
        decode(tmp_path / "a.gif")


@pytest.mark.parametrize(
    ("marker", "bits", "form"),
    [
        (0xF7, 8, "JPEG-LS"),
        (0xC0, 12, "JPEG of 12 bits a sample"),
        (0xC3, 16, "Lossless JPEG of 16 bits a sample"),
        (0xC5, 8, "Hierarchical JPEG"),
    ],
)
def test_a_form_of_jpeg_without_a_decoder_is_named(tmp_path: Path, marker: int, bits: int, form: str) -> None:
    content = io.BytesIO()
    Image.new("RGB", (9, 9)).save(content, "JPEG", exif=b"Exif\0\0" + bytes(2000))
    before, frame, after = content.getvalue().partition(b"\xff\xc0\0\x11\x08")
    assert frame
    (tmp_path / "a.jpg").write_bytes(before + bytes((0xFF, marker, 0, 0x11, bits)) + after)
    with pytest.raises(ImageError) as refused:
        decode(tmp_path / "a.jpg")
    assert refused.value.message == f"a.jpg: {form} is not read here."
    assert refused.value.hint == "Convert it to JPEG, PNG or TIFF."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"<html><body>404</body></html>", "web page"),
        (b"just some words", "plain text"),
        (b"\x00\x01\x02\xff" * 40, "not known"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "PostScript is not read"),
    ],
)
def test_what_is_no_picture_is_named(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    for use in (decode, inspect, lambda p: thumbnail(p, 64)):
        with pytest.raises(ImageError, match=sentence):
            use(path)


def test_a_truncated_jpeg_is_an_image_error(tmp_path: Path) -> None:
    whole = io.BytesIO()
    quarters().save(whole, "JPEG")
    (tmp_path / "cut.jpg").write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    with pytest.raises(ImageError, match=r"cut\.jpg"):
        decode(tmp_path / "cut.jpg")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "no.jpg", tmp_path):
        with pytest.raises(ImageError) as caught:
            decode(path)
        assert caught.value.kind == "gone"


def samples() -> list[bytes]:
    result = []
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (40, 60, 3), np.uint8))
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "JPEG2000", "AVIF", "ICO", "TGA", "PPM"):
        buffer = io.BytesIO()
        noise.save(buffer, kind)
        result.append(buffer.getvalue())
    return result


SAMPLES = samples()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SAMPLES), st.integers(0, 2**32), st.integers(0, 12), st.floats(0.05, 1.0))
def test_damage_anywhere_is_an_image_error_or_a_picture(
    tmp_path: Path, content: bytes, seed: int, hits: int, kept: float
) -> None:
    rng, damaged = random.Random(seed), bytearray(content[: max(1, int(len(content) * kept))])
    for _ in range(hits):
        damaged[min(rng.randrange(len(damaged)), rng.randrange(len(damaged)))] = rng.randrange(256)
    path = tmp_path / "damaged.bin"
    path.write_bytes(bytes(damaged))
    for use in (decode, inspect, lambda p: thumbnail(p, 32)):
        try:
            use(path)
        except ImageError as fault:
            assert str(fault)


def test_the_difference_hash_survives_a_copy_and_tells_pictures_apart(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    rough = Image.fromarray(rng.integers(0, 255, (9, 9, 3), np.uint8)).resize(
        (500, 400), Image.Resampling.BICUBIC
    )
    other = Image.fromarray(rng.integers(0, 255, (9, 9, 3), np.uint8)).resize(
        (500, 400), Image.Resampling.BICUBIC
    )
    rough.save(tmp_path / "a.png")
    rough.resize((250, 200)).save(tmp_path / "b.jpg", quality=40)
    other.save(tmp_path / "c.png")
    one, copy, third = (
        difference_hash(decode_square(tmp_path / name)) for name in ("a.png", "b.jpg", "c.png")
    )
    assert 0 <= one < 2**64
    assert (one ^ copy).bit_count() <= 6
    assert (one ^ third).bit_count() >= 16


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif"])
def test_an_opened_picture_gives_what_its_file_gives(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"large.{suffix}"
    noise = np.random.default_rng(1).integers(0, 255, (30, 40, 3), np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(noise).resize((2000, 1500)).save(path, exif=exif)
    opened, expected = Image.open(path), decode(path)
    assert np.array_equal(decode_image(opened, "A"), expected)
    assert np.array_equal(decode_image(Image.open(io.BytesIO(path.read_bytes())), "A"), expected)
    opened.load()  # still possible
    if suffix == "png":
        assert np.array_equal(decode_image(opened, "A"), expected)


def test_the_frame_that_was_chosen_is_decoded(tmp_path: Path) -> None:
    first, second = Image.new("RGB", (50, 50), "black"), Image.new("RGB", (50, 50), "white")
    first.save(tmp_path / "a.gif", save_all=True, append_images=[second])
    animation = Image.open(tmp_path / "a.gif")
    assert decode_image(animation, "A").max() == 0
    animation.seek(1)
    assert decode_image(animation, "A").min() == 255


def test_arrays_are_pictures(tmp_path: Path) -> None:
    quarters().save(tmp_path / "a.png")
    array = np.asarray(quarters())
    assert np.array_equal(decode_image(array, "A"), decode(tmp_path / "a.png"))
    assert decode_image(np.full((9, 5), 77, np.uint8), "A").tolist() == np.full((224, 224, 3), 77).tolist()
    clear = np.zeros((9, 5, 4), np.uint8)
    assert decode_image(clear, "A").min() == 255  # what is transparent lies on white
    with (tmp_path / "a.png").open("rb") as file:
        closed = Image.open(file)
    for unreadable in (np.zeros((0, 5, 3), np.uint8), closed):
        with pytest.raises(ImageError, match="A"):
            decode_image(unreadable, "A")
    for odd in (array.astype(float), array[None], array[..., :2], None, b"bytes"):
        with pytest.raises(InputError, match="A is"):
            decode_image(odd, "A")
