#!/bin/sh
# @litertjs/core 2.5.3 (npm), LiteRT in the browser, compiles a network for batches of any size and then refuses every batch.
#
# A LiteRT file states with `shape_signature` [-1, ...] that the first length is open, beside a `shape` of [1, ...]. That is what
# TensorFlow's converter writes for every Keras model (tf.lite.TFLiteConverter.from_keras_model) whose batch was not fixed on purpose,
# so for most image classifiers. LiteRT for Python runs such a file with one picture as it is, and with more after
# resize_tensor_input. LiteRT.js loads and compiles it without a word; `run` then compares the tensor with the open shape and
# fails for one row, for three, and for any other number; it has no method to resize. Write the file with a batch of 1
# (or delete the signatures from it), and the same network runs.
#
# Seen in Chromium (WebAssembly): open, 1 row: "... type Float32[1, 4] does not match expected ranked tensor type Float32[-1, 4]";
# open, 3 rows: the same with Float32[3, 4]; batch of 1, 1 row: the softmax. Python: open, 1 row: the softmax.
# It needs the program `chromium` (or CHROMIUM=name), npm and python3.
set -eu
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet ai-edge-litert==2.3.0
npm init -y >/dev/null
npm install --silent --no-fund --no-audit @litertjs/core@2.5.3 >/dev/null
cat >make.py <<'PYTHON'
import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as lite
from ai_edge_litert.interpreter import Interpreter

ROW = [[0.0, 1.0, 2.0, 3.0]]


def make(kind, **fields):
    made = kind()
    vars(made).update(fields)
    return made


def network(signature):
    """Softmax of rows of four numbers."""
    tensors = [
        make(
            lite.TensorT,
            name=name,
            shape=np.array([1, 4], np.int32),
            shapeSignature=signature,
            type=lite.TensorType.FLOAT32,
            buffer=0,
            hasRank=True,
        )
        for name in ("rows", "shares")
    ]
    softmax = make(
        lite.OperatorT,
        opcodeIndex=0,
        inputs=np.array([0], np.int32),
        outputs=np.array([1], np.int32),
        builtinOptionsType=lite.BuiltinOptions.SoftmaxOptions,
        builtinOptions=make(lite.SoftmaxOptionsT, beta=1.0),
    )
    ends = {"inputs": np.array([0], np.int32), "outputs": np.array([1], np.int32)}
    graph = make(lite.SubGraphT, tensors=tensors, operators=[softmax], **ends)
    code = lite.BuiltinOperator.SOFTMAX
    codes = [make(lite.OperatorCodeT, builtinCode=code, deprecatedBuiltinCode=code, version=1)]
    model = make(lite.ModelT, version=3, operatorCodes=codes, subgraphs=[graph], buffers=[lite.BufferT()])
    builder = flatbuffers.Builder()
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


for name, signature in (("open", np.array([-1, 4], np.int32)), ("one", None)):
    data = network(signature)
    open(f"{name}.tflite", "wb").write(data)
    interpreter = Interpreter(model_content=data)
    interpreter.allocate_tensors()
    interpreter.set_tensor(0, np.array(ROW, np.float32))
    interpreter.invoke()
    print(f"Python, {name}, 1 row:", [round(float(share), 3) for share in interpreter.get_tensor(1)[0]])
PYTHON
cat >page.html <<'HTML'
<!doctype html><meta charset="utf-8"><pre></pre>
<script type="importmap">{"imports": {"@litertjs/wasm-utils": "./node_modules/@litertjs/wasm-utils/dist/index.js"}}</script>
<script type="module">
  import {loadLiteRt, loadAndCompile, Tensor} from './node_modules/@litertjs/core/dist/index.js'
  const show = text => { document.querySelector('pre').textContent += `LiteRT.js, ${text}\n` }
  await loadLiteRt('./node_modules/@litertjs/core/wasm/')
  for (const [name, rows] of [['open', 1], ['open', 3], ['one', 1]]) {
    const network = await loadAndCompile(`./${name}.tflite`, {accelerator: 'wasm'})
    const values = new Float32Array(Array(rows).fill([0, 1, 2, 3]).flat())
    try {
      const result = await network.run(new Tensor(values, [rows, 4]))
      const shares = await [result].flat()[0].data()
      show(`${name}, ${rows} row: ${Array.from(shares).map(share => share.toFixed(3))}`)
    } catch (error) { show(`${name}, ${rows} row: ${error.message}`) }
  }
  document.title = 'done'
</script>
HTML
cat >serve.py <<'PYTHON'
import http.server


class Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm"}

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
open("port", "w").write(str(server.server_port))
server.serve_forever()
PYTHON
venv/bin/python make.py 2>/dev/null
python3 serve.py &
server=$!
until [ -s port ]; do sleep 0.2; done
"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --timeout=60000 \
    --virtual-time-budget=60000 --dump-dom "http://127.0.0.1:$(cat port)/page.html" >page.txt 2>/dev/null
grep -oE 'LiteRT.js, o.*' page.txt
test "$(grep -c 'open, [13] row: .*does not match expected ranked tensor type' page.txt)" = 2
grep -q 'one, 1 row: 0.032,0.087,0.237,0.644' page.txt
