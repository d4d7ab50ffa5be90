"""A collection file: which works to enrich and how, in one TOML file that is validated strictly.

It lies above the plug-ins whose options it validates (`artmeta/sources`, `artmeta/flags`, `artmeta/exporters`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationInfo, field_validator, model_validator

from artmeta import plugins
from artmeta.config import (
    StrictTable,
    from_file_folder,
    not_toml_hint,
    parse_toml,
    read_collection_file,
    validated,
)
from artmeta.domain.model_card import HeadKind, Precision
from artmeta.errors import ConfigError, InputError
from artmeta.expectations import Expectations
from artmeta.names import check_name
from artmeta.rights import RightsPolicy
from artmeta.trend_options import TrendOptions
from artmeta.values import path_argument
from artmeta.web import WebPolicy


class Source(StrictTable):
    """A source of artworks: `kind` names the module in `artmeta/sources`, the other keys are its Params."""

    kind: str
    params: BaseModel

    @model_validator(mode="before")
    @classmethod
    def _read_params(cls, table: Any, info: ValidationInfo) -> dict[str, Any]:
        kind = table.get("kind") if isinstance(table, dict) else None
        if not isinstance(kind, str):
            known = ", ".join(plugins.names("artmeta.sources"))
            raise ConfigError("The source has no 'kind', a text.", f"Known are: {known}.")
        model = plugins.load("artmeta.sources", kind).Params
        options = {key: value for key, value in table.items() if key != "kind"}
        return {"kind": kind, "params": validated(model, options, ("source",), info.context)}

    @property
    def listing(self) -> dict[str, Any]:
        """Return the whole table, with defaults filled in."""
        return {"kind": self.kind, **self.params.model_dump(mode="json")}


class Training(StrictTable):
    """How the collection's model is trained: a source of works with topics, and hyperparameters.

    Hyperparameters that are not given have the defaults of the head.
    """

    source: Source
    head: HeadKind = "logistic"
    epochs: int | None = Field(None, ge=1, le=10_000)
    batch_size: int | None = Field(None, ge=1, le=100_000)
    learning_rate: float | None = Field(None, gt=0, le=10)
    seed: int = Field(1, ge=0, lt=2**32)
    target_precision: float | None = Field(None, ge=0.5, lt=1)  # of the works that are called sure; 0.95
    with_reviews: tuple[str, ...] = ()  # collections whose reviewed works join
    # group the splits by artist: metrics on artists that are not in the training works
    by_artist: bool = False
    # words that say, as "none" does, that a work shows none of the topics
    none_of_these: list[str] = Field(default_factory=list)


class ModelChoice(StrictTable):
    """Which model classifies; without a version, the newest of that name."""

    name: str = ""
    version: int | None = None
    backbone: str = "mobilenetv2"  # what a new model is trained on; a trained one has its own
    precision: Precision = "float32"  # of the backbone of a new model

    @field_validator("name")
    @classmethod
    def _is_name(cls, name: str) -> str:
        return check_name(name, "a model") if name else name


class Dates(StrictTable):
    """The profile that dates are read by: one of `artmeta dates profiles`, or a TOML file."""

    profile: str = "neutral"

    @field_validator("profile")
    @classmethod
    def _beside_the_collection(cls, profile: str, info: ValidationInfo) -> str:
        beside = (info.context or {}).get("folder", Path()) / profile
        return str(beside) if profile.endswith(".toml") and beside.is_file() else profile

    def check(self, path: Path) -> None:
        """Load the profile that a collection file at `path` names; raise ConfigError in one sentence."""
        if self.profile == Dates.model_fields["profile"].default:
            return
        from artmeta.dates import load_profile

        try:
            load_profile(self.profile)
        except ConfigError as fault:
            raise ConfigError(f"In {path}: {fault.message}", fault.hint) from None


class Schedule(StrictTable):
    """When `artmeta serve` enriches the collection: a cron expression, in a time zone, by default this machine's."""

    cron: str
    timezone: str = ""


SCHEDULERS = ("tcp://", "tls://")


class Compute(StrictTable):
    """Where pictures are embedded: on this machine's cores, or on a Dask cluster (`docs/scale.md`).

    `scheduler` is its address or `local`; `shared` is a folder or s3://bucket/prefix that this machine and every worker
    read and write.
    """

    scheduler: str = ""
    shared: str = ""

    @field_validator("scheduler")
    @classmethod
    def _is_address(cls, scheduler: str) -> str:
        if scheduler in ("", "local") or scheduler.startswith(SCHEDULERS):
            return scheduler
        raise ValueError("it is neither 'local' nor an address as tcp://host:8786")

    @field_validator("shared")
    @classmethod
    def _is_place(cls, shared: str, info: ValidationInfo) -> str:
        if "://" not in shared:
            return str(from_file_folder(Path(shared), info)) if shared else ""
        bucket = shared.removeprefix("s3://").partition("/")[0]
        if not shared.startswith("s3://") or not bucket:
            raise ValueError("it is neither a folder nor s3://bucket/prefix")
        if "@" in bucket:
            raise ValueError("credentials belong in the environment, as AWS_ACCESS_KEY_ID")
        return shared.rstrip("/")

    @model_validator(mode="after")
    def _has_place(self) -> Compute:
        if self.scheduler.startswith(SCHEDULERS) and not self.shared:
            raise ValueError(
                "a scheduler needs 'shared', a folder or s3://bucket/prefix that its workers reach"
            )
        return self


