#!/bin/sh
# Annif 1.4.3 (PyPI), the subject indexer of libraries, loads a SKOS vocabulary whose labels have no language without
# any label.
#
# SKOS lets a label have a language tag or none ("Boat", "Boat"@en). Expected of `annif load-vocab`: labels without a
# tag are those of the project's language, or are refused. What happens: languages are collected from the tags, and only
# then do labels without one stand in for each of them. Where no label has a tag, there is no language, and no concept
# has a label. The command says that all went well, and `annif list-vocabs` calls the vocabulary loaded, with its number
# of concepts. `annif suggest` then refuses the project's language, and a document whose subjects are given by labels
# loses them, with a warning ("Unknown subject label"). One concept with a tag brings back all labels without one. Two
# tags of one language are two languages: where only "Horse" is @en-GB, the English label of this concept is a name that
# Annif made of its address ("ns1:horse"). A way that works: `skosify --default-language en FILE` (2.3.0) before, or a
# language stated where the vocabulary is made.
#
# Seen, the column of English labels in the table that Annif makes of three concepts (no column at all without any tag):
#   no tag: none   one tag of three: Boat, House, Horse   House@en and Horse@en-GB: Boat, House, ns1:horse
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet annif==1.4.3
cd "$folder"
for name in none one two; do
    printf '[%s]\nname=%s\nlanguage=en\nbackend=dummy\nvocab=%s\n' "$name" "$name" "$name"
done >projects.cfg
write() { # a vocabulary of three concepts, with what follows the labels of the second and the third
    echo '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .'
    echo '<https://museum.example/boat> a skos:Concept ; skos:prefLabel "Boat" .'
    echo '<https://museum.example/house> a skos:Concept ; skos:prefLabel "House"'"$1 ."
    echo '<https://museum.example/horse> a skos:Concept ; skos:prefLabel "Horse"'"$2 ."
}
write '' '' >none.ttl
write '@en' '' >one.ttl
write '@en' '@en-GB' >two.ttl
for name in none one two; do
    venv/bin/annif load-vocab "$name" "$name.ttl" 2>>log
done
venv/bin/annif list-vocabs 2>>log
venv/bin/python - <<'PYTHON'
import csv

seen = {}
for name in ("none", "one", "two"):
    with open(f"data/vocabs/{name}/subjects.csv", encoding="utf-8", newline="") as file:
        seen[name] = [row.get("label_en", "no label") for row in csv.DictReader(file)]
    print(name, *seen[name], sep=", ")
assert seen["none"] == ["no label"] * 3, "labels without a language are kept"
assert seen["one"] == ["Boat", "House", "Horse"], seen["one"]
assert seen["two"] == ["Boat", "House", "ns1:horse"], seen["two"]
PYTHON
if echo 'a boat' | venv/bin/annif suggest none 2>refused; then exit 1; fi
grep 'language "en" not supported' refused
