"""Where the pictures are: at their addresses, unless a plan has them gone, moved, closed or replaced by a page."""

from __future__ import annotations

from dataclasses import replace

from artmeta.sample.faults import Plan
from artmeta.sample.files import PLAIN, STAND_IN, File
from artmeta.sample.museum import Museum
from artmeta.sample.resources import Resource, of_a_work, text

LARGE = 300_000  # bytes of a picture that is too large
AGAIN = "?again"  # what a redirect loop hangs on to the address, and takes off


class Pictures:
    """The picture files of a museum, with the trouble that a plan makes lasting."""

    def __init__(self, museum: Museum, plan: Plan) -> None:
        self.museum, self.plan = museum, plan

    def path(self, number: int) -> str:
        """Where a work's picture is said to be, without the leading slash."""
        folder = "private" if self.plan.lasting(number) == "closed" else "images"
        return f"{folder}/w{number:04d}.jpg"

    def number_at(self, path: str) -> int:
        """The work whose picture lies at a path; 0 where none does."""
        folder, _, name = path.strip("/").rpartition("/")
        digits = name.removeprefix("w").removesuffix(".jpg")
        number = int(digits) if digits.isascii() and digits.isdigit() else 0
        right = 1 <= number <= self.museum.works and name == f"w{number:04d}.jpg"
        return number if right and folder in ("images", "private", "moved") else 0

    def at(self, number: int, address: str) -> Resource:
        """The picture of a work at an address (path and query) that is said to hold it."""
        trouble = self.plan.lasting(number) if not address.startswith("/moved/") else ""

        return of_a_work(
            self.museum, f"{address} {trouble}", number, lambda: self._file(number, address, trouble)
        )

    def _file(self, number: int, address: str, trouble: str) -> File:
        again = address.removesuffix(AGAIN) if address.endswith(AGAIN) else address + AGAIN
        instead = {
            "gone": File(b"This picture was here once.\n", PLAIN, 404),
            "forbidden": File(b"This picture is not shown.\n", PLAIN, 403),
            "html": text(STAND_IN, "text/html"),
            "loop": File(b"", PLAIN, 302, {"Location": again}),
            "moved": File(b"", PLAIN, 301, {"Location": f"/moved/w{number:04d}.jpg"}),
            "large": File(b"\xff\xd8\xff" + bytes(LARGE)),
        }
        if trouble in instead:
            return instead[trouble]
        file = self.museum.file(number)
        return replace(file, headers={"X-Robots-Tag": "noai"}) if trouble == "noai" else file
