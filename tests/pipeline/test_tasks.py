"""What travels between processes arrives as it was sent, in little time."""

from __future__ import annotations

import pickle

import msgspec
import pyarrow as pa

from pipeline.columns import arrow_schema
from pipeline.tasks import Outcome
from tests.pipeline.test_dataset import outcome


def sent(what: Outcome) -> Outcome:
    arrived: Outcome = pickle.loads(pickle.dumps(what))
    return arrived


def test_an_outcome_arrives_whole() -> None:
    there = outcome(1, "绩效")
    here = sent(there)
    assert (here.row, here.replaces, here.batches.keys()) == (there.row, there.replaces, there.batches.keys())
    assert there.batches
    for table, rows in there.batches.items():
        assert here.batches[table].equals(rows)
        assert here.batches[table].schema.equals(arrow_schema(table), check_metadata=True)


def test_rows_of_another_version_arrive_with_their_own_columns() -> None:
    there = outcome(1)
    forms = pa.RecordBatch.from_pydict({"colour": ["red"]})
    here = sent(msgspec.structs.replace(there, batches={"forms": forms, "colours": forms}))
    assert here.batches == {"forms": forms, "colours": forms}
