"""Forms of JPEG that the decoder does not read, by the frame header (ITU-T T.81, B.2.2; T.87 for JPEG-LS)."""

from __future__ import annotations

from typing import BinaryIO

USUAL_BITS = 8
JPEG_LS = 0xF7
# Start-of-frame markers: C4, C8 and CC, which lie between them, are other segments.
_LOSSLESS, _HIERARCHICAL = (0xC3, 0xCB), (0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF)
_FRAMES = frozenset((0xC0, 0xC1, 0xC2, 0xC9, 0xCA, *_LOSSLESS, *_HIERARCHICAL, JPEG_LS))


def describe_unread(file: BinaryIO) -> str:
    """Name the form of a JPEG that no decoder took; '' if it is a usual one or has no frame header."""
    marker, bits = _frame(file)
    if marker == JPEG_LS:
        return "JPEG-LS"
    if marker in _HIERARCHICAL:
        return "Hierarchical JPEG"
    kind = "Lossless JPEG" if marker in _LOSSLESS else "JPEG"
    return f"{kind} of {bits} bits a sample" if bits not in (0, USUAL_BITS) else ""


def _frame(file: BinaryIO) -> tuple[int, int]:
    """Return the marker of the first frame and its bits a sample, zeros if the segments before it are not sound."""
    file.seek(2)
    while len(start := file.read(4)) == 4 and start[0] == 0xFF:  # noqa: PLR2004  marker and length
        if start[1] in _FRAMES:
            return start[1], int.from_bytes(file.read(1), "big")
        file.seek(max(int.from_bytes(start[2:], "big") - 2, 0), 1)
    return 0, 0
