"""What the sample museum tells of its pictures is kept work by work."""

from __future__ import annotations

from pathlib import Path

from artmeta.sample.museum import Museum
from artmeta.settings import Settings
from artmeta.steps.demo import save_ground_truth
from artmeta.store.database import Store


def test_every_work_has_its_truth_and_telling_it_twice_changes_nothing(tmp_path: Path) -> None:
    settings, museum = Settings(data_dir=tmp_path), Museum(works=30)
    for _ in range(2):
        save_ground_truth(museum, "sample", settings)
    with Store.open(settings.database, read_only=True) as store:
        stored = {
            row["artwork_id"]: (row["topic_id"], row["year"])
            for row in store.rows("ground_truth", collection="sample")
        }
    assert stored == {
        record.id: (museum.work(record.number).topic, museum.work(record.number).year)
        for record in museum.records()
    }
    assert len(stored) == 30
