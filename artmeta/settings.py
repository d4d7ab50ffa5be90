"""Where this machine keeps things, and how much of it artmeta may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from artmeta.errors import ConfigError, WriteError
from artmeta.files import check_folder
from artmeta.folder_replacement import complete_replacement
from artmeta.wording import validation_reason

Here = Annotated[Path, AfterValidator(Path.absolute)]
"""A folder, from where the program was started."""


def _webhook(address: str) -> str:
    if address and not address.startswith(("https://", "http://")):
        raise ValueError("it is no http or https address")
    parts = urlsplit(address)
    if address and not (parts.hostname and parts.port != 0):
        raise ValueError("it names no host, such as https://museum.example/notifications")
    return address


def _check_is_folder(data: Path) -> None:
    """Raise ConfigError if the data folder, or what should be a folder above it, is a file or a link to nothing."""
    nearest = next(each for each in (data, *data.parents) if os.path.lexists(each))
    if not nearest.is_dir():
        raise ConfigError(
            f"{data} cannot hold artmeta's data: {nearest} is no folder.",
            "ARTMETA_DATA_DIR names another place.",
        )


class Settings(BaseSettings):
    """Read once, at the top, from `ARTMETA_...` in the environment; handed down from there."""

    # A variable that is set to nothing is not set, as in the XDG base directory specification.
    model_config = SettingsConfigDict(
        env_prefix="ARTMETA_", env_ignore_empty=True, frozen=True, validate_default=True
    )

    data_dir: Here = Path("data")
    reports_dir: Here = Path("reports")
    workers: int = Field(os.cpu_count() or 1, ge=1, le=256)  # processes that look at pictures; one a core
    # the backbone's weights: a file, `imagenet` (Keras downloads them), or '' for the packaged ones
    weights: str = ""
    # where notifications of failed runs are posted as JSON
    webhook: Annotated[str, AfterValidator(_webhook)] = ""
    # a block of Prefect, TYPE/NAME, that sends notifications of runs under Prefect
    notification_block: str = ""
    metrics_file: Here | None = None  # where metrics for Prometheus are written after each run
    contact: str = ""  # an address a museum can write to; sent with every request

    @classmethod
    def read(cls, **folders: Path) -> Self:
        """Read the settings of this machine; raise ConfigError that names the one that makes no sense.

        `folders` (`data_dir`, `reports_dir`) are used instead of those of the environment. A restore of the data folder
        that was interrupted is finished first.
        """
        try:
            settings = cls.model_validate(folders)
        except ValidationError as fault:
            first = fault.errors()[0]
            name = f"ARTMETA_{'_'.join(str(part) for part in first['loc']).upper()}"
            raise ConfigError(
                f"{name} = {first['input']!r}: {validation_reason(first['msg'])}.", "Mend or unset it."
            ) from None
        _check_is_folder(settings.data_dir)
        complete_replacement(settings.data_dir)
        return settings

    def check_folders(self, *folders: Path, option: str = "") -> None:
        """Raise WriteError if a folder of the data or reports may not be written; the hint names its variable."""
        for folder in folders:
            below_reports = folder.is_relative_to(self.reports_dir)
            variable = "ARTMETA_REPORTS_DIR" if below_reports else "ARTMETA_DATA_DIR"
            try:
                check_folder(folder)
            except WriteError as fault:
                names = " or ".join(filter(None, (option, variable)))
                raise WriteError(fault.message, f"{fault.hint} {names} names another place.") from fault

    def place(self, path: Path) -> str:
        """Return a path relative to the data folder if it is below it, so that results hold when that is moved."""
        folders = (self.data_dir, self.data_dir.resolve())
        below = next((folder for folder in folders if path.is_relative_to(folder)), None)
        return str(path.relative_to(below) if below else path)

    @property
    def database(self) -> Path:
        """The one DuckDB file that holds all collections."""
        return self.data_dir / "artmeta.duckdb"

    @property
    def images_dir(self) -> Path:
        """Fetched pictures, named by their content."""
        return self.data_dir / "images"

    @property
    def models_dir(self) -> Path:
        """Trained models, one folder a name and version."""
        return self.data_dir / "models"

    @property
    def cache_dir(self) -> Path:
        """What can be made or fetched again: compiled backbones, archives, revalidation headers."""
        return self.data_dir / "cache"

    @property
    def exports_dir(self) -> Path:
        """Files for other systems."""
        return self.data_dir / "exports"
