// PNG and WebP keep an EXIF orientation that browsers treat in different ways: here it is taken out and undone by hand.
"use strict";

const ORIENTATION = 0x0112; // the tag of EXIF 2.32

/** Read a file: the picture as its pixels are stored, its EXIF orientation (1 to 8), and whether it is a JPEG. */
async function upright(file) {
  const bytes = new DataView(await file.arrayBuffer());
  const at = placeOfOrientation(bytes);
  const isJpeg = bytes.byteLength > 2 && bytes.getUint16(0) === 0xffd8; // every browser turns these by itself
  if (!at) return { picture: file, orientation: 1, isJpeg };
  const orientation = bytes.getUint16(at.offset, at.little);
  bytes.setUint16(at.offset, 1, at.little);
  return { picture: new Blob([bytes.buffer], { type: file.type }), orientation, isJpeg };
}

/** Find the value of the orientation tag in a PNG or a WebP; null without one, or in a damaged file. */
function placeOfOrientation(bytes) {
  try {
    const start = startOfExif(bytes);
    if (start === null) return null;
    const little = bytes.getUint16(start) === 0x4949, directory = start + bytes.getUint32(start + 4, little);
    for (let entry = 0; entry < bytes.getUint16(directory, little); entry++) {
      const offset = directory + 2 + entry * 12;
      if (bytes.getUint16(offset, little) === ORIENTATION) return { offset: offset + 8, little };
    }
  } catch {
    return null; // an offset beyond the end
  }
  return null;
}

function startOfExif(bytes) {
  const isPng = bytes.getUint32(0) === 0x89504e47, isWebp = nameAt(bytes, 0) === "RIFF" && nameAt(bytes, 8) === "WEBP";
  if (!isPng && !isWebp) return null;
  for (let at = isPng ? 8 : 12; at + 8 <= bytes.byteLength;) {
    const name = nameAt(bytes, isPng ? at + 4 : at), length = bytes.getUint32(isPng ? at : at + 4, isWebp);
    if (name === (isPng ? "eXIf" : "EXIF")) return nameAt(bytes, at + 8) === "Exif" ? at + 14 : at + 8;
    at += isPng ? length + 12 : length + 8 + (length % 2);
  }
  return null;
}

function nameAt(bytes, at) {
  return String.fromCharCode(bytes.getUint8(at), bytes.getUint8(at + 1), bytes.getUint8(at + 2), bytes.getUint8(at + 3));
}

/** Turn small square pixels as the orientation says, after they were made small, as artmeta does. */
function turned(pixels, size, orientation) {
  const last = size - 1;
  const from = {
    2: (x, y) => [last - x, y], 3: (x, y) => [last - x, last - y], 4: (x, y) => [x, last - y], 5: (x, y) => [y, x],
    6: (x, y) => [y, last - x], 7: (x, y) => [last - y, last - x], 8: (x, y) => [last - y, x],
  }[orientation];
  if (!from) return pixels;
  const data = new Uint8ClampedArray(pixels.length);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [column, row] = from(x, y);
      for (let c = 0; c < 3; c++) data[(y * size + x) * 3 + c] = pixels[(row * size + column) * 3 + c];
    }
  }
  return data;
}
