"""The rows of a form to its figures and what they owe each other: every amount, rate, weight and score a variable."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from extractors.document import Cell, Paragraph
from normalizers.forms.funding_sums import AMOUNTS, CHILDREN_OF_LOCAL, adds_up, groups_of
from normalizers.places import Place, is_recognised
from normalizers.reconcile.constraints import AGAIN, BLANK_RATE, BROKEN_POINTS, Constraint, Expected, RateOf, Sum
from normalizers.reconcile.figures import Candidate, Style, Witness, candidates, read_figure
from normalizers.reconcile.variables import Variable
from normalizers.reconcile.witnesses import (
    commas_read_as_points,
    figure_line,
    may_lack_comma,
    text_of,
    with_commas,
    witnesses_of,
)
from normalizers.schema import Funding, Indicator
from normalizers.values.qualitative import is_blank, is_none_stated

WEIGHTS, SCORES = "分值", "得分"
"""Names of the sums of points."""
BLANK = "blank"
"""The fault of reading something where nothing is printed."""
UNTOLD = "?"
"""The text of a figure that is 0 or blank, nobody can say which: `()`."""
_NEGLIGIBLE = 0.05
"""Share of the probability of a blank below which a 0 is not thought of."""
SURE = 0.9995
"""Confidence from which an undoubted reading is taken as it is: it is never changed, also where a sum fails."""
_MOST_POINTS = Decimal(100)
_ALL_POINTS = Decimal(100)
"""What the weights of a form add up to (rule S-02)."""
_TELLING_YUAN = Decimal(10_000)
"""Amounts below this occur in texts by chance (`300元/月`)."""
_LEAST_AMOUNTS, _LEAST_RATES, _USUAL_SHARE = 4, 2, 0.75
"""Figures that a form must have, and share of them, to show the decimals it prints; rates of a form have the same."""
_RECOGNISED = {"rapidocr", "tesseract", "ocr_layer"}


_DIRT, _STROKE = 0.3, 0.25
"""Probability that a cell is blank where signs without a digit were read, and that `1` or the like was read for `/`."""
_BARE_STROKE = 0.5
"""Most that such a stroke is a 1 (100 %) where the form prints % behind its rates: `/` was read so with 0.995."""
_DASHES = frozenset("一ー")
"""What recognisers make of a dash that stands alone; a cell for figures holds no numeral 一."""
_STROKES = frozenset("1lI|iTJ7!f")
"""What recognisers make of the stroke that stands alone for nothing to say."""


class FormReadings(Struct, frozen=True):
    """What was read of one form. `unit_factor` is the printed unit in yuan, `stated` the amounts that texts repeat."""

    funding: tuple[Funding, ...]
    indicators: tuple[Indicator, ...]
    score_total: Decimal | None
    places: tuple[Place, ...]
    unit_factor: Decimal = Decimal(1)
    stated: frozenset[Decimal] = frozenset()
    changes: tuple[tuple[int, Cell], ...] = ()
    """Ordinals of funding lines that print how the budget was adjusted (调整数), and the cells."""


class FormFigures(Struct, frozen=True):
    """The figures of one form as variables, and their constraints."""

    variables: tuple[Variable, ...]
    constraints: tuple[Constraint, ...]
    scoring: tuple[Sum, ...] = ()
    """The sum of the scores, which is looked at when money and weights are known."""
    expected: tuple[Expected, ...] = ()


def form_figures(form: FormReadings) -> FormFigures:
    """Return the form's figures and constraints; a figure that is blank or unreadable in a PDF is none."""
    builder = _Builder(form)
    for line in form.funding:
        builder.add_line(line)
    for ordinal, cell in form.changes:
        builder.add(f"funding[{ordinal}].change", None, cell, Style(decimals=builder.decimals), form.unit_factor)
    for row in form.indicators:
        builder.add_points(f"indicators[{row.ordinal}]", row.weight, row.score)
    builder.add("form.score_total", form.score_total, builder.cells.get("form.score_total"), Style())
    return FormFigures(
        variables=tuple(builder.variables),
        constraints=(*builder.money(), *builder.weights()),
        scoring=tuple(builder.scores()),
        expected=tuple(builder.expected()),
    )


