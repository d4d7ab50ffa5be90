// The model is loaded from beside this page: over http from its own files, from a disk out of one script that holds them.
"use strict";

/** Load the model; the URL is absolute, since some libraries silently take another model for a relative one. */
async function loadModel() {
  if (location.protocol !== "file:") {
    return tf.loadLayersModel(new URL("model/model.json", document.baseURI).href);
  }
  await addScript("model/offline.js");
  const { model, weights } = window.artmetaOffline;
  const bytes = Uint8Array.from(atob(weights), (letter) => letter.charCodeAt(0));
  const specs = model.weightsManifest.flatMap((group) => group.weights);
  return tf.loadLayersModel(tf.io.fromMemory({
    modelTopology: model.modelTopology, weightSpecs: specs, weightData: bytes.buffer,
  }));
}

function addScript(source) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${source} is missing beside this page`));
    document.head.append(script);
  });
}

/** Return the scores of one picture: RGB values 0 to 255 go in as x / 127 - 1, as Teachable Machine has it. */
async function scoresOf(model, pixels, size) {
  const scores = tf.tidy(() => {
    const values = tf.tensor(Float32Array.from(pixels), [1, size, size, 3]);
    return model.predict(values.div(127).sub(1));
  });
  const found = await scores.data();
  scores.dispose();
  return found;
}
