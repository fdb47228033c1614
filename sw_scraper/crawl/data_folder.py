"""Where the dataset is: the rule for ``SW_DATA_DIR``, the same for every command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sw_scraper.errors import ConfigError
from sw_scraper.store.object_store_address import is_object_store, make_workplace

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

DEFAULT_DATA_DIR = "data"


def data_folder(value: str = DEFAULT_DATA_DIR, *, base: Path | None = None) -> Path:
    """The absolute path of the dataset's folder, which need not exist.

    Args:
        value: absolute, or relative to ``base``; or ``s3://bucket/prefix``.
        base: the folder of a list file; None for the folder of the nearest scrapy.cfg upwards, else the current one.

    Returns:
        For an address the folder of this machine that stands for it (``object_store_address.stands_for``).

    Raises:
        ConfigError: the value is empty, or an address that harvests cannot write to.
    """
    if is_object_store(value):
        return make_workplace(str(value).strip())
    if not str(value).strip() or "://" in str(value):
        raise ConfigError(
            "the data folder must be a local folder or s3://bucket/prefix",
            where=f"SW_DATA_DIR={value}",
            hint="Such as -s SW_DATA_DIR=data.",
        )
    path = Path(value).expanduser()
    return path.absolute() if path.is_absolute() else ((base or project_folder() or Path.cwd()) / path).absolute()


def delta_place(settings: BaseSettings) -> str | None:
    """Where the Delta table of ``SW_DELTA`` is: an absolute path or an address; None when none is wanted.

    Args:
        settings: a relative path means what it means for ``SW_DATA_DIR``.
    """
    value = str(settings.get("SW_DELTA") or "").strip()
    if not value or "://" in value:
        return value or None
    return str(data_folder(value))


def project_folder() -> Path | None:
    """The folder of the nearest scrapy.cfg, from the current folder upwards; None outside a project."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "scrapy.cfg").is_file()), None)
