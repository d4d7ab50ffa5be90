// What every tool is asked in the same way: here is a picture, what are its scores, in the order of the labels?
"use strict";

/** Draw RGB values, size x size, on a canvas: what a tool reads from it is exact. */
function canvasOf(pixels, size) {
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const image = new ImageData(size, size);
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
    image.data.set([pixels[from], pixels[from + 1], pixels[from + 2], 255], to);
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

async function imageOf(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** base64 to bytes: much faster to hand over than a list of 150,000 numbers. */
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const textOf = (floats) => {
  const bytes = new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(text);
};

/** Put results that name their topics into the order of the labels. */
const inOrder = (labels, results, name, value) => labels.map((label) => results.find((one) => one[name] === label)[value]);

/** Ask for the scores of given pixels, or of a file as the tool itself reads it. */
window.scoresOfPixels = async (text, size) => judge(canvasOf(bytesOf(text), size));
window.scoresOfFile = async (url) => judge(await imageOf(url));
