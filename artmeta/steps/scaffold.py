"""A new collection file with every option explained."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from artmeta import plugins
from artmeta.errors import ConfigError
from artmeta.examples import example_file, example_names
from artmeta.files import write
from artmeta.names import check_name
from artmeta.settings import Settings
from artmeta.sources._toml_lines import lines_of_keys
from artmeta.steps import places
from artmeta.values import expanded

TEMPLATE = """\
# What shall be enriched? `artmeta train` once, unless the model is there; then `artmeta enrich`, as often as you like.
title = {title}

[source]                  # where the works come from; docs/sources/{kind_name}.md explains the keys
kind = {kind}
{source}

{model}

[dates]                   # what "c. 1850" or "late 19th century" mean in this museum; see `artmeta dates profiles`
{profile}

[rights]                  # which rights of a work allow a use; docs/sources.md lists the words
trained_on = "licensed"   # open licences, licences with conditions, and own files: those on this machine of which
shown = "licensed"        # nothing is stated. Works of unknown rights are held back from these uses, and each run
exported = "licensed"     # says how many; where you may use them, write "not_in_copyright"

[expectations]            # a run stops where the data are worse than this; docs/operations.md lists all keys
min_artworks = 1
max_missing_images = 0.5  # share of works whose picture cannot be had

[report]
bin_years = 10            # years a step in topics over time

# Further tables: [web] and [limits] (docs/sources.md), [trends] (trends.md), [flags] (flags.md), [compute] (scale.md),
# [schedule] (operations.md); the line exports = ["csv"] stands above [source] (exports.md).
"""


NEW_MODEL = """\
[training]                # pictures whose topics are known: one folder a topic; a folder "none" for what shows none
[training.source]
kind = "folder"
path = {training}

[model]
name = {name}             # the name the trained model gets, and is loaded by
"""

EXISTING_MODEL = """\
[model]
name = {name}             # a model that is there already; `artmeta models list` shows them
"""


@dataclass(frozen=True, slots=True)
class ScaffoldOptions:
    """Options of a new collection file: a source and its place, and a model or the pictures to train one on.

    Without a source, it is chosen by the place.
    """

    source: str = ""
    place: str = ""
    training: str = ""
    model: str = ""


def write_collection_file(name: str, options: ScaffoldOptions, settings: Settings) -> Path:
    """Write a new collection file, with proposals of the source from the data at its place.

    Raises ConfigError if the name is invalid or taken, there is no such source, place or folder of training
    pictures, or both training pictures and a model are given; SourceError if the place cannot be read.
    """
    name = _plain_name(name)
    source = options.source or places.kind_of(options.place)
    module = plugins.load("artmeta.sources", source)
    places.check(source, options.place)
    if options.training and options.model:
        raise ConfigError(
            f"A model '{options.model}' that is there already is not trained, so it needs no training pictures.",
            "Give --model or --training, not both.",
        )
    if options.training and not expanded(options.training).is_dir():
        raise ConfigError(
            f"There is no folder {options.training}.", "Give the one that has a folder of pictures a topic."
        )
    path = settings.data_dir / "collections" / f"{name}.toml"
    if path.exists():
        raise ConfigError(f"{path} is there already.", "Edit it, or take another name.")
    options = replace(options, source=source, place=places.resolved(source, options.place))
    write(path, _text(name, options, _proposal(module, options.place, settings)))
    return path


def _plain_name(name: str) -> str:
    """Return the name of a new collection file; raise ConfigError, with a name that would do, for one that won't."""
    plain = "-".join(re.findall(r"[\w.-]+", name)).strip(".-_")
    if plain == name or not plain:
        return check_name(name, "a collection")
    raise ConfigError(
        f"{name!r} is no name for a collection file: it may hold letters, digits, - and _ only.",
        f"Try '{plain}'.",
    )


def collection_file(place: Path, settings: Settings, folders: bool = False) -> Path:
    """Return the file of a collection that is called by its name alone; any other path as it is.

    With `folders`, a folder of that name here comes first: it is what a model is trained on.
    An example that comes with artmeta is copied into the data folder first, where it can be edited. Raises ConfigError
    that names the nearest collection if there is none of that name.
    """
    folder = settings.data_dir / "collections"
    is_given = place.exists() if folders else place.is_file()
    if is_given or place.name != str(place) or place.suffix == ".toml":
        return place
    named = folder / f"{place}.toml"
    if named.is_file():
        return named
    if example := example_file("collections", str(place)):
        write(named, example.read_text(encoding="utf-8"))
        return named
    if place.exists():
        return place
    known = sorted({*(file.stem for file in folder.glob("*.toml")), *example_names("collections")})
    raise ConfigError(
        f"There is no collection called '{place}', and no file or folder of that name here.",
        plugins.nearest(str(place), known),
    )


def _proposal(module: ModuleType, place: str, settings: Settings) -> Any:
    """Return a source's proposal for its place: keys, columns, rights and a date profile; None for none."""
    from artmeta.web import Web, WebPolicy

    if not place or not hasattr(module, "propose"):
        return None
    policy = WebPolicy(allow_private_addresses=places.is_private(places.host_of(place)))
    with Web(policy, settings.cache_dir, settings.contact) as web:
        return module.propose(place, web)


def _text(name: str, options: ScaffoldOptions, proposal: Any) -> str:
    source = places.place_lines(options.source, options.place)
    profile = ['profile = "neutral"']
    if proposal is not None:
        source += _proposed(proposal)
        profile = lines_of_keys([proposal.profile])
    elif options.source == "csv":
        source += [
            "",
            "[source.columns]",
            'image = "..."           # the heading of each column: also id, title, date ...',
        ]
    hosts = [places.host_of(options.place), *(proposal.hosts if proposal is not None else ())]
    if any(map(places.is_private, hosts)):
        source += [
            "",
            "[web]",
            "allow_private_addresses = true    # a host is this machine, or in the museum's network",
        ]
    return TEMPLATE.format(
        kind_name=options.source,
        title=_toml(name.replace("-", " ").replace("_", " ").capitalize()),
        kind=_toml(options.source),
        source="\n".join(source),
        model=_model(name, options),
        profile="\n".join(profile),
    )


def _proposed(proposal: Any) -> list[str]:
    """Return the tables of a list as a source proposes them, each line with an example."""
    lines = [
        f"# {proposal.seen}",
        *lines_of_keys(proposal.keys),
        "",
        "[source.columns]",
        *lines_of_keys(proposal.columns),
        *_comment("not used: ", ", ".join(proposal.unused)),
    ]
    if proposal.rights:
        table = "[source.rights]" if any(key.set for key in proposal.rights) else "# [source.rights]"
        lines += ["", f"{table}         # what a cell of rights says = licence; docs/sources.md lists them"]
        lines += lines_of_keys(proposal.rights)
    return lines


def _comment(begins: str, text: str) -> list[str]:
    """Return one line of a comment, without what a TOML comment cannot hold; none for an empty text."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return [f"# {begins}{plain}"] if plain.strip() else []


def _model(name: str, options: ScaffoldOptions) -> str:
    if options.model:
        return EXISTING_MODEL.format(name=_toml(options.model))
    training = (
        _toml(places.resolved("folder", options.training))
        if options.training
        else '"../training"      # relative to this file'
    )
    return NEW_MODEL.format(name=_toml(name), training=training)


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML basic string
