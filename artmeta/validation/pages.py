"""The pages of Great Expectations about failed checks (Data Docs), readable without the web."""

from __future__ import annotations

import shutil
from pathlib import Path

POLICY = "default-src 'self' file: data: 'unsafe-inline'"
"""Great Expectations 1.x loads styles, scripts and a logo from seven servers whenever a page is opened; a browser that
keeps to this policy loads what lies beside the page, and nothing else."""
STYLE = (
    "body{font-family:sans-serif;margin:2rem auto;max-width:70rem}table{border-collapse:collapse}"
    "td,th{border:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:top}"
    "img,button,input,.modal,footer,script{display:none}"
)
HEAD = f'<head><meta http-equiv="Content-Security-Policy" content="{POLICY}"><style>{STYLE}</style>'


FAILED = "</i> Failed"  # the status on the page of a result, after its icon


def result_pages(folder: Path) -> list[Path]:
    """Return the pages of validation results below `folder`: those with a failed check, all where none has one."""
    pages = sorted(folder.glob("*/validations/**/*.html"))
    return [page for page in pages if FAILED in page.read_text(encoding="utf-8")] or pages


def keep_offline(folder: Path) -> None:
    """Change pages so that opening them loads nothing from the web; pictures and fonts of the site are removed."""
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("<head>", HEAD, 1), encoding="utf-8", newline="\n")
    for part in ("images", "fonts"):
        shutil.rmtree(folder / "static" / part, ignore_errors=True)
