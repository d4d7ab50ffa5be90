#!/bin/sh
# Pillow 13.0.0 reads valid JPEG 2000 (JP2) files without some of their boxes: wrong colours, without any warning.
#
# ISO/IEC 15444-1 lets a JP2 file store samples of 1 to 38 bits, indices into a palette (boxes pclr, cmap), and channels in any order
# (box cdef). Digitised books and maps use the first two: a bitonal page has 1 bit, a map of 16 colours 4. Pillow
#   - leaves samples of fewer than 8 bits at the upper end of a byte: white of 1 bit is 128, a mid grey;
#   - does so with indices into a palette too: colour 3 of 16 becomes colour 48, which is none (black);
#   - gives two equal entries of a palette one place, so that all later colours move by one;
#   - ignores cdef: a file that stores blue, green, red comes out with red and blue exchanged.
# imagecodecs reads the last three rightly with OpenJPEG, the library that Pillow uses as well (and gives samples of 1 bit as 0 and 1).
#
# Seen, as largest difference from what was stored, of 255 levels (imagecodecs 2026.3.6: 0 for all):
#   1 bit 127   palette of 16 colours 254   palette with a colour twice 240   blue, green, red 187
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pillow==13.0.0 imagecodecs==2026.3.6 numpy==2.4.6
cat >"$folder/look.py" <<'PYTHON'
import io
import struct

import imagecodecs
import numpy as np
from PIL import Image

STRIPES = (np.arange(64) // 4).astype(np.uint8)[None, :].repeat(64, axis=0)  # 0 to 15
COLOURS = np.random.default_rng(2).integers(0, 256, (16, 3)).astype(np.uint8)
TWICE = COLOURS.copy()
TWICE[1] = TWICE[0]


def box(kind, content):
    return struct.pack(">I4s", 8 + len(content), kind) + content


def jp2(values, bits, space, *boxes):
    """Lossless samples of a depth, by OpenJPEG, between boxes of our own."""
    channels = values.shape[2] if values.ndim == 3 else 1
    stream = imagecodecs.jpeg2k_encode(values, codecformat="j2k", bitspersample=bits, level=0, reversible=True, mct=False)
    image = box(b"ihdr", struct.pack(">IIHBBBB", *values.shape[:2], channels, bits - 1, 7, 0, 0))
    header = image + box(b"colr", struct.pack(">BBBI", 1, 0, 0, space)) + b"".join(boxes)
    start = box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 \0\0\0\0jp2 ")
    return start + box(b"jp2h", header) + box(b"jp2c", stream)


def palette(table):
    mapping = b"".join(struct.pack(">HBB", 0, 1, column) for column in range(3))
    return box(b"pclr", struct.pack(">HB", len(table), 3) + b"\7\7\7" + table.tobytes()) + box(b"cmap", mapping)


order = struct.pack(">HHHHHHHHHH", 3, 0, 0, 3, 1, 0, 2, 2, 0, 1)  # channel 0 is colour 3, blue; 1 is 2; 2 is 1
picture = COLOURS[STRIPES]
bitonal = STRIPES // 8
cases = {
    "1 bit": (jp2(bitonal, 1, 17), bitonal * 255, 255),
    "palette of 16, 4 bits": (jp2(STRIPES, 4, 16, palette(COLOURS)), picture, 1),
    "palette with a colour twice": (jp2(STRIPES, 8, 16, palette(TWICE)), TWICE[STRIPES], 1),
    "blue, green, red": (jp2(picture[..., ::-1].copy(), 8, 16, box(b"cdef", order)), picture, 1),
}
wrong = []
for name, (data, stored, white) in cases.items():
    image = Image.open(io.BytesIO(data))
    seen = np.asarray(image.convert("RGB" if stored.ndim == 3 else "L")).astype(int)
    peer = imagecodecs.jpeg2k_decode(data).astype(int) * white
    differences = [int(np.abs(each - stored.astype(int)).max()) for each in (seen, peer)]
    print(f"{name}: Pillow differs by {differences[0]}, imagecodecs by {differences[1]}")
    wrong.append(differences[0] > 100 and differences[1] == 0)
assert all(wrong), wrong
PYTHON
"$folder/venv/bin/python" "$folder/look.py"
