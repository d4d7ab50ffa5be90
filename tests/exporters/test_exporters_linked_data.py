"""Linked data: what the XML, JSON and RDF of a run state, whatever its texts hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from builders import RUN, Work, fill, new_store, review
from exported import write
from lxml import etree
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from artmeta.errors import ConfigError
from artmeta.exporters import dublin_core, edm, lido, linked_art, skos, web_annotation
from artmeta.steps.vocabulary import save_vocabulary
from artmeta.store.database import Store
from artmeta.vocabulary import load_vocabulary

BOAT = {"boat": 0.9, "house": 0.1}
ODD = 'A <view> & "quay"\x0b\x00\ufffe 美術'
LIDO = "{http://www.lido-schema.org}"
EDM, ORE = "{http://www.europeana.eu/schemas/edm/}", "{http://www.openarchives.org/ore/terms/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
TOPIC = "https://artmeta.invalid/topics/lesson/"
LINKS, BROAD, NARROW = (
    json.dumps(each)
    for each in (
        {"iconclass": "46C24", "wikidata": "http://x"},
        {"iconclass": ["41A1"]},
        {"aat": ["300379004", "1"]},
    )
)
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
[] a sh:NodeShape ; sh:targetClass skos:Concept ;
   sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:uniqueLang true ] ,
               [ sh:path skos:inScheme ; sh:minCount 1 ; sh:class skos:ConceptScheme ] ,
               [ sh:path skos:notation ; sh:minCount 1 ; sh:maxCount 1 ] ,
               [ sh:path skos:broader ; sh:class skos:Concept ] ,
               [ sh:path skos:exactMatch ; sh:nodeKind sh:IRI ; sh:disjoint skos:broadMatch ] .
[] a sh:NodeShape ; sh:targetClass skos:ConceptScheme ;
   sh:property [ sh:path dcterms:title ; sh:minCount 1 ] , [ sh:path skos:prefLabel ; sh:minCount 1 ] ,
               [ sh:path skos:hasTopConcept ; sh:class skos:Concept ] .
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with new_store(tmp_path_factory.mktemp("linked") / "artmeta.duckdb") as store:
        fill(store, [Work("w1", 1850, 1850, BOAT, status="sure", title=ODD)])
        fill(store, [Work("w2", 1850, 1850, BOAT, status="unsure", title="", artist="")])
        review(store, "w2", "correct", ("boat", "house"), ("boat",))
        store._execute(
            "UPDATE topics SET links = $links, broad_links = $broad, narrow_links = $narrow WHERE topic_id = 'boat'",
            links=LINKS,
            broad=BROAD,
            narrow=NARROW,
        )
        store._execute("UPDATE topics SET broader = 'house' WHERE topic_id = 'aircraft'")
        yield store


def test_a_lido_record_has_its_subjects(store: Store, tmp_path: Path) -> None:
    first, second = etree.parse(write(lido, store, tmp_path / "out")).getroot()
    # no run: who receives the records of another run updates those of this one
    assert [each.findtext(f"{LIDO}lidoRecID") for each in (first, second)] == ["museum/w1", "museum/w2"]
    assert first.findtext(f".//{LIDO}appellationValue") == 'A <view> & "quay" 美術'
    assert second.findtext(f".//{LIDO}appellationValue") == "ACC.w2"
    assert first.findtext(f".//{LIDO}workID") == "ACC.w1"
    (subject,) = first.iter(f"{LIDO}subject")
    assert subject.get(f"{LIDO}type") == "machine"
    assert [each.text for each in subject.iter(f"{LIDO}conceptID")] == ["https://iconclass.org/46C24"]
    types = [each.get(f"{LIDO}type") for each in second.iter(f"{LIDO}subject")]
    assert types == ["human-approved", "human"]
    assert first.findtext(f".//{LIDO}linkResource") == "https://museum.example/w1.jpg"


def test_an_edm_file_has_objects_aggregations_and_each_topic_once(store: Store, tmp_path: Path) -> None:
    root = etree.parse(write(edm, store, tmp_path / "out")).getroot()
    first, second = root.findall(f"{EDM}ProvidedCHO")
    subjects = [each.get(RESOURCE) for each in second.findall("{http://purl.org/dc/elements/1.1/}subject")]
    assert subjects == [f"{TOPIC}boat", f"{TOPIC}house"]
    assert first.findtext(f"{EDM}type") == "IMAGE"
    aggregation = root.find(f"{ORE}Aggregation")
    assert aggregation.find(f"{EDM}isShownBy").get(RESOURCE) == "https://museum.example/w1.jpg"
    rights = "http://creativecommons.org/publicdomain/zero/1.0/"
    assert aggregation.find(f"{EDM}rights").get(RESOURCE) == rights
    boat, _ = root.findall(f"{{{SKOS}}}Concept")
    matches = [(etree.QName(each).localname, each.get(RESOURCE)) for each in boat if each.get(RESOURCE)]
    assert matches == [
        ("exactMatch", "https://iconclass.org/46C24"),
        ("broadMatch", "https://iconclass.org/41A1"),
        ("narrowMatch", "http://vocab.getty.edu/aat/300379004"),
    ]


def test_linked_art_attributes_types_to_the_visual_item(store: Store, tmp_path: Path) -> None:
    documents = json.loads(write(linked_art, store, tmp_path / "out").read_text("utf-8"))
    assert [each["type"] for each in documents] == ["HumanMadeObject", "VisualItem"] * 2
    object_, shown = documents[2:]
    assert object_["shows"][0]["id"] == shown["id"] == "https://artmeta.invalid/visual-items/museum/w2"
    assert [each["id"] for each in shown["represents_instance_of_type"]] == [
        "https://iconclass.org/46C24",
        f"{TOPIC}house",
    ]
    approved, added = shown["attributed_by"]
    assert approved["assigned_property"] == "represents_instance_of_type"
    assert added["carried_out_by"][0]["_label"] == "Ann"
    assert added["timespan"]["begin_of_the_begin"] == "2026-02-03T04:05:06Z"
    assert "carried_out_by" not in documents[1]["attributed_by"][0]


def test_dublin_core_has_a_provenance_statement_for_each_subject(store: Store, tmp_path: Path) -> None:
    graph = Graph().parse(write(dublin_core, store, tmp_path / "out"), format="nt")
    work = URIRef("https://artmeta.invalid/works/museum/w2")
    assert set(graph.objects(work, DCTERMS.subject)) == {URIRef(f"{TOPIC}boat"), URIRef(f"{TOPIC}house")}
    records = list(graph.objects(work, DCTERMS.provenance))
    assert {str(graph.value(one, URIRef("urn:artmeta:origin"))) for one in records} == {
        "human-approved",
        "human",
    }
    assert graph.value(URIRef(f"{TOPIC}boat"), URIRef("http://www.w3.org/2000/01/rdf-schema#label"))


@pytest.fixture(scope="module")
def scheme(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return Graph().parse(write(skos, store, tmp_path_factory.mktemp("skos") / "out"), format="turtle")


def test_the_vocabulary_is_a_concept_scheme(scheme: Any) -> None:
    boat = URIRef(f"{TOPIC}boat")
    assert scheme.value(boat, SKOS.prefLabel) == Literal("Boats and ships")
    assert list(scheme.objects(boat, SKOS.exactMatch)) == [URIRef("https://iconclass.org/46C24")]
    assert list(scheme.objects(boat, SKOS.broadMatch)) == [URIRef("https://iconclass.org/41A1")]
    assert list(scheme.objects(boat, SKOS.narrowMatch)) == [URIRef("http://vocab.getty.edu/aat/300379004")]
    assert scheme.value(URIRef(f"{TOPIC}aircraft"), SKOS.broader) == URIRef(f"{TOPIC}house")
    (top,) = scheme.subjects(RDF.type, SKOS.ConceptScheme)
    assert scheme.value(top, OWL.versionInfo) == Literal("1")


def test_labels_have_the_language_that_their_vocabulary_states(tmp_path: Path) -> None:
    text = 'name = "lesson"\nversion = "1"\nlanguage = "fr-CA"\n[[topics]]\nid = "boat"\nlabel = "Bateau"\n'
    (tmp_path / "french.toml").write_text(text)
    with new_store(tmp_path / "artmeta.duckdb") as store:
        fill(store, [Work("w1", 1850, 1850, BOAT, status="sure")])
        save_vocabulary(store, load_vocabulary("french", tmp_path))
        graph = Graph().parse(write(skos, store, tmp_path / "out"), format="turtle")
        described = Graph().parse(write(dublin_core, store, tmp_path / "dc"), format="nt")
        trees = [etree.parse(write(each, store, tmp_path / each.__name__)) for each in (edm, lido)]
        page = json.loads(write(web_annotation, store, tmp_path / "annotations").read_text("utf-8"))
    boat, french = URIRef(f"{TOPIC}boat"), Literal("Bateau", lang="fr-CA")
    assert graph.value(boat, SKOS.prefLabel) == described.value(boat, RDFS.label) == french
    house = graph.value(URIRef(f"{TOPIC}house"), SKOS.prefLabel)
    assert isinstance(house, Literal) and house.language is None
    labels = [each for tree in trees for each in tree.iter() if each.text == "Bateau"]
    assert [etree.QName(each).localname for each in labels] == ["prefLabel", "displaySubject", "term"]
    assert {each.get(LANGUAGE) for each in labels} == {"fr-CA"}
    (annotation,) = page["items"]
    assert annotation["body"][0]["language"] == "fr-CA"


def test_a_language_that_is_no_tag_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text('name = "odd"\nversion = "1"\nlanguage = "the English"\ntopics = []\n')
    with pytest.raises(ConfigError, match=r"odd\.toml: 'language' = 'the English': .* BCP 47"):
        load_vocabulary("odd", tmp_path)


def test_addresses_of_topics_hold_no_version_and_say_which_they_replace(
    scheme: Any, store: Store, tmp_path: Path
) -> None:
    earlier = "https://artmeta.invalid/vocabularies/lesson/1"
    assert scheme.value(URIRef(f"{TOPIC}boat"), DCTERMS.replaces) == URIRef(f"{earlier}/boat")
    assert scheme.value(URIRef("https://artmeta.invalid/vocabularies/lesson"), DCTERMS.replaces) == URIRef(
        earlier
    )
    rows = store.frame("vocabulary_of_run", run_id=RUN).assign(vocabulary_version="2")
    skos.write(pa.Table.from_pandas(rows).to_reader(), tmp_path / "later.ttl")
    later = Graph().parse(tmp_path / "later.ttl", format="turtle")
    assert set(later.subjects(RDF.type)) == set(scheme.subjects(RDF.type))


def test_the_vocabulary_keeps_the_rules_of_skos(scheme: Any) -> None:
    import pyshacl

    conforms, _, report = pyshacl.validate(scheme, shacl_graph=SHAPES, shacl_graph_format="turtle")
    assert conforms, report
    broken = scheme + Graph().add((URIRef(f"{TOPIC}boat"), SKOS.broader, URIRef("https://nowhere.example")))
    assert not pyshacl.validate(broken, shacl_graph=SHAPES, shacl_graph_format="turtle")[0]
