"""The codes of a vocabulary, checked against Iconclass and the forms of AAT and Wikidata."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import new_store

from artmeta.collection import Collection
from artmeta.domain.model_card import ModelCard
from artmeta.domain.run import Run
from artmeta.domain.topic import SCHEMES, Topic, Vocabulary, has_form
from artmeta.errors import ConfigError
from artmeta.settings import Settings
from artmeta.steps.context import RunContext
from artmeta.steps.known_models import keep_card
from artmeta.steps.vocabulary import save_vocabulary
from artmeta.steps.vocabulary_check import check_codes, check_vocabularies
from artmeta.store.database import Store

EXAMPLES = Path(__file__).parents[2] / "data" / "vocabularies"
WRONG = Topic(
    "a",
    "A",
    links={
        "iconclass": "99Q",
        "wikidata": "http://www.wikidata.org/entity/Q1",
        "aat": "300411660",
        "lcsh": "x",
    },
    narrow_links={"iconclass": ("11H(JEROME)5", "25F23(LION)"), "wikidata": ("Q1", "Q0")},
)


def test_a_file_of_another_kind_is_named_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "topics.txt").write_text("boat")
    with pytest.raises(ConfigError, match=r"topics\.txt is no vocabulary: its name does not end in \.toml"):
        check_vocabularies((str(tmp_path / "topics.txt"),), tmp_path)


def test_the_examples_state_each_match_as_it_is() -> None:
    codes = check_vocabularies((), EXAMPLES)
    assert {code.vocabulary for code in codes} == {"lesson", "sample"}
    assert not any(code.wrong for code in codes)
    iconclass = {
        (code.topic, code.match, code.code): code.finding for code in codes if code.scheme == "iconclass"
    }
    assert iconclass == {
        ("aircraft", "exact", "46C36"): "aircraft, aeroplane",
        ("angel_demon", "narrow", "11G"): "angels",
        ("angel_demon", "narrow", "11K"): "devil(s) and demons",
        ("horse_racing", "exact", "43C2121"): "horse-racing",
        ("house", "broad", "41A1"): "civic architecture; edifices; dwellings",
    }


def test_wrong_codes_are_named() -> None:
    codes = check_codes(Vocabulary("v", "1", (WRONG,)))
    assert [code.code for code in codes if code.wrong] == ["99Q", "http://www.wikidata.org/entity/Q1", "Q0"]
    findings = {code.code: code.finding for code in codes}
    assert findings["99Q"] == "not in Iconclass: it is left out of exports"
    assert "lion" in findings["25F23(LION)"]
    assert "was not checked" in findings["300411660"]
    assert "no scheme called 'lcsh'" in findings["x"]


@pytest.mark.parametrize(
    ("code", "wrong", "finding"),
    [
        ("11H(JEROME) 5(+3)", False, "St. Jerome"),
        ("46C24:11G", False, "sailing-ship, sailing-boat : angels"),
        ("46C24:99Q", True, "not in Iconclass"),
        ("11H(wd:Q43982)", False, "a notation with a name from Wikidata"),
        ("46C24(+99)", True, "not in Iconclass"),
        ("4(+1)", True, "not in Iconclass"),
        ("46 C 24", True, "not a code of Iconclass"),
        ("46c24", True, "not a code of Iconclass"),
    ],
)
def test_a_notation_is_looked_up_in_all_its_parts(
    code: str, wrong: bool, finding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*address: object) -> None:
        raise AssertionError(f"{address} was asked")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    topic = Topic("a", "A", links={"iconclass": code})
    (checked,) = check_codes(Vocabulary("v", "1", (topic,)))
    assert checked.wrong == wrong and finding in checked.finding


def test_a_wrong_code_stays_empty(tmp_path: Path) -> None:
    with new_store(tmp_path / "a.duckdb") as store:
        save_vocabulary(store, Vocabulary("v", "1", (WRONG,)))
        ((links, narrow),) = store._execute("SELECT links, narrow_links FROM topics")
    assert links == '{"aat": "300411660", "lcsh": "x"}'
    assert narrow == '{"iconclass": ["11H(JEROME)5", "25F23(LION)"], "wikidata": ["Q1"]}'


@pytest.mark.parametrize(
    ("scheme", "code", "address"),
    [
        ("iconclass", "11H(JEROME) 5(+3)", "https://iconclass.org/11H(JEROME)%205(%2B3)"),
        ("aat", "300411660", "http://vocab.getty.edu/aat/300411660"),
        ("wikidata", "Q35872", "http://www.wikidata.org/entity/Q35872"),
        ("wikidata", "q35872", None),
        ("aat", "", None),
    ],
)
def test_a_code_is_an_address_or_nothing(scheme: str, code: str, address: str | None) -> None:
    assert SCHEMES[scheme].address(code) == address
    assert has_form(scheme, code) == (address is not None)


def test_a_corrected_code_needs_no_training(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    file = tmp_path / "vocabularies" / "mine.toml"
    file.parent.mkdir()
    table = {"source": {"kind": "folder", "path": "."}, "title": "x", "vocabulary": "mine"}
    collection = Collection.build(table, tmp_path / "x.toml")
    card = ModelCard(
        "m", 1, "b", "d", "p", "logistic", "mine", "1", ("boat",), "", "", "2026-01-01T00:00:00+00:00", "0"
    )
    with Store.open(settings.database) as store:
        context = RunContext(Run("r", "x", "", ""), collection, settings, store)
        for code in ("46C21", "46C24"):
            topics = f'[[topics]]\nid = "boat"\nlabel = "Boat"\nlinks = {{ iconclass = "{code}" }}\n'
            other = '[[topics]]\nid = "unknown to the model"\nlabel = "Other"\n'
            file.write_text(f'name = "mine"\nversion = "2"\n{topics}{other}')
            keep_card(context, card)
            rows = store._execute(
                "SELECT topic_id, links FROM topics WHERE vocabulary = 'mine' AND version = '1'"
            )
            assert rows == [("boat", f'{{"iconclass": "{code}"}}')]
        file.write_text('name = "another"\nversion = "1"\ntopics = [{ id = "boat", label = "Ship" }]\n')
        keep_card(context, card)
        assert store._execute("SELECT label FROM topics WHERE vocabulary = 'mine'") == [("Boat",)]


@pytest.mark.parametrize(
    ("ids", "fault"),
    [
        (("boat", ""), "topic 2 has the id ''"),
        (("boat", "--"), "topic 2 has the id '--'"),
        (("boat", "house", "Boat"), "topics 1 and 3 have the same id, 'Boat'"),
        ((), "there is no topic"),
    ],
)
def test_topics_without_an_id_of_their_own_are_refused(
    tmp_path: Path, ids: tuple[str, ...], fault: str
) -> None:
    topics = "".join(f'[[topics]]\nid = "{topic}"\nlabel = "A topic"\n' for topic in ids)
    (tmp_path / "v.toml").write_text(f'name = "v"\nversion = "1"\n{topics or "topics = []"}\n')
    with pytest.raises(ConfigError, match=fault):
        check_vocabularies((), tmp_path)
