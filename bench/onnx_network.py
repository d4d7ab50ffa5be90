"""A float32 LiteRT network as an ONNX model, and ONNX Runtime's own static quantisation of it, for `bench.engines`.

The operations are those of artmeta's MobileNetV2: convolutions, additions, padding, the scale of the input, the mean.
ONNX has channels before rows, so that kernels are transposed; padding is an attribute of the convolution after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Engine = Callable[[NDArray[np.uint8]], Any]
SIDE = 224  # pixels
RELU6, SAME = 3, 0  # LiteRT's numbers of a fused activation and of a kind of padding
OPSET, IR = 17, 8
KINDS = {"MUL": "Mul", "ADD": "Add"}


class OnnxNetwork:
    """The first subgraph of a float32 LiteRT file as nodes and constants of ONNX; `t7` is LiteRT's tensor 7."""

    def __init__(self, litert: Path) -> None:
        from ai_edge_litert.tools import flatbuffer_utils

        self.model = flatbuffer_utils.read_model(str(litert))
        self.graph = self.model.subgraphs[0]
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.padded: dict[int, tuple[int, list[int]]] = {}  # the tensor that was padded, and by how much
        for end, name in ((0, "zero"), (6, "six")):
            self._constant(name, np.float32(end))
        for operation in self.graph.operators:
            self._convert(operation)

    def write(self, to: Path) -> None:
        """Write the network: pixels [1, 3, SIDE, SIDE] of 0 to 255 to features [1, width]."""
        import onnx

        taken, given = (int(tensors[0]) for tensors in (self.graph.inputs, self.graph.outputs))
        shapes = {f"t{taken}": [1, 3, SIDE, SIDE], "features": [1, int(self.graph.tensors[given].shape[-1])]}
        ends = [
            onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
            for name, shape in shapes.items()
        ]
        self._node("Flatten", [f"t{given}"], "features")
        graph = onnx.helper.make_graph(self.nodes, "network", ends[:1], ends[1:], self.constants)
        opsets = [onnx.helper.make_opsetid("", OPSET)]
        made = onnx.helper.make_model(graph, opset_imports=opsets, ir_version=IR)
        onnx.checker.check_model(made)
        onnx.save(onnx.shape_inference.infer_shapes(made), to)

    def _convert(self, operation: Any) -> None:
        kind, options = self._kind(operation), operation.builtinOptions
        inputs, output = [int(tensor) for tensor in operation.inputs], int(operation.outputs[0])
        if kind == "PAD":
            self.padded[output] = inputs[0], self._values(inputs[1])[1:3].T.ravel().tolist()
            return
        relu6 = getattr(options, "fusedActivationFunction", 0) == RELU6
        name = f"r{output}" if relu6 else f"t{output}"
        if kind.endswith("CONV_2D"):
            groups = int(self.graph.tensors[output].shape[-1]) if kind.startswith("DEPTHWISE") else 1
            self._convolution(inputs, options, groups, name)
        elif kind == "MEAN":
            self._node("GlobalAveragePool", [f"t{inputs[0]}"], name)
        else:
            self._node(KINDS[kind], [self._input(tensor) for tensor in inputs], name)
        if relu6:
            self._node("Clip", [name, "zero", "six"], f"t{output}")

    def _convolution(self, inputs: list[int], options: Any, groups: int, output: str) -> None:
        given, kernel_at, bias_at = inputs
        kernel = self._values(kernel_at).transpose((3, 0, 1, 2) if groups > 1 else (0, 3, 1, 2))
        same = [kernel.shape[-1] // 2 * (options.padding == SAME)] * 4  # LiteRT pads so where the stride is 1
        given, pads = self.padded.get(given, (given, same))
        bias = self._constant(f"t{bias_at}", self._values(bias_at))
        names = [f"t{given}", self._constant(f"t{kernel_at}", kernel), bias]
        strides = [options.strideH, options.strideW]
        self._node("Conv", names, output, strides=strides, pads=pads, group=groups)

    def _kind(self, operation: Any) -> str:
        from ai_edge_litert import schema_py_generated as schema

        names = {number: name for name, number in vars(schema.BuiltinOperator).items()}
        code = self.model.operatorCodes[operation.opcodeIndex]
        return str(names[max(code.builtinCode, code.deprecatedBuiltinCode)])

    def _input(self, tensor: int) -> str:
        """Name a tensor; a constant, such as the scale of colours, is added by channel, which come first in ONNX."""
        if self.model.buffers[self.graph.tensors[tensor].buffer].data is None:
            return f"t{tensor}"
        return self._constant(f"t{tensor}", self._values(tensor).reshape(1, -1, 1, 1))

    def _values(self, tensor: int) -> NDArray[Any]:
        kinds = {0: np.float32, 2: np.int32}  # LiteRT's numbers of types
        described = self.graph.tensors[tensor]
        content = bytes(self.model.buffers[described.buffer].data)
        return np.frombuffer(content, kinds[described.type]).reshape(described.shape)

    def _constant(self, name: str, values: Any) -> str:
        import onnx

        self.constants.append(onnx.numpy_helper.from_array(np.asarray(values), name))
        return name

    def _node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> None:
        import onnx

        self.nodes.append(onnx.helper.make_node(kind, inputs, [output], **attributes))


def onnx_runtime(litert: Path, pictures: dict[str, NDArray[np.uint8]]) -> Iterator[tuple[str, Engine]]:
    """Yield name and function of each engine: float32, and int8 (QDQ, by channel) by ranges of some pictures."""
    from onnxruntime import quantization

    full, optimised = litert.with_suffix(".onnx"), litert.with_name("optimised.onnx")
    OnnxNetwork(litert).write(full)
    yield "ONNX Runtime, float32", _engine(full)
    quantization.shape_inference.quant_pre_process(full, optimised, skip_symbolic_shape=True)
    for origin, shown in pictures.items():
        small = litert.with_name(f"{origin}.onnx")
        form = quantization.QuantFormat.QDQ
        quantization.quantize_static(optimised, small, _ranges(shown), quant_format=form, per_channel=True)
        yield f"ONNX Runtime, int8, ranges of {origin}", _engine(small)


def _engine(path: Path) -> Engine:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    (taken,) = session.get_inputs()
    return lambda picture: session.run(None, {taken.name: _pixels(picture)})[0][0]


def _ranges(shown: NDArray[np.uint8]) -> Any:
    """Return the pictures as ONNX Runtime's quantiser reads them, one at a time."""
    from onnxruntime.quantization import CalibrationDataReader

    class Reader(CalibrationDataReader):  # type: ignore[misc]
        rows = iter([{"t0": _pixels(each)} for each in shown])

        def get_next(self) -> Any:
            return next(self.rows, None)

    return Reader()


def _pixels(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[None], dtype=np.float32)
