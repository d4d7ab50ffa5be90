"""What written export files must hold before they are published: one row a file."""

from __future__ import annotations

from artmeta.validation.expected import Expectation


def export_suite() -> list[Expectation]:
    """List what is expected of the files of an export, as they were read back."""
    return [
        Expectation(
            "files_are_readable",
            "ColumnValuesToBeInSet",
            "readable",
            "critical",
            "Every file of the export can be read back.",
            "{count} of {of} files and tables cannot be read back: {examples}.",
            {"value_set": [True]},
        ),
        *(
            Expectation(
                f"{noun}_read_back",
                "ColumnValuesToBeInSet",
                f"{noun}_too_many",
                "critical",
                f"Every file and table of the export holds as many {noun} as the database gave.",
                f"{{count}} of {{of}} files and tables do not hold as many {noun} as the database gave: {{examples}}.",
                {"value_set": [0]},
            )
            for noun in ("rows", "works")
        ),
        Expectation(
            "values_read_back",
            "ColumnValuesToBeInSet",
            "differing",
            "critical",
            "The values in the files and tables are those of the database.",
            "{count} of {of} files and tables hold other values than the database gave: {examples}.",
            {"value_set": [0]},
        ),
    ]
