"""What it changes when wide or HDR colours that code points describe are read as if they were sRGB.

Run: python -m bench.wide_colours MODEL PAINTINGS [--works 250]

PAINTINGS holds a folder of sRGB pictures a topic, best of none that the model was trained on. Each picture is written
in other colours; the model then sees the values as they are, and a PNG whose chunk cICP says what they mean.
"""

from __future__ import annotations

import argparse
import struct
import tempfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import artmeta

# From linear sRGB: Display P3 (Lindbloom), BT.2020 (ITU-R BT.2087)
TO_P3 = np.array([[0.82246, 0.17754, 0.0], [0.03319, 0.96681, 0.0], [0.01708, 0.07240, 0.91052]])
TO_2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
CODES = {"Display P3": (12, 13), "BT.2020": (9, 14), "BT.2020, HLG": (9, 18), "BT.2020, PQ": (9, 16)}
IHDR_END = 33  # bytes of a PNG's signature and first chunk

Floats = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model")
    parser.add_argument("paintings", type=Path)
    parser.add_argument("--works", type=int, default=250)
    options = parser.parse_args()
    files = sorted(path for path in options.paintings.glob("*/*") if path.suffix.lower() in (".jpg", ".png"))
    chosen = files[:: max(1, len(files) // options.works)][: options.works]
    pictures = [np.asarray(Image.open(path).convert("RGB")) for path in chosen]
    model = artmeta.Classifier.load(options.model)
    usual = model.predict(pictures)
    print(
        "| colours | mean difference | same topic, unconverted | unfamiliar | same topic, converted | unfamiliar |"
    )
    print("|---|---:|---:|---:|---:|---:|")
    for name, codes in CODES.items():
        written = [in_colours(pixels, codes) for pixels in pictures]
        with tempfile.TemporaryDirectory() as folder:
            paths = [save(Path(folder) / f"{n}.png", each, codes) for n, each in enumerate(written)]
            read = [model.predict(given) for given in (written, paths)]
        moved = np.mean(
            [np.abs(one - two.astype(int)).mean() for one, two in zip(written, pictures, strict=True)]
        )
        print(f"| {name} | {moved:.0f} of 255 | {' | '.join(compared(one, usual) for one in read)} |")
    print(f"| sRGB, {len(pictures)} pictures | | | {(usual['status'] == 'unfamiliar').sum()} | | |")


def in_colours(pixels: NDArray[np.uint8], codes: tuple[int, int]) -> NDArray[np.uint8]:
    """Write sRGB pixels with other primaries and another transfer; sRGB's white has 203 cd/m² in HDR."""
    parts = pixels / 255
    light = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = np.clip(light @ (TO_P3 if codes[0] == CODES["Display P3"][0] else TO_2020).T, 0, 1)
    write = {16: perceptual, 18: log_gamma}.get(codes[1], gamma)
    return np.rint(255 * np.clip(write(light), 0, 1)).astype(np.uint8)


def gamma(light: Floats) -> Floats:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def perceptual(light: Floats) -> Floats:
    power = (light * 203 / 10000) ** (2610 / 16384)
    return ((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32)


def log_gamma(light: Floats) -> Floats:
    scene = (light * 203 / 1000) ** (1 / 1.2)
    bright = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), bright)


def save(path: Path, pixels: NDArray[np.uint8], codes: tuple[int, int]) -> Path:
    """Save a PNG with the chunk cICP behind its first one."""
    plain, body = BytesIO(), b"cICP" + bytes([*codes, 0, 1])
    Image.fromarray(pixels).save(plain, "PNG")
    chunk = struct.pack(">I", 4) + body + struct.pack(">I", zlib.crc32(body))
    whole = plain.getvalue()
    path.write_bytes(whole[:IHDR_END] + chunk + whole[IHDR_END:])
    return path


def compared(read: Any, usual: Any) -> str:
    same = (read["topic_id"].to_numpy() == usual["topic_id"].to_numpy()).mean()
    return f"{same:.1%} | {(read['status'] == 'unfamiliar').sum()}"


if __name__ == "__main__":
    main()
