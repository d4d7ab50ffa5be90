"""Which rows of the database an excerpt holds: those of one collection, without works whose rights forbid it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from artmeta.errors import StoreError

OWN = {
    "issues": "excerpt_issues",
    "flags": "excerpt_flags",
    "decisions": "excerpt_decisions",
    "duplicates": "excerpt_duplicates",
    "models": "excerpt_models",
    "predictions": "excerpt_predictions",
    "topics": "excerpt_topics",
    "label_suspects": "excerpt_none",  # works that a model learnt from
    "published_assertions": "excerpt_none",  # it names folders of this machine
    "schema_migrations": "excerpt_all",
    "schema_views": "excerpt_all",
}
# Texts in which an address, a path or a message may hold a secret.
SETTINGS = "config_text"
TEXTS = frozenset(
    f"{SETTINGS} config_path title url fallback rights_text reason message sentence path date_text medium artist venue "
    "card result".split()
)
# The first of these whose columns a table has says which of its rows go along.
BY_COLUMNS: tuple[tuple[AbstractSet[str], str], ...] = (
    ({"collection", "artwork_id"}, "excerpt_of_works"),
    ({"collection"}, "excerpt_of_collection"),
    ({"model_name", "sha256"}, "excerpt_none"),  # what a model learnt from is another collection's
    ({"model_name", "artwork_id"}, "excerpt_none"),
    ({"model_name", "model_version"}, "excerpt_of_models"),
    ({"sha256"}, "excerpt_of_pictures"),
    ({"run_id"}, "excerpt_of_runs"),
)


def template_of(table: str, columns: AbstractSet[str]) -> str:
    """Name the template that takes a table's rows into an excerpt; raise StoreError if none fits.

    A table without a rule is refused rather than exported.
    """
    if table in OWN:
        return OWN[table]
    for required, template in BY_COLUMNS:
        if required <= columns:
            return template
    raise StoreError(f"No rule states which rows of the table '{table}' may be exported.")


def selection(columns: AbstractSet[str]) -> str:
    """Return the columns of a table for an excerpt: all, their texts without secrets and home folders."""
    by = {
        name: "publishable_settings" if name == SETTINGS else "publishable"
        for name in sorted(columns & TEXTS)
    }
    changed = ", ".join(f"{function}({name}) AS {name}" for name, function in by.items())
    return f"* REPLACE ({changed})" if changed else "*"
