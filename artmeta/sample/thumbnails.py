"""The small pictures on the museum's pages; a work without a picture gets a grey card."""

from __future__ import annotations

import io

from PIL import Image

from artmeta.sample.files import File
from artmeta.sample.museum import Museum

SIZE = (320, 320)  # pixels within which a thumbnail fits


def thumbnail(museum: Museum, number: int) -> File:
    """A JPEG of at most 320 x 320 pixels of what the museum publishes of a work."""
    file = museum.file(number)
    if file.mime != "image/jpeg" or file.status != 200:  # noqa: PLR2004  200 OK
        picture = Image.new("RGB", (320, 240), (214, 210, 202))
    else:
        picture = museum.picture(number)
        picture.thumbnail(SIZE)
    to = io.BytesIO()
    picture.convert("RGB").save(to, "JPEG", quality=82)
    return File(to.getvalue())
