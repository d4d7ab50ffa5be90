"""The encodings, first lines and forms in which houses hand out lists."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from list_reading import kinds, message_of, read, works

from artmeta.errors import SourceError
from artmeta.sources import csv
from artmeta.web import Web

COLUMNS = {"id": "Nr", "title": "Titel", "image": "Bild"}
ROWS = "Nr;Titel;Bild\n1;Boot;a.jpg\n2;Haus;b.jpg\n"


@pytest.mark.parametrize(
    ("encoding", "titles"),
    [
        ("cp1250", ["Červený dům u řeky", "Žena v závoji", "Pohľad na Tatry"]),
        ("cp1250", ["Święty Łukasz", "Ogród w słońcu", "Pejzaż zimowy"]),
        ("iso8859_2", ["Šedá neděle", "Říčka v údolí", "Žena u okna", "Šťastná rodina"]),
        ("cp852", ["Őszi táj hegyekkel", "Női képmás", "Tűz a vízen"]),
        ("cp1251", ["Портрет матери", "Осенний лес", "Натюрморт с яблоками"]),
        ("koi8_r", ["Портрет матери", "Осенний лес"]),
        ("mac_roman", ["Bäume über dem Fluß", "Königin mit Blüten", "Fête à la campagne"]),
        ("cp850", ["Sjælland, tidligt forår", "Gård på Fyn", "Øresund"]),
        ("cp1252", ["Fête champêtre", "Une élève à l’atelier", "Près de la forêt"]),
        ("cp1253", ["Λιμάνι με βάρκες", "Προσωπογραφία"]),
        ("cp1254", ["Boğaziçi'nde akşam", "Ağaçlı yol, kış", "Kıyıda balıkçılar"]),
        ("cp1257", ["Žiemos peizažas", "Jūros krantas", "Ąžuolų giraitė"]),
        ("shift_jis", ["雪の中の寺", "海辺の二人", "春のけしき"]),
        ("euc_jp", ["雪の中の寺", "海辺の二人", "春のけしき"]),
        ("cp949", ["강가의 집", "겨울 산", "어머니의 초상"]),
        ("gb18030", ["山中的寺庙", "江上渔船", "母亲的肖像"]),
    ],
)
def test_an_encoding_is_guessed_by_its_letters_and_said(
    web: Web, tmp_path: Path, encoding: str, titles: list[str]
) -> None:
    text = "Nr;Titel;Bild\n" + "".join(f"{nr};{title};{nr}.jpg\n" for nr, title in enumerate(titles))
    result = read(web, tmp_path / "list.csv", text.encode(encoding), columns=COLUMNS)
    assert [work.title for work in works(result)] == titles
    assert 'write encoding = "..."' in message_of(result, "encoding")


def test_entities_of_web_pages_are_letters_in_texts_and_stay_in_ids(web: Web, tmp_path: Path) -> None:
    text = "Nr,Titel,Bild,Datum\nA&amp;B,Caf&eacute; &#8211; R&D &unknown;,a.jpg,1850&ndash;1860\n"
    (work,) = works(read(web, tmp_path / "list.csv", text, columns={**COLUMNS, "date": "Datum"}))
    assert (work.id, work.title) == ("A&amp;B", "Café – R&D &unknown;")
    assert (work.date.earliest, work.date.latest) == (1850, 1860)


def test_an_encoding_can_be_given(web: Web, tmp_path: Path) -> None:
    text = "Nr;Titel;Bild\n1;Luèina;a.jpg\n".encode("cp1252")
    result = read(web, tmp_path / "list.csv", text, columns=COLUMNS, encoding="cp1250")
    assert works(result)[0].title == "Lučina" and kinds(result) == ["artwork"]
    with pytest.raises(ValueError, match="no known encoding"):
        read(web, tmp_path / "list.csv", text, columns=COLUMNS, encoding="cp125x")


def test_wanted_headings_decide_between_guesses(web: Web, tmp_path: Path) -> None:
    text = "№;Имя;Файл\n1;Ю;a.jpg\n".encode("cp1251")
    columns = {"id": "№", "title": "Имя", "image": "Файл"}
    assert works(read(web, tmp_path / "list.csv", text, columns=columns))[0].title == "Ю"


def test_headings_that_are_not_found_name_the_key(web: Web, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no column 'Foto'.*encoding = "):
        read(web, tmp_path / "l.csv", "Číslo;Obrázek\n1;a.jpg\n".encode("cp1250"), columns={"image": "Foto"})


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_utf_16_without_a_mark(web: Web, tmp_path: Path, encoding: str, end: str) -> None:
    text = ROWS.replace("Boot", "Лодка").replace("\n", end)
    result = read(web, tmp_path / "list.csv", text.encode(encoding), columns=COLUMNS)
    assert [work.title for work in works(result)] == ["Лодка", "Haus"] and "UTF-16" in message_of(
        result, "encoding"
    )


def test_broken_bytes_after_a_mark_are_said(web: Web, tmp_path: Path) -> None:
    result = read(web, tmp_path / "l.csv", b"\xef\xbb\xbfNr;Titel;Bild\n1;B\xff;a.jpg\n", columns=COLUMNS)
    assert "1 broken place" in message_of(result, "encoding")


def test_a_replacement_character_that_a_program_wrote_is_no_broken_place(web: Web, tmp_path: Path) -> None:
    result = read(web, tmp_path / "l.csv", "Nr;Titel;Bild\n1;B\ufffd;a.jpg\n".encode(), columns=COLUMNS)
    assert [work.title for work in works(result)] == ["B\ufffd"] and len(result) == 1


@pytest.mark.parametrize(
    "text",
    [
        ROWS.replace("\n", "\r"),
        "sep=;\n" + ROWS,
        '"sep=;"\r\n' + ROWS,
        "Museum am Hafen;;\n;;\n" + ROWS,
        "Export of 3 May 2024, made by hand\nThree lines above\n\n" + ROWS,
        ROWS.replace("Titel", '"Ti tel\n(deutsch)"'),
        ROWS.replace("Titel", "Ti tel\\n(deutsch)"),
        ROWS.replace("Bild", "Bild;;").replace(".jpg", ".jpg;;"),
        ROWS.replace("Boot", "Bo\x00ot"),
        ROWS.replace(";", "\t"),
        gzip.compress(ROWS.encode(), mtime=0),
        json.dumps(
            [{"Nr": 1, "Titel": "Boot", "Bild": "a.jpg"}, {"Nr": 2, "Titel": "Haus", "Bild": "b.jpg"}]
        ),
        '{"Nr": "1", "Titel": "Boot", "Bild": "a.jpg"}\n{"Nr": "2", "Titel": "Haus", "Bild": "b.jpg"}\n',
        '{"hits": {"x": [{"Nr": "1", "Titel": "Boot", "Bild": "a.jpg"}, {"Nr": "2", "Titel": "Haus", "Bild": "b"}]}}',
    ],
)
def test_first_lines_and_forms_that_are_read(web: Web, tmp_path: Path, text: str | bytes) -> None:
    title = "Ti tel (deutsch)" if "deutsch" in str(text) else "Titel"
    result = read(web, tmp_path / "list.csv", text, columns={**COLUMNS, "title": title})
    assert [(work.id, work.title) for work in works(result)] == [("1", "Boot"), ("2", "Haus")]


def test_what_stands_above_the_heading_and_nul_bytes_are_said(web: Web, tmp_path: Path) -> None:
    result = read(
        web, tmp_path / "list.csv", "Harbour museum;;\n" + ROWS.replace("Boot", "B\x00t"), columns=COLUMNS
    )
    assert "'Harbour museum'" in message_of(result, "above_heading") and "line 2" in message_of(
        result, "above_heading"
    )
    assert "1 NUL byte that was left out" in message_of(result, "nul_bytes")


def test_a_delimiter_can_be_given(web: Web, tmp_path: Path) -> None:
    result = read(web, tmp_path / "list.csv", ROWS.replace(";", "~"), columns=COLUMNS, delimiter="~")
    assert len(works(result)) == 2
    with pytest.raises(SourceError, match="write delimiter"):
        read(web, tmp_path / "list.csv", ROWS.replace(";", "~"), columns=COLUMNS)


def test_fields_of_records_within_records(web: Web, tmp_path: Path) -> None:
    record = {
        "n": {"id": 7},
        "pictures": [{"url": "a.jpg"}, {"url": "b.jpg"}],
        "topics": ["boat", "sea"],
        "open": True,
    }
    result = read(
        web,
        tmp_path / "list.json",
        json.dumps([record, {"n": None}]),
        rights={"true": "cc0"},
        columns={"id": "n.id", "image": "pictures.url", "topics": "topics", "rights": "open"},
    )
    (work,) = works(result)
    assert (work.id, work.given_topics, work.rights, len(work.images)) == ("7", ("boat", "sea"), "cc0", 2)
    assert kinds(result) == ["artwork", "no_id"]


def workbook(*names: str) -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return to.getvalue()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            b'<?xml version="1.0"?>\n<lido:lidoWrap xmlns:lido="http://x"/>',
            "is XML.*<lido:lidoWrap>.*Convert it",
        ),
        (b'\xef\xbb\xbf<record xmlns="http://x"><id>1</id></record>', "is XML"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "is an HTML page"),
        (b"<table><tr><td>1</td></tr></table>", "is an HTML page"),
        (workbook("[Content_Types].xml", "xl/workbook.xml"), "is an Excel workbook"),
        (workbook("mimetype", "content.xml"), "is an OpenDocument"),
        (workbook("list.csv"), "is a zip archive"),
        (b"%PDF-1.7\n%list", "is a PDF document"),
        (
            b'{"@context": "http://iiif.io/api/presentation/3/context.json", "type": "Manifest"}',
            "source kind = .iiif",
        ),
        (b'[{"Nr": 1,]', "begins as JSON but cannot be read"),
        (b'[["Nr", "Titel"], [1, 2]]', "not a list of records"),
        (b'[{"Nr": 1}]', "no field 'Bild'"),
        (b"[]", "no records"),
        (gzip.compress(ROWS.encode(), mtime=0)[:30], "gzip file that cannot be unpacked"),
        (bytes(range(1, 32)) * 40, "not a text list"),
    ],
)
def test_what_is_no_list_is_called_by_its_name(web: Web, tmp_path: Path, text: bytes, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        read(web, tmp_path / "list.csv", text, columns=COLUMNS)


def test_a_gzip_that_unpacks_to_too_much_is_refused(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artmeta.lists.forms.LARGEST", 20)
    with pytest.raises(SourceError, match="unpacks to more than 20 bytes"):
        read(web, tmp_path / "list.csv", gzip.compress(ROWS.encode()), columns=COLUMNS)


def test_a_missing_picture_column_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name the column of the pictures"):
        csv.Params.model_validate({"path": tmp_path / "list.csv", "columns": {"id": "Nr"}})


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_a_given_encoding_that_needs_a_byte_order_mark(web: Web, tmp_path: Path, codec: str) -> None:
    with pytest.raises(SourceError, match=f'byte order mark of {codec.upper()}.*"{codec}-le"'):
        read(web, tmp_path / "list.csv", ROWS, columns=COLUMNS, encoding=codec)
    marked = read(web, tmp_path / "list.csv", ROWS.encode(codec), columns=COLUMNS, encoding=codec)
    assert [work.title for work in works(marked)] == ["Boot", "Haus"]


def test_utf_16_without_a_mark_is_read_where_utf_16_is_given(web: Web, tmp_path: Path) -> None:
    result = read(web, tmp_path / "list.csv", ROWS.encode("utf-16-be"), columns=COLUMNS, encoding="UTF-16")
    assert [work.title for work in works(result)] == ["Boot", "Haus"]


@pytest.mark.parametrize("name", ["idna", "punycode", "hex"])
def test_an_encoding_of_names_or_bytes_is_none_of_a_list(name: str) -> None:
    with pytest.raises(ValueError, match="no known encoding"):
        csv.Params.model_validate({"path": "a.csv", "columns": COLUMNS, "encoding": name})