class _Builder:
    """Collects variables by their path while walking through the rows."""

    def __init__(self, form: FormReadings) -> None:
        self.form = form
        self.variables: list[Variable] = []
        self.numbers: dict[str, int] = {}
        self.unreadable: set[str] = set()
        self.cells: dict[str, Cell | Paragraph] = {}
        for place in form.places:
            self.cells.setdefault(place.path, place.printed)
        texts = self._texts(AMOUNTS)
        self.lost_commas = commas_read_as_points(texts)
        telling = [text for text in texts if not (self.lost_commas and may_lack_comma(text))]
        self.decimals = _usual_decimals(telling, Style())
        self.prints_zeros = any(read_figure(text, Style()) == 0 for text in texts)
        self.prints_percent = any(text.endswith("%") for text in self._texts(("execution_rate",)))
        self.rate_style = Style(True, _usual_decimals(self._texts(("execution_rate",)), Style(True)))

    def _texts(self, names: Sequence[str]) -> list[str]:
        paths = [f"funding[{line.ordinal}].{name}" for line in self.form.funding for name in names]
        return [text_of(self.cells[path]) for path in paths if path in self.cells]

    def add_line(self, line: Funding) -> None:
        """Add the figures of a funding line."""
        path = f"funding[{line.ordinal}]"
        for amount in AMOUNTS:
            cell = self.cells.get(f"{path}.{amount}")
            style = Style(decimals=self.decimals)
            self.add(f"{path}.{amount}", getattr(line, amount), cell, style, self.form.unit_factor)
        rate = self.cells.get(f"{path}.execution_rate")
        self.add(f"{path}.execution_rate", line.execution_rate, rate, self.rate_style, Decimal("0.01"))
        self.add_points(path, line.weight, line.score)

    def add_points(self, path: str, weight: Decimal | None, score: Decimal | None) -> None:
        """Add the weight and the score of a row."""
        for name, value in (("weight", weight), ("score", score)):
            self.add(f"{path}.{name}", value, self.cells.get(f"{path}.{name}"), Style(), most=_MOST_POINTS)

    def add(
        self,
        path: str,
        value: Decimal | None,
        cell: Cell | Paragraph | None,
        style: Style,
        factor: Decimal = Decimal(1),
        most: Decimal | None = None,
    ) -> None:
        """Add one figure, unless nothing is printed; what no recogniser can have misread is sure."""
        if cell is None and value is None:
            return
        joined, text = (text_of(cell), figure_line(cell)) if cell is not None else ("", "")
        if value is None and (is_blank(text) or is_none_stated(text) or text.startswith("#") or text in _DASHES):
            return
        figure = read_figure(joined, style)
        known = value
        if figure is not None and path.endswith(".change"):
            known = figure * factor
        printed = _printed_value(figure, known, factor)
        found: tuple[Candidate, ...] = ()
        witnesses: tuple[Witness, ...] = ()
        if cell is not None:
            lacks = self.lost_commas and path.endswith(AMOUNTS) and may_lack_comma(text)
            witnesses = tuple(with_commas(witnesses_of(cell)) if lacks else witnesses_of(cell))
            if lacks or not _is_sure(cell, known):
                found = _open_candidates(cell, witnesses, known, printed, style, factor, most)
            if path.startswith("funding"):
                zeros = self.prints_zeros and path.endswith(AMOUNTS)
                sure = min(cell.confidence or 0.0, _BARE_STROKE) if self._lacks_sign(text, style) else cell.confidence
                found = _with_blank(text, sure or 0.0, found, style, zeros)
        if not found and known is None:
            self.unreadable.add(path)
            return
        read = printed if printed is not None else known
        listed = self._with_stated(found) if path.endswith(AMOUNTS) else found
        self.numbers[path] = len(self.variables)
        recognised = cell is not None and is_recognised(cell)
        whole = " ".join(cell.text.split()) if cell is not None else ""
        chosen, seen = listed or (Candidate(read, text, 0.0),), witnesses if found else ()
        self.variables.append(Variable(path, read, chosen, text, seen, whole, recognised))

    def _lacks_sign(self, text: str, style: Style) -> bool:
        """Say whether a rate is a lone stroke although the form prints % behind its rates: `1` beside `92.64%`."""
        return style.percent and text in _STROKES and self.prints_percent

    def _with_stated(self, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Make figures dearer that the form's text does not repeat, where it repeats another one of them.

        Not by much: where authors typed an amount wrongly, their text has it right all the same.
        """
        stated = [one.value in self.form.stated and (one.value or 0) >= _TELLING_YUAN for one in found]
        if not any(stated):
            return found
        priced = (
            one if said else Candidate(one.value, one.text, one.cost + AGAIN, one.fault)
            for one, said in zip(found, stated, strict=True)
        )
        return tuple(sorted(priced, key=lambda one: one.cost))

    def money(self) -> Iterable[Constraint]:
        """Yield what the amounts and rates owe each other."""
        yield from self._column_sums()
        for line in self.form.funding:
            yield from self._line_constraints(f"funding[{line.ordinal}]")

    def _rows(self) -> list[str]:
        rows = [f"indicators[{row.ordinal}]" for row in self.form.indicators]
        return [*rows, *(f"funding[{line.ordinal}]" for line in self.form.funding)]

    def weights(self) -> Iterable[Constraint]:
        """Yield the sum of all weights."""
        weights = self._all_of([f"{row}.weight" for row in self._rows()])
        if len(weights) > 1:
            yield Sum(weights, None, _ALL_POINTS, name=WEIGHTS, broken=BROKEN_POINTS)

    def scores(self) -> Iterable[Sum]:
        """Yield the sum of all scores."""
        scores, total = self._all_of([f"{row}.score" for row in self._rows()]), self.numbers.get("form.score_total")
        if len(scores) > 1 and total is not None:
            yield Sum(scores, total, slack=Decimal("0.05"), name=SCORES, broken=BROKEN_POINTS)

    def expected(self) -> Iterable[Expected]:
        """Yield what each row's score is expected to be."""
        for row in self._rows():
            score, weight, budget, executed = (
                self.numbers.get(f"{row}.{name}") for name in ("score", "weight", "budget", "executed")
            )
            if score is not None and weight is not None:
                yield Expected(score, weight, budget, executed)

    def _all_of(self, paths: Sequence[str]) -> tuple[int, ...]:
        """Return the variables of these figures, none where one of them cannot be read."""
        if not self.unreadable.isdisjoint(paths):
            return ()
        return tuple(self.numbers[path] for path in paths if path in self.numbers)

    def _column_sums(self) -> Iterable[Constraint]:
        for total, readings in groups_of(self.form.funding):
            for amount in AMOUNTS:
                held = (parts for parts in readings if adds_up(total, parts, amount, self.form.unit_factor))
                parts = next(held, readings[0])
                yield from self._sum(amount, total, parts)
                local = next((line for lines in readings for line in lines if line.source == "local"), None)
                children = [line for line in readings[0] if line.source in CHILDREN_OF_LOCAL]
                if local is not None and children and local not in parts:
                    yield from self._sum(amount, local, children)

    def _sum(self, amount: str, total: Funding, parts: Sequence[Funding]) -> Iterable[Constraint]:
        members = self._all_of([f"funding[{line.ordinal}].{amount}" for line in parts])
        whole = self.numbers.get(f"funding[{total.ordinal}].{amount}")
        if members and whole is not None:
            texts = [self.variables[number].text for number in (*members, whole)]
            step = Decimal(1).scaleb(-max(len(text.partition(".")[2]) for text in texts)) * self.form.unit_factor
            yield Sum(members, whole, slack=step * len(members), name=amount)

    def _line_constraints(self, path: str) -> Iterable[Constraint]:
        initial, budget, executed, rate, change = (
            self.numbers.get(f"{path}.{name}") for name in (*AMOUNTS, "execution_rate", "change")
        )
        if initial is not None and change is not None and budget is not None:
            yield Sum((initial, change), budget, name="change")
        if budget is not None and executed is not None and rate is not None:
            yield RateOf(budget, executed, rate)


def _usual_decimals(texts: Sequence[str], style: Style) -> int | None:
    """Return the decimals that nearly all amounts or rates of the form print, None where they differ.

    Amounts without decimals say nothing: `225` stands beside `38.85` where zeros at the end are not printed.
    """
    figures = [text.rstrip("%") for text in texts if read_figure(text, style) is not None and text != "0"]
    decimals = [len(text.partition(".")[2]) for text in figures]
    usual = max(set(decimals), key=decimals.count, default=0)
    least = _LEAST_RATES if style.percent else _LEAST_AMOUNTS
    enough = len(decimals) >= least and decimals.count(usual) >= _USUAL_SHARE * len(decimals)
    return usual if enough and (usual > 0 or style.percent) else None


def _printed_value(figure: Decimal | None, value: Decimal | None, factor: Decimal) -> Decimal | None:
    """Return the figure with its printed digits where it is the row's value: 0.9264 as printed, not 0.926400."""
    if figure is None or value is None:
        return None
    scaled = [figure * factor, figure]
    return next((one for one in scaled if one == value), None)


def _is_sure(cell: Cell | Paragraph, value: Decimal | None) -> bool:
    """Say whether a figure was read without any doubt."""
    return value is not None and (cell.confidence or 0.0) >= SURE and not cell.doubts


def _open_candidates(
    cell: Cell | Paragraph,
    witnesses: Sequence[Witness],
    value: Decimal | None,
    printed: Decimal | None,
    style: Style,
    factor: Decimal,
    most: Decimal | None,
) -> tuple[Candidate, ...]:
    """Return what may be printed in a recognised cell; none where its readings are not the row's value."""
    if cell.method not in _RECOGNISED or cell.confidence is None or (value is not None and printed is None):
        return ()
    as_read = read_figure(text_of(cell), style)
    scale = Decimal(1) if style.percent and printed is not None and printed == as_read else factor
    found = candidates(witnesses, style)
    return tuple(
        Candidate(None if one.value is None else one.value * scale, one.text, one.cost, one.fault)
        for one in found
        if most is None or one.value is None or one.value <= most
    )


def _with_blank(
    text: str, confidence: float, found: tuple[Candidate, ...], style: Style, prints_zeros: bool
) -> tuple[Candidate, ...]:
    """Add that nothing is printed, where what was read may be dirt or a stroke; `O` is rather 0 than nothing.

    In a form that prints zeros nobody can say which of the two is under the dirt; an `O` read surely is no dirt.
    """
    dirt = not any("0" <= sign <= "9" for sign in text)
    if not found or not (dirt or text in _STROKES):
        return found
    chance = (_DIRT if dirt else _STROKE) * max(1 - confidence, 1 - SURE)
    if style.percent:
        return tuple(sorted((*found, Candidate(BLANK_RATE, "", -math.log(chance), BLANK)), key=lambda one: one.cost))
    zero = sum(math.exp(-one.cost) for one in found if one.value == 0)
    if _NEGLIGIBLE * zero > chance:
        return found
    rest = [one for one in found if one.value != 0]
    told = zero < _NEGLIGIBLE * chance and not prints_zeros
    blank = Candidate(Decimal(0), "" if told else UNTOLD, -math.log(chance + zero), BLANK)
    return tuple(sorted((*rest, blank), key=lambda one: one.cost))
