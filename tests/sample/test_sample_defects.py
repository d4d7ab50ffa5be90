"""Every defect that the table states is there, and only there."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from artmeta.sample.defects import DEFECTS
from artmeta.sample.museum import Museum
from artmeta.sample.words import SUBJECTS
from artmeta.sample.works import TOPICS

KINDS = """missing_image truncated html_instead exact_duplicate near_duplicate in_copyright abstract cmyk exif_rotated
one_pixel_high same_accession no_title photograph letter blank grey miscatalogued"""


@pytest.fixture(scope="module")
def museum() -> Museum:
    return Museum(small=True)


def opened(museum: Museum, number: int) -> Image.Image:
    return Image.open(io.BytesIO(museum.file(number).body))


def numbers(kind: str) -> list[int]:
    return [number for number, defect in DEFECTS.items() if defect.kind == kind]


def only(kind: str) -> int:
    (number,) = numbers(kind)
    return number


def test_the_first_600_works_hold_every_kind_of_defect():
    assert max(DEFECTS) <= 600
    assert {defect.kind for defect in DEFECTS.values()} == set(KINDS.split())
    assert all(defect.sentence.endswith(".") for defect in DEFECTS.values())


@pytest.mark.parametrize("number", numbers("missing_image"))
def test_a_missing_image_has_a_record_but_no_file(museum: Museum, number: int):
    assert museum.record(number).image
    assert museum.file(number).status == 404


def test_a_truncated_picture_opens_but_cannot_be_decoded(museum: Museum):
    picture = opened(museum, only("truncated"))
    with pytest.raises(OSError, match="truncated"):
        picture.load()


def test_a_page_stands_where_a_picture_should_be(museum: Museum):
    file = museum.file(only("html_instead"))
    assert file.status == 200 and "text/html" in file.headers["Content-Type"] and b"digitised" in file.body


@pytest.mark.parametrize("number", numbers("exact_duplicate"))
def test_an_exact_duplicate_is_the_same_file_under_another_record(museum: Museum, number: int):
    of = DEFECTS[number].of
    assert museum.file(number).body == museum.file(of).body
    assert museum.record(number).id != museum.record(of).id
    assert museum.work(number).topic == museum.work(of).topic


@pytest.mark.parametrize("number", numbers("near_duplicate"))
def test_a_near_duplicate_looks_the_same_but_is_another_file(number: int):
    museum = Museum()
    copy, original = opened(museum, number), opened(museum, DEFECTS[number].of)
    assert copy.size != original.size
    small = [np.asarray(image.convert("L").resize((16, 16)), dtype=float) for image in (copy, original)]
    assert np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1] > 0.97


@pytest.mark.parametrize("number", numbers("in_copyright"))
def test_a_work_in_copyright_is_recent_and_says_so(museum: Museum, number: int):
    assert "In copyright; no reuse" in museum.record(number).rights
    assert museum.work(number).year >= 1950
    opened(museum, number).load()


@pytest.mark.parametrize("kind", ["abstract", "photograph", "letter", "blank"])
def test_what_shows_none_of_the_topics_has_no_true_topic(museum: Museum, kind: str):
    for number in numbers(kind):
        assert museum.work(number).topic == ""
        assert museum.record(number).subject == ""
        opened(museum, number).load()
    assert all(museum.work(n).year >= 1950 for n in numbers(kind)) or kind != "abstract"


def test_a_blank_page_is_nearly_even_and_a_letter_is_not(museum: Museum):
    def spread(number: int) -> float:
        return float(np.asarray(opened(museum, number).convert("L"), dtype=float).std())

    assert spread(only("blank")) < 10 < min(spread(number) for number in numbers("letter"))


def test_odd_modes_and_a_picture_on_its_side(museum: Museum):
    assert opened(museum, only("cmyk")).mode == "CMYK"
    assert opened(museum, only("grey")).mode == "L"
    lying = opened(museum, only("exif_rotated"))
    assert lying.getexif()[0x0112] == 6
    upright = museum.picture(only("exif_rotated"))
    assert lying.size == upright.size[::-1]


def test_turning_the_lying_picture_by_its_exif_gives_the_upright_one(museum: Museum):
    from PIL import ImageOps

    number = only("exif_rotated")
    turned = np.asarray(ImageOps.exif_transpose(opened(museum, number)), dtype=float)
    assert np.abs(turned - np.asarray(museum.picture(number), dtype=float)).mean() < 12


def test_a_strip_is_one_pixel_high(museum: Museum):
    assert opened(museum, only("one_pixel_high")).size == (800, 1)


def test_two_records_share_an_accession_number(museum: Museum):
    number = only("same_accession")
    shared = museum.record(number).accession_number
    holders = [record.number for record in museum.records() if record.accession_number == shared]
    assert holders == [DEFECTS[number].of, number]


def test_one_record_has_no_title(museum: Museum):
    assert [record.number for record in museum.records() if not record.title] == [only("no_title")]


def test_only_the_stated_works_are_miscatalogued(museum: Museum):
    wrong = [
        record.number
        for record in museum.records()
        if record.subject and record.subject != SUBJECTS.get(museum.work(record.number).topic)
    ]
    assert wrong == numbers("miscatalogued")


def test_works_without_a_defect_are_plain_rgb_jpegs(museum: Museum):
    for number in range(1, 8):
        picture = opened(museum, number)
        picture.load()
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert museum.work(number).topic in TOPICS


def test_the_docs_list_every_defect():
    page = (Path(__file__).parents[2] / "docs" / "sample-museum.md").read_text(encoding="utf-8")
    for number, defect in DEFECTS.items():
        assert f"| {number} | `{defect.kind}` | {defect.sentence} |" in page
