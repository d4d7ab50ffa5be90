"""A new collection file is right as it is written: for every source, and for lists of unknown shape."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_that
from hypothesis import strategies as st
from PIL import Image

from artmeta import plugins
from artmeta.collection import Collection
from artmeta.domain.artwork import Artwork
from artmeta.errors import ArtmetaError, ConfigError
from artmeta.settings import Settings
from artmeta.sources._column_words import fields_of
from artmeta.steps.scaffold import ScaffoldOptions, collection_file, write_collection_file
from artmeta.web import Web, WebPolicy


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def started(here: Settings, place: Path | str, source: str = "") -> Collection:
    """Start a collection and read its file; a second one of the same folder replaces the first."""
    (here.data_dir / "collections" / "new.toml").unlink(missing_ok=True)
    return Collection.load(
        write_collection_file("new", ScaffoldOptions(source, str(place), model="mine"), here)
    )


def listed(here: Settings, text: str | bytes, name: str = "list.csv") -> Collection:
    path = here.data_dir.parent / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return started(here, path)


def works_of(made: Collection, here: Settings) -> Iterator[Artwork]:
    with Web(WebPolicy(), here.cache_dir, "") as web:
        result = plugins.load("artmeta.sources", made.source.kind).artworks(
            made.source.params, web, made.dates.profile
        )
        yield from (one for one in result if isinstance(one, Artwork))


def columns_of(made: Collection) -> dict[str, str]:
    given: Any = made.source.params
    return {field: name for field, name in given.columns.model_dump().items() if name}


HEADINGS = {
    "Object Number,Title,Artist / Maker,Object Begin Date,Object End Date,Image URL,Rights": [
        "id",
        "title",
        "artist",
        "date_begin",
        "date_end",
        "image",
        "rights",
    ],
    "objectid,title,attribution,beginyear,endyear,iiifurl": [
        "id",
        "title",
        "artist",
        "date_begin",
        "date_end",
        "image",
    ],
    "priref,title,creator,production.date.start,production.date.end,reproduction.reference": [
        "id",
        "title",
        "artist",
        "date_begin",
        "date_end",
        "image",
    ],
    "ca_objects.idno|ca_objects.preferred_labels|ca_entities.artist|ca_object_representations.media.large.url": [
        "id",
        "title",
        "artist",
        "image",
    ],
    "ObjObjectNumberTxt;ObjObjectTitleTxt;ObjDateTxt;MulPhotoUrl": ["id", "title", "date", "image"],
    "Dublin Core:Identifier,Dublin Core:Title,Dublin Core:Creator,Dublin Core:Date,Files": [
        "id",
        "title",
        "artist",
        "date",
        "image",
    ],
    "objectInventoryNumber;objectTitle[1];objectCreator[1];objectCreationDate[1];objectImage": [
        "id",
        "title",
        "artist",
        "date",
        "image",
    ],
    "qid,Len,P170,P571,P18": ["id", "title", "artist", "date", "image"],
    "Inv.-Nr.;Titel;Künstler;Datierung;Technik;Standort;Bild": [
        "id",
        "title",
        "artist",
        "date",
        "medium",
        "venue",
        "image",
    ],
    "Numéro d'inventaire;Titre;Auteur;Date début;Date fin;Matériaux;Image": [
        "id",
        "title",
        "artist",
        "date_begin",
        "date_end",
        "medium",
        "image",
    ],
    "Número de inventario\tTítulo\tAutor\tFecha\tTécnica\tImagen": [
        "id",
        "title",
        "artist",
        "date",
        "medium",
        "image",
    ],
    "Inventario;Titolo;Autore;Datazione;Tecnica;Immagine": [
        "id",
        "title",
        "artist",
        "date",
        "medium",
        "image",
    ],
    "objectnummer;titel;vervaardiger;datering van;datering tot;afbeelding": [
        "id",
        "title",
        "artist",
        "date_begin",
        "date_end",
        "image",
    ],
    "Inventarienummer;Titel;Konstnär;Datering;Ämnesord;Bild": [
        "id",
        "title",
        "artist",
        "date",
        "topics",
        "image",
    ],
    "Inventarnr;Titel;Kunstner;Datering fra;Datering til;Billede": [
        "id",
        "title",
        "artist",
        "date_begin",
        "date_end",
        "image",
    ],
    "Inventární číslo;Název;Autor;Datace;Obraz": ["id", "title", "artist", "date", "image"],
    "Nr inwentarzowy;Tytuł;Artysta;Datowanie;Technika;Zdjęcie": [
        "id",
        "title",
        "artist",
        "date",
        "medium",
        "image",
    ],
    "Número de inventário|Título|Autor|Ano|Imagem|Licença": ["id", "title", "artist", "date"],
}
CELLS = {
    "id": "A {}",
    "title": "View {}",
    "artist": "Painter {}",
    "date": "185{}",
    "date_begin": "185{}",
    "date_end": "186{}",
    "image": "https://m.example/{}.jpg",
    "rights": "CC BY 4.0",
    "medium": "oil",
    "venue": "Hall",
    "topics": "boat",
}


@pytest.mark.parametrize("heading", HEADINGS, ids=lambda heading: heading[:12])
def test_columns_are_proposed_in_many_languages(here: Settings, heading: str) -> None:
    fields, mark = HEADINGS[heading], next(mark for mark in "\t;|," if mark in heading)
    names = heading.split(mark)
    rows = [
        mark.join(CELLS[field].format(number) for field in fields) + mark * (len(names) - len(fields))
        for number in range(6)
    ]
    result = columns_of(listed(here, "\n".join([heading, *rows]) + "\n"))
    target = dict(zip(fields, names, strict=False))
    assert {field: name for field, name in result.items() if field in target} == target


def test_a_list_of_unknown_shape_is_read_as_it_is_proposed(here: Settings) -> None:
    rows = [
        f"Ž {n};Příboj č. {n};Šťastný;{1800 + n};{1810 + n};https://m.example/{name}.jpg|https://m.example/v{n}.jpg;"
        f"{'ano' if n % 2 else 'ne'};moře, loď"
        for n, name in ((n, "no_image" if n > 12 else f"p{n}") for n in range(20))
    ]
    heading = "Inventární číslo;Název;Autor;Datace od;Datace do;Obrázek;Public domain;Klíčová slova"
    made = listed(here, "\n".join(["Sbírka;;;;;;;", heading, *rows]).encode("cp1250"))
    given: Any = made.source.params
    assert (given.encoding, given.delimiter, given.images_separator) == ("cp1250", ";", "|")
    assert given.no_picture == ("no_image.jpg",) and given.topics_separator == ","
    assert given.rights == {"ano": "public_domain", "ne": "in_copyright"}
    works = list(works_of(made, here))
    assert len(works) == 20 and works[1].title == "Příboj č. 1" and works[1].given_topics == ("moře", "loď")
    assert (works[1].date.earliest, works[1].date.latest, works[1].rights) == (1801, 1811, "public_domain")
    assert [len(work.images) for work in works] == [2] * 13 + [1] * 7


def test_the_evidence_stands_beside_each_key(here: Settings) -> None:
    listed(
        here,
        "Nr;Titel;Datum;Bild\n"
        + "".join(f"{n};Boot;{'um 18' if n < 9 else 'x'}{n}0;{n}.jpg\n" for n in range(5, 11)),
    )
    text = (here.data_dir / "collections" / "new.toml").read_text()
    assert "# 4 of 6 cells read as dates" in text and "# 6 different ones in 6 rows" in text
    assert "# 6 rows of 4 columns were looked at." in text and "such as 'Boot'" in text


def test_dates_of_which_too_few_are_read_are_left_to_a_person(here: Settings) -> None:
    made = listed(
        here, "id,date,image\n" + "".join(f"{n},in the days of king {n},{n}.jpg\n" for n in range(4))
    )
    text = (here.data_dir / "collections" / "new.toml").read_text()
    assert (
        '# date = "date"' in text and "0 of 4 cells read as dates" in text and "date" not in columns_of(made)
    )


@pytest.mark.parametrize(
    ("files", "cell", "expected"),
    [
        (["scans/7.jpg", "scans/8.jpg"], "{}", "scans/{}.jpg"),
        (["img/a/7.tif", "img/a/8.tif"], "{}.tif", "img/a/{}"),
        (["7.png", "8.png"], "", "{}.png"),
    ],
)
def test_pictures_beside_the_list_are_found(
    here: Settings, files: list[str], cell: str, expected: str
) -> None:
    for name in files:
        file = here.data_dir.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (9, 9)).save(file)
    heading = "Nr,Title,Image" if cell else "Nr,Title,Remark"
    rows = [f"{number},Boat,{cell.format(number)}" for number in (7, 8)]
    made = listed(here, "\n".join([heading, *rows]) + "\n")
    assert made.source.params.image_template == expected  # type: ignore[attr-defined]
    assert [Path(work.images[0].url).name for work in works_of(made, here)] == [
        Path(name).name for name in files
    ]


def test_names_of_files_on_commons_have_their_address(here: Settings) -> None:
    made = listed(here, 'qid,Len,P18\nQ1,Boat,"""Boat at sea.jpg"""\nQ2,House,"""House.jpg"""\n')
    assert [work.images[0].url for work in works_of(made, here)] == [
        "https://commons.wikimedia.org/wiki/Special:FilePath/Boat%20at%20sea.jpg?width=500",
        "https://commons.wikimedia.org/wiki/Special:FilePath/House.jpg?width=500",
    ]


def test_ids_without_pictures_ask_for_a_template(here: Settings) -> None:
    listed(here, "id,title,image_id\n1,Boat,0a0a-1\n2,House,0a0a-2\n")
    text = (here.data_dir / "collections" / "new.toml").read_text()
    assert "# image_template = " in text and "are no addresses, such as '0a0a-1'" in text


def test_the_profile_is_the_one_that_gives_the_lists_own_years(here: Settings) -> None:
    rows = [f"{n},c.18{n},{1800 + n - 3},{1800 + n + 3},{n}.jpg" for n in range(10, 40)]
    made = listed(here, "id,date text,begin year,end year,image\n" + "\n".join(rows) + "\n")
    text = (here.data_dir / "collections" / "new.toml").read_text()
    assert "gives the list's own years for" in text and made.dates.profile in text


def test_quoting_and_escapes_are_proposed_where_the_list_shows_them(here: Settings) -> None:
    made = listed(here, 'id;title;image\n1;"A". B;a.jpg\n2;C;b.jpg\n')
    assert made.source.params.quoting == "none"  # type: ignore[attr-defined]
    made = listed(here, 'id;title;image\n1;"A \\"B\\"; C";a.jpg\n2;C;b.jpg\n')
    assert made.source.params.escape == "\\"  # type: ignore[attr-defined]
    made = listed(here, "id,title,image,set\n1,'A','a.jpg','train'\n2,'B','b.jpg','test'\n")
    assert made.source.params.strip == "'"  # type: ignore[attr-defined]
    assert [work.split for work in works_of(made, here)] == ["training", "testing"]


def test_a_list_that_states_no_rights_asks_for_them(here: Settings) -> None:
    requested = []
    for text in (
        "id,image\n1,https://m.example/a.jpg\n",
        "id,image\n1,a.jpg\n",
        "id,image,rights\n1,https://m.example/a.jpg,CC0\n",
    ):
        listed(here, text)
        requested.append('# rights = "CC0"' in (here.data_dir / "collections" / "new.toml").read_text())
    assert requested == [True, False, False]


def test_a_list_on_a_private_server_may_be_fetched(here: Settings) -> None:
    assert listed(here, "id,image\n1,http://127.0.0.1:1/a.jpg\n").web.allow_private_addresses
    assert not listed(here, "id,image\n1,http://m.example/a.jpg\n").web.allow_private_addresses


def test_every_source_is_told_by_its_place(here: Settings, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(
        '{"@context": "http://iiif.io/api/presentation/3/context.json", "type": "Manifest"}'
    )
    (tmp_path / "r.json").write_text(json.dumps([{"id": 1, "image": "a.jpg"}]))
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.add(tmp_path / "m.json", "m.json")
    places = {
        str(tmp_path): "folder",
        str(tmp_path / "m.json"): "iiif",
        str(tmp_path / "r.json"): "csv",
        str(tmp_path / "a.tar"): "archive",
        "https://m.example/a.zip": "archive",
        "Q42": "wikidata",
        "P1679": "wikidata",
        "https://m.example/iiif/collection/1": "iiif",
        "https://m.example/2/manifest.json": "iiif",
        "https://artuk.org/discover/artworks/view_as/grid/search/topic:boats--venue:hall-7/page/2": "artuk",
    }
    made = {place: started(here, place).source for place in places}
    assert {place: source.kind for place, source in made.items()} == places
    assert made["Q42"].params.collection == "Q42" and made["P1679"].params.having == "P1679"  # type: ignore[attr-defined]
    assert made["https://m.example/2/manifest.json"].params.url  # type: ignore[attr-defined]
    artuk: Any = list(made.values())[-1].params
    assert (artuk.topics, artuk.venue) == (["boats"], "hall-7")


@pytest.mark.parametrize("source", plugins.names("artmeta.sources"))
def test_a_source_without_a_place_is_written_to_be_filled_in(here: Settings, source: str) -> None:
    text = write_collection_file("new", ScaffoldOptions(source), here).read_text()
    assert '"..."' in text and f'kind = "{source}"' in text


@pytest.mark.parametrize(
    ("source", "place", "sentence"),
    [
        ("", "none.csv", "There is no file or folder none.csv"),
        (
            "folder",
            "list.csv",
            "There is no folder list.csv. It is a file: leave --source away, or say --source csv",
        ),
        ("csv", "pictures", "There is no file pictures. It is a folder"),
        ("iiif", "none.json", "There is no file none.json"),
        ("folder", "https://m.example/", "is an address, not a folder"),
        (
            "",
            "https://m.example/thing",
            "cannot be told from its address. Say it: --source with one of archive",
        ),
        ("wikidata", "Louvre", "is no item or property of Wikidata"),
        ("artuk", "https://artuk.org/visit", "is no listing of Art UK"),
        ("csv", "empty.csv", "is empty"),
        ("csv", "picture.csv", "is a picture, not a text list"),
    ],
)
def test_a_place_that_is_not_there_or_another_thing_is_one_sentence_and_no_file(
    here: Settings, monkeypatch: pytest.MonkeyPatch, source: str, place: str, sentence: str
) -> None:
    folder = here.data_dir.parent
    monkeypatch.chdir(folder)
    (folder / "pictures").mkdir()
    (folder / "list.csv").write_text("id,image\n1,a.jpg\n")
    (folder / "empty.csv").touch()
    Image.new("RGB", (9, 9)).save(folder / "picture.csv", "PNG")
    with pytest.raises(ArtmetaError) as fault:
        write_collection_file("new", ScaffoldOptions(source, place, model="mine"), here)
    assert sentence in str(fault.value) and not list(here.data_dir.rglob("*.toml"))


@pytest.mark.parametrize(("name", "proposal"), [("har bour", "har-bour"), ("a/b", "a-b"), ("(x)", "x")])
def test_a_name_that_is_none_is_refused_with_one_that_is(here: Settings, name: str, proposal: str) -> None:
    with pytest.raises(ConfigError, match=f"Try '{proposal}'"):
        write_collection_file(name, ScaffoldOptions(), here)


def test_what_is_there_is_never_overwritten(here: Settings) -> None:
    path = write_collection_file("new", ScaffoldOptions(), here)
    path.write_text("mine")
    with pytest.raises(ConfigError, match="is there already"):
        write_collection_file("new", ScaffoldOptions(), here)
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("ObjectBeginDate", "date_begin"),
        ("DATE_END", "date_end"),
        ("Künstler/in", "artist"),
        ("Název díla", "title"),
        ("Tytuł (pl)", "title"),
        ("Τίτλος", "title"),
        ("標題", "title"),
        ("Sanatçı", "artist"),
        ("제목", "title"),
        ("InvNr", "accession_number"),
        ("primaryImage", "image"),
        ("isPublicDomain", "rights"),
        ("Œuvre", ""),
        ("Remarks", ""),
    ],
)
def test_headings_are_known_in_any_spelling(heading: str, field: str) -> None:
    result = fields_of(heading)
    assert (max(result, key=lambda each: result[each]) if result else "") == field


NAME = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given_that(
    names=st.lists(NAME, min_size=1, max_size=5),
    cells=st.lists(st.lists(NAME, min_size=5, max_size=5), max_size=5),
)
def test_whatever_a_list_holds_its_file_is_sound_or_none_is_written(
    here: Settings, names: list[str], cells: list[list[str]]
) -> None:
    rows = [names, *(row[: len(names)] for row in cells)]
    try:
        made = listed(here, "\n".join(";".join(row) for row in rows))
    except ArtmetaError as fault:
        assert "list.csv" in str(fault) and not (here.data_dir / "collections" / "new.toml").exists()
        return
    assert made.source.kind == "csv"


def test_a_misspelt_name_of_a_collection_names_the_nearest(here: Settings) -> None:
    write_collection_file("harbour", ScaffoldOptions("folder", "", "", "x"), here)
    assert collection_file(Path("harbour"), here) == here.data_dir / "collections" / "harbour.toml"
    for word, nearest in (("harbr", "harbour"), ("sampel", "sample")):
        with pytest.raises(ConfigError, match=f"no collection called '{word}'.* Did you mean '{nearest}'"):
            collection_file(Path(word), here)
