"""A review of a dataset in an object store: the same as on a disk."""

from __future__ import annotations

import pytest

from pipeline.places import place
from pipeline.review.workbench import Workbench
from pipeline.tables import read_table
from tests.pipeline import object_store
from tests.pipeline.corrections import samples
from tests.pipeline.review.samples import CHANGES, Person, client


def test_a_decision_reaches_the_tables_of_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    with object_store.serve_s3() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        object_store.make_bucket("s3", environment)
        out = place(f"s3://{object_store.BUCKET}/reviewed")
        samples.dataset(out, samples.form(CHANGES))
        workbench = Workbench(out)
        try:
            person = Person(client(workbench), "甲")
            item = person.next()["item"]
            assert item["no_picture"] == "gone"
            answer = person.decide(item, 全年执行数="7,000.00")
            assert answer.json()["settled"] == 2
        finally:
            workbench.close()
        funding = read_table(out, "funding").to_pandas()
        assert str(funding.executed[0]) == "70000000.00"
        assert not funding.needs_review.any()
