"""A SavedModel is a program; it is imported only where a classifier of pictures needs each of its operations.

The list was made from the SavedModels that Keras 3.15 writes of twelve networks of keras.applications and of its layers
for pictures, and from what Keras 2 adds for training (batch norms, dropout). What keeps and restores weights reaches
files, so it may stand only in the functions that the SavedModel itself names for that, which a conversion never calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from artmeta.errors import ModelError
from artmeta.vision.model_faults import KNOWN, model_faults

LISTED = 5  # operations named in a refusal

STRUCTURE = """
    Const EnsureShape Identity IdentityN NoOp PartitionedCall Placeholder PlaceholderWithDefault PreventGradient
    StatefulPartitionedCall StopGradient
"""
VARIABLES = """
    AssignAddVariableOp AssignSubVariableOp AssignVariableOp DisableCopyOnRead ReadVariableOp VarHandleOp
    VarIsInitializedOp
"""
LAYERS = """
    AvgPool BatchMatMul BatchMatMulV2 BiasAdd Conv2D Conv2DBackpropInput DepthwiseConv2dNative Einsum
    FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 ImageProjectiveTransformV3 MatMul MaxPool MirrorPad Pad
    PadV2 ResizeBicubic ResizeBilinear ResizeNearestNeighbor
"""
ACTIVATIONS = "Elu Erf Erfc LeakyRelu LogSoftmax Relu Relu6 Selu Sigmoid Softmax Softplus Softsign Tanh"
ARITHMETIC = """
    Abs Add AddN AddV2 All Any ArgMax ArgMin BitwiseAnd Cast Ceil ClipByValue Cos Cumsum Div DivNoNan Equal
    Exp Expm1 Floor FloorDiv FloorMod Greater GreaterEqual Inv IsFinite IsNan Less LessEqual Log Log1p
    LogicalAnd LogicalNot LogicalOr Max Maximum Mean Min Minimum Mul MulNoNan Neg NotEqual Pow Prod RealDiv
    Reciprocal Rint Round Rsqrt Select SelectV2 Sign Sin Sqrt Square SquaredDifference Sub Sum Tan TruncateDiv
    Xdivy Xlogy ZerosLike
"""
SHAPES = """
    BatchToSpaceND BroadcastArgs BroadcastTo Concat ConcatV2 DepthToSpace ExpandDims Fill Gather GatherNd
    GatherV2 LinSpace OneHot OnesLike Pack Range Rank Reshape Reverse ReverseV2 Shape ShapeN Size Slice
    SpaceToBatchND SpaceToDepth Split SplitV Squeeze StridedSlice Tile Transpose Unpack Where
"""
RANDOM = """
    RandomStandardNormal RandomUniform RandomUniformInt StatelessRandomGetAlg StatelessRandomGetKeyCounter
    StatelessRandomNormal StatelessRandomNormalV2 StatelessRandomUniform StatelessRandomUniformInt
    StatelessRandomUniformIntV2 StatelessRandomUniformV2 StatelessTruncatedNormal StatelessTruncatedNormalV2
    TruncatedNormal
"""
NEEDED = frozenset(" ".join((STRUCTURE, VARIABLES, LAYERS, ACTIVATIONS, ARITHMETIC, SHAPES, RANDOM)).split())
KEEPING = frozenset(
    ["MergeV2Checkpoints", "RestoreV2", "SaveV2", "ShardedFilename", "StaticRegexFullMatch", "StringJoin"]
)


def check_operations(data: bytes, origin: str) -> None:
    """Raise ModelError if a saved_model.pb is damaged, empty, or has an operation that no classifier needs."""
    from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

    with model_faults(origin):
        metas = list(SavedModel.FromString(data).meta_graphs)
        operations = sorted({name for meta in metas for name in _not_needed(meta)})
    if not metas:
        raise ModelError(f"{origin} is empty; it is not imported.", KNOWN)
    if operations:
        listed = ", ".join(operations[:LISTED]) + (
            f" and {len(operations) - LISTED} more" if operations[LISTED:] else ""
        )
        raise ModelError(
            f"{origin} has operations that no classifier of pictures needs ({listed}); it is not imported.",
            KNOWN,
        )


def _not_needed(meta: Any) -> Iterator[str]:
    """Name the operations of one graph that are not on the lists."""
    keeping = _keeping_functions(meta)
    yield from (node.op for node in meta.graph_def.node if node.op not in NEEDED)
    for function in _functions(meta):
        known = NEEDED | KEEPING if function.signature.name in keeping else NEEDED
        yield from (node.op for node in function.node_def if node.op not in known)


def _keeping_functions(meta: Any) -> set[str]:
    """Name the functions that only what keeps and restores weights calls."""
    keepers = {
        name.partition(":")[0] for name in (meta.saver_def.save_tensor_name, meta.saver_def.restore_op_name)
    }
    named = set(_called(node for node in meta.graph_def.node if node.name in keepers))
    elsewhere = set(_called(node for node in meta.graph_def.node if node.name not in keepers))
    for function in _functions(meta):
        elsewhere |= set(_called(function.node_def))
    return named - elsewhere


def _functions(meta: Any) -> Iterable[Any]:
    """Return the definitions of the functions of one graph."""
    definitions: Iterable[Any] = meta.graph_def.library.function
    return definitions


def _called(nodes: Iterable[Any]) -> Iterator[str]:
    """Name the functions that nodes refer to."""
    for node in nodes:
        for value in node.attr.values():
            yield from (each.name for each in (value.func, *value.list.func) if each.name)
