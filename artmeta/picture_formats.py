"""Picture formats by content: which files are pictures whatever their suffix, and which are not decoded here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

HEAD = 512  # bytes that are enough to tell all formats below apart
_DECODED = (
    ".jpg .jpeg .jpe .jfif .png .webp .gif .tif .tiff .bmp .dib .jp2 .j2k .jpx .jpf .j2c .jpc .avif .mpo .ico .ppm "
    ".pgm .pbm .pnm .psd .tga .pcx .sgi"
)
_NOT_DECODED = ".heic .heif .hif .psb .jxl .jxr .wdp .hdp .svg .exr .hdr .djvu .djv .eps .ai"
_CAMERA = (
    ".dng .cr2 .cr3 .crw .nef .nrw .arw .srf .sr2 .raf .orf .rw2 .pef .srw .x3f .iiq .3fr .fff .mef .mos .mrw .kdc "
    ".dcr .erf .rwl"
)
_RAW = frozenset(_CAMERA.split())
# Suffixes of pictures: such a file is listed as a picture even if its content turns out to be something else.
SUFFIXES = frozenset(_DECODED.split()) | frozenset(_NOT_DECODED.split()) | _RAW
_BMP_HEADER_SIZES = (12, 16, 40, 52, 56, 64, 108, 124)
CONVERT = "Convert it to JPEG, PNG or TIFF."
_RAW_NAME = "camera raw"
# Brands of ISO base media files (ISO/IEC 14496-12): the major brand stands at byte 8.
_BRANDS = (
    dict.fromkeys((b"avif", b"avis"), "AVIF")
    | dict.fromkeys(b"heic heix heim heis hevc hevx".split(), "HEIC")
    | dict.fromkeys((b"mif1", b"msf1"), "HEIF")
    | {b"crx ": _RAW_NAME}
)


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """A picture format: its name in a sentence, and whether it is decoded here."""

    name: str
    decoded: bool = True


def head_of(path: Path) -> bytes:
    """Return the first `HEAD` bytes of a file, none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""


def recognise(head: bytes, name: PurePath | None = None) -> PictureFormat | None:
    """Return the format that the first `HEAD` bytes of a file show, None if they show no picture.

    `name` tells camera raw data, which most makers write as TIFF, from TIFF itself.
    """
    suffix = name.suffix.lower() if name is not None else ""
    format_ = next((known for known, test in _SIGNATURES if test(head)), None)
    if suffix in _RAW and head and (format_ is None or format_.name == "TIFF" or not format_.decoded):
        return PictureFormat(f"{_RAW_NAME} ({suffix[1:].upper()})", decoded=False)
    return PictureFormat(_RAW_NAME, decoded=False) if head[8:10] == b"CR" else format_


def is_picture(name: PurePath, head: Callable[[], bytes]) -> bool:
    """Return whether a file is a picture: by its suffix or, where that tells nothing, by its first bytes."""
    return has_picture_suffix(name) or recognise(head(), name) is not None


def has_picture_suffix(name: PurePath | str) -> bool:
    """Return whether a path is that of a picture by its suffix alone, such as one whose content lies on a server."""
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def refusal(format_: PictureFormat) -> tuple[str, str]:
    """Return the sentence on a format that is not decoded here, and what to do."""
    hint = "Export its pages as JPEG, PNG or TIFF." if format_.name == "PDF" else CONVERT
    return f"{format_.name} is not read here", hint


def _starts(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(starts)


def _at(offset: int, *marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks, offset)


def _is_svg(head: bytes) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith(b"<svg") or (text.startswith((b"<?xml", b"<!DOCTYPE svg")) and b"<svg" in text)


def _has_brand(name: str) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and _brand(head) == name


def _brand(head: bytes) -> str:
    """Return the format of an ISO base media file: its major brand, else the first known compatible one."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))]
    named = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
    precise = [name for name in named if name != "HEIF"]  # 'mif1' is the container of AVIF and of HEIC
    return next(iter(precise or named), "")


def _is_bmp(head: bytes) -> bool:
    """The two letters alone begin many a text; the size of the header that follows is one of a few."""
    return head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES


def _is_pnm(head: bytes) -> bool:
    return head[:1] == b"P" and head[1:2] in b"1234567" and head[2:3].isspace()


_READ: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("JPEG", _starts(b"\xff\xd8\xff")),
    ("PNG", _starts(b"\x89PNG\r\n\x1a\n")),
    ("GIF", _starts(b"GIF87a", b"GIF89a")),
    ("WebP", lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP"),
    ("AVIF", _has_brand("AVIF")),
    ("TIFF", _starts(b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")),
    ("JPEG 2000", _starts(b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")),
    ("Photoshop", _starts(b"8BPS\x00\x01")),
    ("BMP", _is_bmp),
    ("PNM", _is_pnm),
)
_NOT_READ: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("HEIC", _has_brand("HEIC")),
    ("HEIF", _has_brand("HEIF")),
    ("JPEG XL", _starts(b"\xff\x0a", b"\x00\x00\x00\x0cJXL \r\n\x87\n")),
    ("JPEG XR", _starts(b"II\xbc\x01")),
    ("PDF", _starts(b"%PDF-")),
    ("PostScript", _starts(b"%!PS", b"\xc5\xd0\xd3\xc6")),
    ("SVG", _is_svg),
    ("DjVu", _starts(b"AT&TFORM")),
    ("OpenEXR", _starts(b"v/1\x01")),
    ("Radiance HDR", _starts(b"#?RADIANCE", b"#?RGBE")),
    ("DICOM", _at(128, b"DICM")),
    ("GIMP's XCF", _starts(b"gimp xcf")),
    ("Photoshop's large format (PSB)", _starts(b"8BPS\x00\x02")),
    (_RAW_NAME, _has_brand(_RAW_NAME)),
    (_RAW_NAME, _starts(b"FUJIFILMCCD-RAW", b"IIU\x00", b"IIRO", b"IIRS", b"MMOR", b"FOVb", b"\x00MRM")),
    (_RAW_NAME, _at(6, b"HEAPCCDR")),
)
_SIGNATURES = tuple(
    [(PictureFormat(name), test) for name, test in _READ]
    + [(PictureFormat(name, decoded=False), test) for name, test in _NOT_READ]
)
