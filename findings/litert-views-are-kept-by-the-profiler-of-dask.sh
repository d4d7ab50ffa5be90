#!/bin/sh
# A function that runs a LiteRT network rightly fails now and then on a Dask worker, because the worker's profiler keeps its frames.
#
# `Interpreter.tensor(index)()` (ai-edge-litert 2.3.0) is a view of the network's memory, which has to be given up before `invoke()`. A function
# that fills the view in a helper has given it up when the helper returns. Expected: it runs alike everywhere. What happens: each Dask worker
# (distributed 2026.8.0) looks at the frames of its threads every 10 ms, by default. While it looks, a frame that has returned keeps its local
# variables, the view among them, and `invoke()` refuses with "There is at least 1 reference to internal data". A run of hours fails at one
# picture, and the same function never fails without Dask. Any profiler that samples `sys._current_frames()` in the process does this.
# `set_tensor` with an array of one's own never fails, nor does a view with `distributed.worker.profile.enabled: False`.
#
# To see in seconds what takes hours: a look each millisecond (a setting of Dask), four threads 60 calls deep (a deep stack makes a look longer),
# and a switch of threads each 0.1 ms (`sys.setswitchinterval`).
# Seen, of 40,000 pictures a round:
#   alone, view: 0 refused   on Dask, set_tensor: 0 refused   on Dask, view: some hundred to some thousand refused
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "ai-edge-litert==2.3.0" "distributed==2026.8.0" "dask==2026.8.0" "flatbuffers==25.12.19" "numpy==2.2.6"
cat >"$folder/look.py" <<'PYTHON'
import sys
from concurrent.futures import ThreadPoolExecutor

import dask
import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter
from distributed import Client, LocalCluster

SHAPE = (1, 224, 224, 3)
THREADS, CALLS, PICTURES, ROUNDS = 4, 60, 10_000, 20


def network():
    """A LiteRT file of one operation: what is below 0 becomes 0."""
    model, graph, relu, code = schema.ModelT(), schema.SubGraphT(), schema.OperatorT(), schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.RELU
    code.version = 1
    graph.tensors = [schema.TensorT(), schema.TensorT()]
    for tensor, name in zip(graph.tensors, ("picture", "result")):
        tensor.name, tensor.shape, tensor.type, tensor.buffer = name, list(SHAPE), schema.TensorType.FLOAT32, 0
    graph.operators, relu.inputs, relu.outputs, relu.opcodeIndex = [relu], [0], [1], 0
    graph.inputs, graph.outputs = [0], [1]
    model.version, model.buffers, model.operatorCodes, model.subgraphs = 3, [schema.BufferT()], [code], [graph]
    builder = flatbuffers.Builder()
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def view(interpreter, picture):
    memory = interpreter.tensor(0)()
    memory[...] = picture


def set_tensor(interpreter, picture):
    interpreter.set_tensor(0, picture)


def refusals(write, calls=CALLS):
    if calls:
        return refusals(write, calls - 1)
    interpreter = Interpreter(model_content=network(), num_threads=1)
    interpreter.allocate_tensors()
    picture, refused = np.ones(SHAPE, np.float32), 0
    for _ in range(PICTURES):
        write(interpreter, picture)
        try:
            interpreter.invoke()
        except RuntimeError as fault:
            assert "reference to internal data" in str(fault)
            refused += 1
    return refused


def alone(write):
    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(refusals, [write] * THREADS))


def on_dask(write):
    cluster = LocalCluster(1, processes=False, threads_per_worker=THREADS, dashboard_address=None)
    with cluster, Client(cluster) as client:
        return sum(client.gather(client.map(refusals, [write] * THREADS, pure=False)))


sys.setswitchinterval(1e-4)
dask.config.set({"distributed.worker.profile.interval": "1ms"})
for round_ in range(1, ROUNDS + 1):
    seen = {"alone, view": alone(view), "on Dask, set_tensor": on_dask(set_tensor), "on Dask, view": on_dask(view)}
    print(f"round {round_}:", "   ".join(f"{way}: {count} refused" for way, count in seen.items()))
    assert seen["alone, view"] == seen["on Dask, set_tensor"] == 0
    if seen["on Dask, view"]:
        break
else:
    raise SystemExit("no view was refused")
PYTHON
"$folder/venv/bin/python" "$folder/look.py"
