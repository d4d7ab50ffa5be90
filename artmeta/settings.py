"""Where this machine keeps things, and how much of it artmeta may use."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read once, at the top, from `ARTMETA_...` in the environment; handed down from there."""

    model_config = SettingsConfigDict(env_prefix="ARTMETA_", frozen=True)

    data_dir: Path = Path("data")
    reports_dir: Path = Path("reports")
    workers: int = os.cpu_count() or 1
    contact: str = ""  # an address a museum can write to; sent with every request

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
