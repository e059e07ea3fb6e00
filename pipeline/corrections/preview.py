"""What a typed text would make of a document, before anything is written: for whoever is typing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from normalizers.review import row_path
from normalizers.schema import Finding, Language
from pipeline.corrections.accepting import Row, RowPath
from pipeline.corrections.again import load_reading, understood_in
from pipeline.corrections.history import effective, last_at
from pipeline.corrections.row import Correction, correction
from pipeline.corrections.spots import Spot, is_same_place
from pipeline.corrections.understanding import Understood
from pipeline.dataset import Dataset
from pipeline.documents import Status, judge
from pipeline.doubtful import rows_by_path
from pipeline.field_places import FieldPlaces, field_places


class ChangedRow(Struct, frozen=True):
    """A row that would be another one."""

    form_id: str | None
    path: str
    before: Row | None
    after: Row | None


class Preview(Struct, frozen=True):
    """What would be."""

    paths: tuple[RowPath, ...]
    """The rows that are made of the place as it would be."""
    rows: tuple[Row, ...]
    """These rows as they would be, with their values and marks."""
    changed: tuple[ChangedRow, ...]
    """Every row of the document that would be another one, also where only its mark goes or comes."""
    appears: tuple[Finding, ...]
    """Findings that would come; the message shows the arithmetic."""
    vanishes: tuple[Finding, ...]
    """Findings that would go."""
    status: Status


class Previewer:
    """One document, looked at by somebody who types: what does not change is made once."""

    def __init__(self, store: Dataset, doc_id: str, language: Language = "zh") -> None:
        """Raises `NoReading` where the document cannot be understood again."""
        self._row, self._reading = load_reading(store, doc_id)
        self._language = language
        self._history = store.corrections.history(doc_id)
        self._before = self._understand(self._history)

    @property
    def before(self) -> Understood:
        """The document as it is."""
        return self._before

    @property
    def doc_id(self) -> str:
        """Its SHA-256."""
        return self._row.doc_id

    @property
    def holding(self) -> tuple[Correction, ...]:
        """What held of it when it was looked at."""
        return effective(self._history)

    def last_at(self, spot: Spot) -> str | None:
        """Return the id of the last correction of a place that was known when it was looked at."""
        last = last_at(self._history, spot)
        return last.correction_id if last else None

    def show(self, spot: Spot, text: str) -> Preview:
        """Return what the document would be with this text at this place; nothing is written."""
        return compare(self._before, self.after({spot: text}), spot)

    def after(self, texts: Mapping[Spot, str]) -> Understood:
        """Return the document as it would be with these texts at these places."""
        typed = [correction(self._row.doc_id, spot, "text", "", new=text) for spot, text in texts.items()]
        return self._understand((*self._history, *typed))

    def _understand(self, history: Sequence[Correction]) -> Understood:
        return understood_in(self._language, self._row, self._reading, effective(history))


def compare(before: Understood, after: Understood, spot: Spot) -> Preview:
    """Return what is another one after a change at a place."""
    old, new = rows_by_path(before.evaluation), rows_by_path(after.evaluation)
    paths = _rows_at(field_places(after.document, after.evaluation), spot)
    changed = [
        ChangedRow(form_id, path, old.get((form_id, path)), new.get((form_id, path)))
        for form_id, path in {**old, **new}
        if old.get((form_id, path)) != new.get((form_id, path))
    ]
    return Preview(
        paths=paths,
        rows=tuple(new[path] for path in paths if path in new),
        changed=tuple(changed),
        appears=_without(after.evaluation.findings, before.evaluation.findings),
        vanishes=_without(before.evaluation.findings, after.evaluation.findings),
        status=judge(after.evaluation),
    )


def _rows_at(places: FieldPlaces, spot: Spot) -> tuple[RowPath, ...]:
    found = {
        (form_id, row_path(path))
        for number, paths in places.fields_at.items()
        if is_same_place(places.printed[number].spot, spot)
        for form_id, path in paths
    }
    return tuple(sorted(found, key=str))


def _without(findings: Iterable[Finding], others: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are not among the others, counted: two that say the same are two."""
    left = Counter(others)
    found = []
    for one in findings:
        if left[one]:
            left[one] -= 1
        else:
            found.append(one)
    return tuple(found)