class RunLimits(StrictTable):
    """Limits of one run; `None` is without limit."""

    max_works: int | None = Field(None, ge=1)
    max_listed: int = Field(1_000_000, ge=1)  # records of one source: ends an endless listing; a note says so
    max_image_bytes: int = Field(50_000_000, ge=1)  # a 100-megapixel JPEG; larger ones are masters, not views


class ReportOptions(StrictTable):
    """Options of the report."""

    bin_years: int = Field(10, ge=1, le=500)
    max_thumbnails: int = Field(200, ge=0)  # keeps the page under about 2 MB
    max_pictures: int = Field(2000, ge=0)  # in the folder beside the page: about 10 MB, made once each


TRAINING = "-training"  # what the slug of a collection's training works ends with
SNAPSHOT = "duckdb"  # the export that the store writes itself
DELTA = "delta"  # the export that depends on the one before


def check_exports(formats: tuple[str, ...]) -> None:
    """Raise ConfigError, naming the nearest right one, if there is no exporter for a format."""
    known = [*plugins.names("artmeta.exporters"), SNAPSHOT, DELTA]
    for name in formats:
        if name not in known:
            raise ConfigError(f"There is no export format called '{name}'.", plugins.nearest(name, known))


class Collection(StrictTable):
    """The tables of one collection file; `slug` is the file's name without `.toml`."""

    slug: str
    title: str
    source: Source
    training: Training | None = None
    vocabulary: str = ""
    model: ModelChoice = ModelChoice()
    dates: Dates = Dates()
    web: WebPolicy = WebPolicy()
    rights: RightsPolicy = RightsPolicy()
    limits: RunLimits = RunLimits()
    compute: Compute = Compute()
    expectations: Expectations = Expectations()
    flags: dict[str, Any] = Field(default_factory=dict)
    report: ReportOptions = ReportOptions()
    trends: TrendOptions = TrendOptions()
    exports: tuple[str, ...] = ("csv", "parquet", "duckdb")
    schedule: Schedule | None = None

    @field_validator("slug")
    @classmethod
    def _is_name(cls, slug: str) -> str:
        return check_name(slug, "a collection")

    @field_validator("flags")
    @classmethod
    def _read_flag_limits(cls, flags: dict[str, Any]) -> dict[str, Any]:
        return {
            name: validated(plugins.load("artmeta.flags", name).Limits, table, ("flags", name))
            for name, table in flags.items()
        }

    @field_validator("exports")
    @classmethod
    def _know_exports(cls, exports: tuple[str, ...]) -> tuple[str, ...]:
        check_exports(exports)
        return exports

    @classmethod
    def load(cls, path: Path | str) -> Collection:
        """Read a collection file.

        Raises ConfigError that names the file, the key and the nearest right one; InputError if `path` is no path.
        """
        path = path_argument(path, "path")
        collection = cls.read(read_collection_file(path), path)
        collection.dates.check(path)
        return collection

    @classmethod
    def read(cls, text: str, path: Path) -> Collection:
        """Read a collection file's text; relative paths start at the folder of `path`, whose name is the slug."""
        try:
            tables = parse_toml(text)
        except ValueError as fault:
            raise ConfigError(
                f"The collection file {path} is not TOML: {fault}.", not_toml_hint(path)
            ) from None
        return cls.build(tables, path)

    @classmethod
    def build(cls, tables: Mapping[str, Any], path: Path | str) -> Collection:
        """Make a collection from its tables, as a file at `path` would hold them; its name is the default slug.

        Raises ConfigError that names the key and the nearest right one; InputError if `tables` is no mapping, or `path`
        no path.
        """
        path = path_argument(path, "path")
        if not isinstance(tables, Mapping):
            raise InputError(
                f"`tables` is of type {type(tables).__name__}.", "Give a dict, a table of the file each."
            )
        try:
            return validated(cls, {"slug": path.stem, **tables}, context={"folder": path.absolute().parent})
        except ConfigError as fault:
            raise ConfigError(f"In {path}: {fault.message}", fault.hint) from None

    def for_training(self) -> Collection:
        """Return the collection of works that this one's model is trained on; raise ConfigError if it names none."""
        if self.training is None:
            raise ConfigError(
                f"The collection '{self.slug}' does not say what to train on.",
                "Add a [training] table with a source to its file, or train on a folder: "
                "`artmeta train FOLDER --model NAME`.",
            )
        slug, title = f"{self.slug}{TRAINING}", f"{self.title}: training works"
        return self.model_copy(update={"slug": slug, "title": title, "source": self.training.source})

    @property
    def is_for_training(self) -> bool:
        """Whether these are the works that a model is trained on."""
        return self.training is not None and self.source is self.training.source

    @property
    def digest(self) -> str:
        """Return the sha256 of all values, given or default, that can change a result."""
        tables = self.model_dump(mode="json", exclude={"source", "training", "schedule", "compute"})
        sources = [self.source.listing, self.training and self.training.source.listing]
        training = self.training and self.training.model_dump(mode="json", exclude={"source"})
        return hashlib.sha256(json.dumps([tables, sources, training], sort_keys=True).encode()).hexdigest()
