"""What a museum's data must look like before a model sees it: one row a work, with its first picture."""

from __future__ import annotations

from datetime import date
from typing import get_args

from artmeta.domain.artwork import Rights
from artmeta.expectations import Expectations
from artmeta.validation.expected import Expectation
from artmeta.wording import percent

OLDEST_YEAR = -5000  # before writing nobody dates a work to the year; an older one is a misread text
SMALL_SIDE = 100  # pixels; blown up to the model's 224, less than half of what it looks at was ever there
# a tenth of small pictures is what museums' web pages hold; more means thumbnails were fetched
FEW_SMALL = 0.9
FEW_SHARED = 0.9  # series and diptychs share a photograph; more means a placeholder stands for many works
FEW_UNTITLED = 0.9  # a tenth without a title is common; more means the wrong column was read
OUTCOMES = ("ok", "pending", "gone", "refused", "unreadable", "too_large", "busy", "none", "not_allowed")
# Not missing: a pending picture waits for a later run's budget, and one that its rights forbid is not asked for.
FETCHED = ("ok", "pending", "not_allowed")


def input_suite(limits: Expectations, works_before: int | None) -> list[Expectation]:
    """List what is expected of the works of a collection; `works_before` is None on a collection's first run."""
    return [*_table(limits, works_before), *_records(), *_dates(limits), *_pictures(limits)]


def _table(limits: Expectations, works_before: int | None) -> list[Expectation]:
    least = max(1, limits.min_artworks)
    enough = Expectation(
        "enough_works",
        "TableRowCountToBeBetween",
        "",
        "critical",
        f"The collection holds at least {least} works.",
        f"The collection holds {{measured}} works; expected are at least {least} (min_artworks). See whether "
        "the source still lists all of them.",
        {"min_value": least},
    )
    if not works_before:
        return [enough]
    floor = round(works_before * (1 - limits.max_shrinkage))
    kept = Expectation(
        "no_sudden_loss",
        "TableRowCountToBeBetween",
        "",
        "critical",
        f"The collection has not shrunk below {floor} of the {works_before} works it had after the last run.",
        f"The source lists {{measured}} works; after the last run there were {works_before}, and at most "
        f"{percent(limits.max_shrinkage)} may vanish at once (max_shrinkage). A harvest that shrinks is mostly "
        "a fault.",
        {"min_value": floor},
    )
    return [enough, kept]


def _records() -> list[Expectation]:
    rights = list(get_args(Rights))
    return [
        Expectation(
            "every_work_has_an_id",
            "ColumnValuesToNotBeNull",
            "artwork_id",
            "critical",
            "Every work has an id.",
            "{count} of {of} works have no id.",
        ),
        Expectation(
            "ids_are_unique",
            "ColumnValuesToBeUnique",
            "artwork_id",
            "critical",
            "No two works have the same id.",
            "{count} of {of} works share their id with another, such as {examples}.",
        ),
        Expectation(
            "works_have_titles",
            "ColumnValueLengthsToBeBetween",
            "title",
            "warning",
            "Every work has a title.",
            "{count} of {of} works ({percent}) have no title, such as {examples}.",
            {"min_value": 1, "mostly": FEW_UNTITLED},
        ),
        Expectation(
            "rights_are_known_words",
            "ColumnValuesToBeInSet",
            "rights",
            "critical",
            "The rights of every work are one of the known words.",
            "The rights of {count} of {of} works are none of the known words, such as {examples}.",
            {"value_set": rights},
        ),
    ]


def _dates(limits: Expectations) -> list[Expectation]:
    last = date.today().year + 1  # a work can be dated ahead to next year's exhibition, no further
    years = {"min_value": OLDEST_YEAR, "max_value": last}
    ends = [
        Expectation(
            f"{end}_year_is_possible",
            "ColumnValuesToBeBetween",
            f"date_{end}",
            "warning",
            f"No work's {end} year lies before {OLDEST_YEAR} or after {last}.",
            f"The {end} year of {{count}} of {{of}} dated works lies before {OLDEST_YEAR} or after {last}: look at "
            "{examples}.",
            years,
        )
        for end in ("earliest", "latest")
    ]
    return [
        *ends,
        Expectation(
            "dates_run_forward",
            "ColumnPairValuesAToBeGreaterThanB",
            "date_latest,date_earliest",
            "critical",
            "No work ends before it begins.",
            "{count} of {of} dated works end before they begin: look at the dates of {examples}.",
            {"or_equal": True, "ignore_row_if": "either_value_is_missing"},
        ),
        Expectation(
            "enough_dates",
            "ColumnValuesToNotBeInSet",
            "date_status",
            "critical",
            "Every work has a date.",
            "{count} of {of} works ({percent}) have no date; at most "
            f"{percent(limits.max_undated)} may (max_undated).",
            {"value_set": ["undated"], "mostly": 1 - limits.max_undated},
        ),
        Expectation(
            "dates_are_read",
            "ColumnValuesToBeInSet",
            "date_status",
            "critical",
            "Every date was read.",
            "The dates of {count} of {of} works ({percent}) could not be read, such as {examples}; at most "
            f"{percent(limits.max_unread_dates)} may (max_unread_dates). Another date profile may fit this museum.",
            {"value_set": ["read", "undated"], "mostly": 1 - limits.max_unread_dates},
        ),
    ]


def _pictures(limits: Expectations) -> list[Expectation]:
    return [
        Expectation(
            "outcomes_are_known_words",
            "ColumnValuesToBeInSet",
            "outcome",
            "critical",
            "What came of fetching each picture is one of the known words.",
            "What came of fetching the picture of {count} of {of} works is none of the known words: {examples}.",
            {"value_set": list(OUTCOMES)},
        ),
        Expectation(
            "enough_pictures",
            "ColumnValuesToNotBeInSet",
            "outcome",
            "critical",
            "Every work has a picture.",
            "{count} of {of} works ({percent}) have no usable picture, such as {examples}; at most "
            f"{percent(limits.max_missing_images)} may (max_missing_images).",
            {
                "value_set": [word for word in OUTCOMES if word not in FETCHED],
                "mostly": 1 - limits.max_missing_images,
            },
        ),
        Expectation(
            "pictures_have_digests",
            "ColumnValuesToMatchRegex",
            "sha256",
            "critical",
            "The digest of every picture is a sha256.",
            "The digests of {count} of {of} pictures are no sha256: {examples}.",
            {"regex": "^[0-9a-f]{64}$"},
        ),
        Expectation(
            "pictures_are_not_shared",
            "ColumnValuesToBeUnique",
            "sha256",
            "warning",
            "Every picture shows one work.",
            "{count} of {of} pictures ({percent}) stand for more than one work, such as {examples}; see whether it "
            "is a placeholder. The key no_picture of a list names placeholders, by a part of the address or sha256.",
            {"mostly": FEW_SHARED},
        ),
        Expectation(
            "pictures_are_large_enough",
            "ColumnValuesToBeBetween",
            "short_side",
            "warning",
            f"No picture's short side is under {SMALL_SIDE} pixels.",
            f"{{count}} of {{of}} pictures ({{percent}}) are under {SMALL_SIDE} pixels on their short side, such as "
            "{examples}; the model sees little in them.",
            {"min_value": SMALL_SIDE, "mostly": FEW_SMALL},
        ),
    ]
