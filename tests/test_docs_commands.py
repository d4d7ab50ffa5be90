"""Every command that the documentation shows, typed into a fresh copy of the repository, page after page."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from runs import PATIENCE, copy_of, runner

pytestmark = pytest.mark.timeout(1800)

ROOT = Path(__file__).parents[1]
WRITTEN_BY_HELP = ROOT / "docs" / "cli.md"
WITHDRAWS = ROOT / "docs" / "changes.md"  # the last of the pages: what it withdraws, others need
PAGES = [
    ROOT / "README.md",
    *sorted({*ROOT.glob("docs/*.md")} - {WRITTEN_BY_HELP, WITHDRAWS}),
    ROOT / "CONTRIBUTING.md",
    WITHDRAWS,
]
BLOCK = re.compile(r"^```(\S*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELL = {"", "sh", "console"}
ARTMETA = {"artmeta", ".venv/bin/artmeta"}
# Of these only what `prefect work-pool` does is run; workers and schedulers wait, and have benchmarks of their own.
OTHERS = {"make", "python", ".venv/bin/python", "uv", "pip", "duckdb", "prefect", "dask"}
# What a command says when it waits for Ctrl+C, and the exit codes it may have then.
WAITING = {"serve": "until Ctrl+C", "review serve": "it works once", "sample serve": "is open at"}
INTERRUPTED = {0, 130}
COLOURS = {"boat": (40, 90, 200), "house": (200, 110, 60)}  # the topics of the pictures
KNOWN = 70  # pictures a topic to learn from: enough to show that 95% of *sure* works are right
SCANS = 24  # pictures to describe
FEW = 8  # pictures a topic for the models of docs/models.md, one of which is fine-tuned
GENDERS = ("female", "male")
# What the pages take for granted beyond the README: models and collections, and that nothing is withdrawn.
BETWEEN = (
    "withdraw harbour --run RUN --undo",
    "enrich data/collections/harbour.toml --no-prefect",
    "train paintings --model sample --no-prefect",
    "models export sample --to keras --out keras",
    "init cmoa --place scans/works.csv --model mine",
    "init tate --place scans/works.csv --model mine",
    "enrich cmoa --no-prefect",
    "enrich tate --no-prefect",
)


def commands(page: Path) -> Iterator[list[str]]:
    """Yield the words of each command in the code blocks of a page."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    lines = [line for language, block in blocks if language in SHELL for line in block.splitlines()]
    for line in lines:
        program = line.removeprefix("$ ").split(" ")[0]
        if program in ARTMETA | OTHERS or line.startswith("$ "):
            yield shlex.split(line.removeprefix("$ "), comments=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_of_other_programs_name_what_is_there(page: Path) -> None:
    for program, *words in commands(page):
        match program, words:
            case "make", _:
                subprocess.run(["make", "-n", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            case _, ["-m", module, *options] if module.startswith("bench."):
                source = bench_source(module)
                assert [word for word in options if word.startswith("--") and f'"{word}"' not in source] == []
            case _:
                assert program in ARTMETA | OTHERS


@cache
def bench_source(module: str) -> str:
    """Return the text of a benchmark, with that of all files beside it if it is a package."""
    place = ROOT.joinpath(*module.split("."))
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


class Clone:
    """A copy of the repository's files in which commands run one after another."""

    def __init__(self, place: Path, environment: Mapping[str, str]) -> None:
        self.place, self.environment = place, environment

    def run(self, *words: str) -> str:
        """Run artmeta to its end, or to Ctrl+C where it waits for that; return what went wrong, or ''."""
        stop_at = next(
            (printed for name, printed in WAITING.items() if " ".join(words).startswith(name)), None
        )
        ran = runner().run(words, self.place, self.environment, PATIENCE, stop_at)
        fine = ran.code in (INTERRUPTED if stop_at else {0})
        return "" if fine else f"{shlex.join(words)} ended with {ran.code}:\n{ran.out}{ran.err}"


def copy_repository(to: Path) -> Path:
    """Copy what a clone would hold."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, to / name)
    return to


def add_pictures(clone: Path, home: Path) -> None:
    """Write the files that the pages speak of: topic folders, scans, lists of works, an archive."""
    for number in range(KNOWN):
        for topic in COLOURS:
            write_picture(clone / "dataset" / "training" / topic / f"{number}.jpg", topic, number)
            if number < FEW:
                write_picture(clone / "FOLDER" / topic / f"{number}.jpg", topic, number)
    for number, topic in enumerate([*COLOURS] * (SCANS // 2)):
        write_picture(clone / "scans" / f"{number}.jpg", topic, KNOWN + number)
        write_picture(clone / "dataset" / "testing" / f"{topic}-{number}.jpg", topic, KNOWN + number)
    for folder in (clone / "paintings", home / "scans" / "known"):
        shutil.copytree(clone / "dataset" / "training", folder)
    for folder in (clone / "pictures", home / "scans" / "harbour"):
        shutil.copytree(clone / "scans", folder)
    shutil.copy2(clone / "scans" / "1.jpg", clone / "picture.jpg")
    shutil.make_archive(str(clone / "dataset"), "zip", clone, "dataset")
    (clone / "list.csv").write_text("id,Datierung\n1,um 1520\n2,1530-32\n", encoding="utf-8")
    works = [
        f"w{1234 + number},Sea {number},Ann Painter {number},{GENDERS[number % 2]},{1700 + 9 * number},{number}.jpg"
        for number in range(SCANS)
    ]
    text = "\n".join(["id,title,artist,artist_gender,date,image", *works])
    (clone / "scans" / "works.csv").write_text(text, encoding="utf-8")


def write_picture(path: Path, topic: str, number: int) -> None:
    """Write a picture of rough squares around the colour of a topic: a model learns these topics without a mistake."""
    rng = np.random.default_rng([number, len(topic)])
    squares = np.array(COLOURS[topic]) + rng.integers(-40, 40, (6, 8, 3))
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(squares.clip(0, 255).astype(np.uint8)).resize((240, 180)).save(path)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, compiled_backbone: Path, prefect_server: None) -> Clone:
    """Give a copy of the repository, and pictures; its commands use the Prefect server of the tests."""
    from prefect.settings import PREFECT_API_URL

    home = tmp_path_factory.mktemp("home")
    place = copy_repository(home / "artmeta")
    copy_of(compiled_backbone, place / "data" / "cache")
    add_pictures(place, home)
    environment = {
        **os.environ,
        "HOME": str(home),
        "ARTMETA_WORKERS": "1",
        "BROWSER": "true",  # opens nothing
        "PREFECT_API_URL": str(PREFECT_API_URL.value()),
    }
    return Clone(place, environment)


def typed(words: list[str], clone: Clone) -> list[str]:
    """Put a run's id, a home folder and a model's name where the documentation has a word for them."""
    home = clone.place.parent
    names = {"NAME": "topics", **dict(zip(("RUN1", "RUN2"), runs_of(clone), strict=False))}
    names["RUN"] = names.get("RUN1", "")  # the run that classified: the second found nothing new
    folder = clone.place / "backups"
    backup = next(folder.glob("*.tar"), folder / "none.tar")
    at = {"~": home, "/mnt/backups/artmeta-20261128T030000Z.tar": backup, "/mnt/backups": folder}
    for shown, here in at.items():
        words = [word.replace(shown, str(here), 1) if word.startswith(shown) else word for word in words]
    return [names.get(word, word) for word in words]


def runs_of(clone: Clone) -> list[str]:
    """Return the ids of harbour's runs, oldest first."""
    database = clone.place / "data" / "artmeta.duckdb"
    if not database.exists():
        return []
    with duckdb.connect(str(database), read_only=True) as store:
        query = "SELECT run_id FROM runs WHERE collection = 'harbour' ORDER BY started_at"
        return [run_id for (run_id,) in store.execute(query).fetchall()]


def failures(page: Path, clone: Clone) -> list[str]:
    """Type artmeta's commands of a page; return what went wrong."""
    faults = []
    for program, *words in commands(page):
        if program in ARTMETA:
            faults.append(run_shown(words, clone))
        elif [program, *words[:1]] == ["prefect", "work-pool"]:
            subprocess.run([sys.executable, "-m", "prefect", *words], env=clone.environment, check=True)
    return [fault for fault in faults if fault]


def answer(sample: Path, answers: bool) -> None:
    """Write answers into the table of an audit, as a person does; without `answers` remove that of an earlier page."""
    if answers:
        table = pd.read_csv(sample, dtype=str).assign(answer="yes")
        table.to_csv(sample, index=False)
    else:
        sample.unlink(missing_ok=True)


def run_shown(words: list[str], clone: Clone) -> str:
    """Run a command; the one that restores a backup finds an empty data folder, as its page says."""
    if words[0] == "audit-sample":
        answer(clone.place / "reports" / "harbour-audit.csv", "--answers" in words)
    data, kept = clone.place / "data", clone.place / "data-before"
    if words[0] != "restore" or "--check" in words:
        return clone.run(*typed(words, clone))
    typed_words = typed(words, clone)
    data.rename(kept)
    fault = clone.run(*typed_words)
    shutil.copytree(kept / "cache", data / "cache", dirs_exist_ok=True)
    return fault


@pytest.mark.commands
def test_the_commands_of_the_readme_run(clone: Clone) -> None:
    assert failures(ROOT / "README.md", clone) == []


@pytest.mark.commands
def test_the_commands_of_the_other_pages_run(clone: Clone) -> None:
    with (clone.place / "data" / "collections" / "harbour.toml").open("a") as file:
        file.write('\n[schedule]\ncron = "0 3 * * *"\n')
    for words in BETWEEN:
        assert clone.run(*typed(words.split(), clone)) == ""
    shutil.make_archive(str(clone.place / "converted_keras"), "zip", clone.place / "keras")
    assert {page.name: result for page in PAGES[1:] if (result := failures(page, clone))} == {}
