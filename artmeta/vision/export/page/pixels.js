// A picture becomes pixels here as it does in artmeta: the same crop, and the same two steps of making it smaller.
"use strict";

const REDUCE_FIRST = 3; // whole steps down to three times the size wanted, as artmeta.imaging.decode has it

/** Read a file or a video frame as RGB values 0 to 255, size x size; crop is "centre" or "stretch". */
async function readPixels(source, size, crop) {
  const { picture, orientation, isJpeg } = source instanceof Blob ? await upright(source) : { picture: source, orientation: 1 };
  const bitmap = await createImageBitmap(picture, { premultiplyAlpha: "none" }); // colour profiles become sRGB
  const whole = pixelsOf(bitmap);
  bitmap.close();
  return turned(shrink(isJpeg ? drafted(whole, size) : whole, crop, size), size, orientation);
}

/** Halve a JPEG as often as it still covers the size: Python's decoder does so before it hands out any pixel. */
function drafted(image, size) {
  const room = Math.min(Math.floor(image.width / size), Math.floor(image.height / size));
  const by = [8, 4, 2, 1].find((step) => step <= Math.max(1, room));
  const box = { left: 0, top: 0, width: image.width, height: image.height };
  return by > 1 ? { ...reduce(image, box, by, by), step: 3 } : image;
}

function pixelsOf(bitmap) {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0);
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  return { width: image.width, height: image.height, data: image.data, step: 4 };
}

function shrink(image, crop, size) {
  const side = Math.min(image.width, image.height);
  const box = crop === "stretch"
    ? { left: 0, top: 0, width: image.width, height: image.height }
    : { left: (image.width - side) >> 1, top: (image.height - side) >> 1, width: side, height: side };
  const by = [box.width, box.height].map((length) => Math.max(1, Math.floor(length / size / REDUCE_FIRST)));
  const reduced = reduce(image, box, by[0], by[1]);
  const columns = weights(box.width / by[0], reduced.width, size);
  const rows = weights(box.height / by[1], reduced.height, size);
  return filterDown(filterAcross(reduced, columns, size), rows, size);
}

/** Average whole blocks of pixels; blocks at the right and the lower edge may be smaller. */
function reduce(image, box, across, down) {
  const width = Math.ceil(box.width / across), height = Math.ceil(box.height / down);
  const data = new Uint8ClampedArray(width * height * 3);
  for (let y = 0; y < height; y++) {
    const top = box.top + y * down, bottom = Math.min(top + down, box.top + box.height);
    for (let x = 0; x < width; x++) {
      const left = box.left + x * across, right = Math.min(left + across, box.left + box.width);
      const sums = [0, 0, 0];
      for (let v = top; v < bottom; v++) {
        for (let u = left, at = (v * image.width + left) * image.step; u < right; u++, at += image.step) {
          sums[0] += image.data[at]; sums[1] += image.data[at + 1]; sums[2] += image.data[at + 2];
        }
      }
      const count = (bottom - top) * (right - left), to = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) data[to + c] = Math.floor(sums[c] / count + 0.5);
    }
  }
  return { width, height, data };
}

/** For each new pixel: where its old ones begin, and the share of each (a triangle as wide as the scale). */
function weights(length, limit, size) {
  const scale = length / size, support = Math.max(scale, 1);
  return Array.from({ length: size }, (_, index) => {
    const centre = (index + 0.5) * scale;
    const start = Math.max(0, Math.floor(centre - support + 0.5));
    const end = Math.min(limit, Math.floor(centre + support + 0.5));
    const shares = [];
    for (let at = start; at < end; at++) shares.push(Math.max(0, 1 - Math.abs((at + 0.5 - centre) / support)));
    const sum = shares.reduce((total, share) => total + share, 0);
    return { start, shares: shares.map((share) => share / sum) };
  });
}

function filterAcross(image, columns, size) {
  const data = new Uint8ClampedArray(size * image.height * 3);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < size; x++) {
      const { start, shares } = columns[x];
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = 0; k < shares.length; k++) sum += shares[k] * image.data[(y * image.width + start + k) * 3 + c];
        data[(y * size + x) * 3 + c] = Math.floor(sum + 0.5);
      }
    }
  }
  return { width: size, height: image.height, data };
}

function filterDown(image, rows, size) {
  const data = new Uint8ClampedArray(size * size * 3);
  for (let y = 0; y < size; y++) {
    const { start, shares } = rows[y];
    for (let at = 0; at < size * 3; at++) {
      let sum = 0;
      for (let k = 0; k < shares.length; k++) sum += shares[k] * image.data[(start + k) * size * 3 + at];
      data[y * size * 3 + at] = Math.floor(sum + 0.5);
    }
  }
  return data;
}
