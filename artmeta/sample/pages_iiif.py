"""The same works as IIIF: collections within collections, half of them version 3, half version 2 and paged."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from PIL import Image

from artmeta.sample import iiif_documents
from artmeta.sample.faults import Plan
from artmeta.sample.files import JPEG, File
from artmeta.sample.museum import Museum
from artmeta.sample.pictures import Pictures
from artmeta.sample.records import Record
from artmeta.sample.resources import Resource, Visit, as_json, of_a_work, of_all_works
from artmeta.sample.words import VENUES

OK = 200
LD = 'application/ld+json; profile="http://iiif.io/api/presentation/3/context.json"'
COLLECTION = re.compile(r"/iiif/collection(?:/(?P<venue>\d))?(?:/page/(?P<page>\d{1,6}))?\.json$")
MANIFEST = re.compile(r"/iiif/(?P<number>\d{1,7})/manifest\.json$")
IMAGE = re.compile(r"/iiif/image/w(?P<number>\d+)/(?:full/(?P<size>[^/]+)/0/default\.jpg|info\.json)$")


class IiifPages:
    """Collections, manifests and an image service under /iiif/."""

    def __init__(self, museum: Museum, plan: Plan, pictures: Pictures) -> None:
        self.museum, self.plan, self.pictures = museum, plan, pictures

    def find(self, visit: Visit) -> Resource | None:
        """Find a collection, a manifest, or a picture at a size."""
        if found := COLLECTION.fullmatch(visit.path):
            return self._collection(found["venue"], int(found["page"] or 0), visit)
        if found := MANIFEST.fullmatch(visit.path):
            return self._of(int(found["number"]), visit, self._manifest)
        if found := IMAGE.fullmatch(visit.path):
            return self._image(int(found["number"]), found["size"], visit)
        return None

    def _of(self, number: int, visit: Visit, make: Callable[[int, Visit], File]) -> Resource | None:
        if not 1 <= number <= self.museum.works:
            return None
        address = f"{visit.path} {visit.base} {self.plan.lasting(number)}"
        return of_a_work(self.museum, address, number, lambda: make(number, visit))

    def _collection(self, venue: str | None, page: int, visit: Visit) -> Resource | None:
        if venue is None:
            return of_all_works(
                self.museum, f"{visit.path} {visit.base}", lambda: as_json(iiif_documents.top(visit.base), LD)
            )
        if int(venue) >= len(VENUES):
            return None
        make = iiif_documents.collection_two if int(venue) % 2 else iiif_documents.collection_three

        def load() -> File:
            name = VENUES[int(venue)][0]
            return as_json(make(int(venue), page, self._held_by(name), visit.base), LD)

        return of_all_works(self.museum, f"{visit.path} {visit.base} {self.plan}", load)

    def _held_by(self, venue: str) -> list[Record]:
        """A venue's records; one whose first page is shown twice is listed twice."""
        held = [record for record in self.museum.records() if record.venue == venue]
        return [record for record in held for _ in range(2 if self._doubled(record) else 1)]

    def _doubled(self, record: Record) -> bool:
        return self.plan.lasting(record.number) == "duplicate"

    def _manifest(self, number: int, visit: Visit) -> File:
        trouble = self.plan.lasting(number)
        if trouble == "hole":
            return File(b"No such manifest.\n", "text/plain; charset=utf-8", 404)
        record = self.museum.record(number)
        image = self._image_address(record, visit.base)
        older = iiif_documents.venue_number(record) % 2
        make = iiif_documents.manifest_two if older else iiif_documents.manifest_three
        manifest = make(record, visit.base, image)
        if trouble == "changed":
            manifest = {
                "pages" if key in ("items", "sequences") else key: value for key, value in manifest.items()
            }
        sent = as_json(manifest, LD)
        if trouble == "invalid_utf8":
            return File(sent.content.replace(b"drawn, not real", b"dr\xe4wn\xff"), LD)
        return sent

    def _image_address(self, record: Record, base: str) -> str:
        if self.plan.lasting(record.number) == "closed":
            return f"{base}/private/iiif/image/w{record.number:04d}"
        return f"{base}/iiif/image/w{record.number:04d}"

    def _image(self, number: int, size: str | None, visit: Visit) -> Resource | None:
        if not 1 <= number <= self.museum.works:
            return None
        if size is None:
            return self._of(number, visit, self._info)
        whole = self.pictures.at(number, visit.path)
        return Resource(whole.etag, whole.modified, lambda: sized(whole.load(), size))

    def _info(self, number: int, visit: Visit) -> File:
        address = f"{visit.base}/iiif/image/w{number:04d}"
        said = {"@context": "http://iiif.io/api/image/3/context.json", "id": address, "type": "ImageService3"}
        width, height = self.museum.picture(number).size
        more = {"protocol": "http://iiif.io/api/image", "profile": "level2", "width": width, "height": height}
        return as_json(said | more, "application/ld+json")


def sized(file: File, size: str) -> File:
    """The picture within the size asked for (`!w,h`, `w,`, `max`); never larger than it is."""
    found = re.fullmatch(r"!?(\d{1,5}),(\d{0,5})", size)
    if file.mime != JPEG or file.status != OK or not found:
        return file
    wide, high = int(found[1]), int(found[2] or 99_999)
    to = io.BytesIO()
    with Image.open(io.BytesIO(file.content)) as picture:
        if picture.width <= wide and picture.height <= high:
            return file
        try:
            picture.thumbnail((wide, high))
        except OSError:  # the file is damaged, and so is what the service makes of it
            return file
        picture.save(to, "JPEG", quality=85)
    return File(to.getvalue())
