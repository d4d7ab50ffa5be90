#!/bin/sh
# Pillow 13.0.0 scrambles an uncompressed 16-bit RGB TIFF that is stored plane by plane, and reads the LZW form rightly.
#
# TIFF 6.0 allows RGB plane by plane (PlanarConfiguration = 2) with or without compression; scanner software and tifffile
# write both. Pillow opens both as RGB without any warning. It decodes LZW with libtiff, and uncompressed strips with its
# own reader, which takes each byte of a 16-bit plane for a pixel: the picture comes out as stripes of high and low bytes.
# A 16-bit grey in which white is zero (PhotometricInterpretation = 0) comes out as a negative, compressed or not, while
# 8-bit greys of that kind are inverted. libvips 8.18.7 reads all of them. With TiffImagePlugin.READ_LIBTIFF = True Pillow
# reads the planes rightly; the negative stays.
#
# Seen, as mean difference from the picture, of 255 levels:
#   Pillow 13.0.0   planes, uncompressed 33.4   planes, LZW 0.3   white is zero, 16 bits 128.5   white is zero, 8 bits 0.2
#   libvips 8.18.7  planes, uncompressed 0.0   planes, LZW 0.0   white is zero, 16 bits 0.0   white is zero, 8 bits 0.2
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pillow==13.0.0" "tifffile==2026.3.3" "imagecodecs==2026.3.6" "numpy==2.4.6" \
    "pyvips==3.2.0" "pyvips-binary==8.18.7"
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import numpy as np
import pyvips
import tifffile
from PIL import Image

ramp = np.linspace(0, 65535, 128).round().astype(np.uint16)[None].repeat(96, axis=0)
colours = np.stack([ramp, ramp[:, ::-1], np.full_like(ramp, 30000)])
FORMS = {
    "planes, uncompressed": (colours, {"photometric": "rgb", "planarconfig": "separate"}),
    "planes, LZW": (colours, {"photometric": "rgb", "planarconfig": "separate", "compression": "lzw"}),
    "white is zero, 16 bits": (65535 - ramp, {"photometric": "miniswhite"}),
    "white is zero, 8 bits": (255 - (ramp >> 8).astype(np.uint8), {"photometric": "miniswhite"}),
}


def by_pillow(path):
    return np.asarray(Image.open(path))


def by_vips(path):
    return pyvips.Image.new_from_file(path).numpy()


def difference(read, path, form):
    found = np.atleast_3d(read(path))
    found = found / (257 if found.dtype == np.uint16 else 1)
    expected = np.moveaxis(colours, 0, 2) / 257 if form.startswith("planes") else ramp[..., None] / 257
    return float(np.abs(found - expected).mean())


seen = {}
for name, read in (("Pillow", by_pillow), ("libvips", by_vips)):
    for form, (pixels, options) in FORMS.items():
        path = f"{form}.tif"
        tifffile.imwrite(path, pixels, metadata=None, **options)
        seen[name, form] = difference(read, path, form)
    print(name, *(f"  {form} {seen[name, form]:.1f}" for form in FORMS))
wrong = {key for key, value in seen.items() if value > 20}
sys.exit(wrong != {("Pillow", "planes, uncompressed"), ("Pillow", "white is zero, 16 bits")})
PYTHON
