"""A recognised figure to the figures that may be printed there, each with its probability: `5.460,000.00` -> 5460000.

The model of the channel between paper and reading. A reading is right with its confidence; what is left is shared out:
over the other readings of the cell by theirs, then over separators taken for one another (`,` for `.`, a lost point),
over digits taken for one another (`confusions.toml`), and over what nobody can list. Costs are -ln of probabilities.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path

from msgspec import Struct

_FILE = Path(__file__).with_name("confusions.toml")
SEPARATORS, DIGITS, UNLISTED = 0.5, 0.35, 0.15
"""Shares of misread figures: of 330 on faxes and photocopies a half had a comma or a point lost, added or exchanged or
the % sign broken, a third a digit; the rest was beyond guessing."""
MOST_SURE = 0.9995
"""No reading is surer than this: of 300 figures read with 0.999 or more on the worst paper three were wrong."""
ALL_WRONG = 0.75
"""Probability, of the doubt in the surest reading, that no other one is right either: where readers disagreed whose
confidences added up to 1, all were wrong in 22 of 40 figures with a surest of about 0.4, in 44 of 145 with 0.6."""
_SAME = 0.9
"""Probability that a separator is read as it is printed, beside a fault elsewhere in the figure."""
_SEPARATOR_READ = {
    (",", "."): 0.4, (".", ","): 0.1, (",", ""): 0.08, (".", ""): 0.15, ("", "."): 0.06, ("", ","): 0.02,
}  # fmt: skip
"""(printed, read) -> probability, measured with the shares above."""
_SUBSTITUTED, _LOST, _ADDED = 0.75, 0.15, 0.10
"""Shares of faults in digits: one taken for another, one not seen (of two alike, or a 1), one seen where none is."""
OFF_STYLE, OFF_STYLE_RATE = 0.02, 0.005
"""An amount with other decimals than all others of its form: one in fifty; a rate, which a formula prints: fewer."""
_DECIMALS = (0, 1, 2, 4)
"""Decimals that forms print; three occur in amounts of millions of 万元 only."""
_BARE = 0.8
"""Probability that a figure with a sign before or behind it is right without the sign: `37.006.`."""
_DIRT = 0.2
"""Probability that a sign among digits which is no digit is dirt."""
_MOST_SIGNS = 2
"""Signs in a figure that are no digits and may be misread ones; with more, nobody can say what is printed."""
_COINCIDENCE = 0.05
"""Probability that, where a figure nobody listed is printed, another error makes a listed one fit all the same."""
_IDEOGRAPHS = "\u2e80"
"""From here on signs are words and no misread digits."""
_LONGEST = 24
"""Characters of the longest figure; longer texts are no figures, and would take long."""
_WHOLE_BODY = 0.8
"""Probability that all digits belong to the number where something else is left of a % sign (`77.52º.`); where nothing
is, its remains are among the digits as often: `54.816` for 54.8%."""
_BODY = re.compile(r"[0-9.,]*[0-9]")
_PERCENT = "%％"
_POINT_LIKE = str.maketrans(":;：；、", ".....")
"""Signs that are a point or a comma with a speck above, or a dot drawn out: `952:86`, `5.767,167;64`, `79、10`."""
_EDGE_JUNK = " .,:;'\"`*_~-|。·：，"


class Candidate(Struct, frozen=True):
    """One figure that may be printed; `value` None stands for everything that is not listed."""

    value: Decimal | None
    text: str
    cost: float
    fault: str = ""
    """What the recogniser took for what, such as `4>1`: the same fault is likely to happen again on the same paper."""


class Witness(Struct, frozen=True):
    """One reading of a cell: its text without blanks, and the probability that it is right."""

    text: str
    chance: float


def digits_of(text: str) -> str:
    """Return the digits of a text: `1,234.50` -> 123450."""
    return "".join(sign for sign in text if "0" <= sign <= "9")


class Style(Struct, frozen=True):
    """How a column prints its figures: percentages or not, and the decimals that its other figures share."""

    percent: bool = False
    decimals: int | None = None


@cache
def _tables() -> tuple[dict[str, tuple[tuple[str, float], ...]], dict[str, tuple[tuple[str, float], ...]]]:
    """Return the confusions of digits and of other signs: sign read -> (digit printed, share)."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return _shares(content["digits"]), _shares(content["letters"])


def _shares(table: dict[str, str]) -> dict[str, tuple[tuple[str, float], ...]]:
    return {
        sign: tuple((digit, float(share)) for digit, share in (pair.split(":") for pair in text.split()))
        for sign, text in table.items()
    }


def read_figure(text: str, style: Style) -> Decimal | None:
    """Return the number that a text prints, None where it is no sound figure: `8,550` -> 8550, `253.130.96` -> None."""
    body = text
    if style.percent and text[-1:] in _PERCENT:
        body = text[:-1]
    if not re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,6})?|[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,6})?", body):
        return None
    return Decimal(body.replace(",", ""))


def candidates(witnesses: Sequence[Witness], style: Style) -> tuple[Candidate, ...]:
    """Return what may be printed, cheapest first, the readings and everything near them; the unlisted rest is last."""
    weights: dict[Decimal, float] = {}
    texts: dict[Decimal, tuple[str, str]] = {}

    def add(text: str, chance: float, fault: str) -> None:
        value = read_figure(text, style)
        if value is None:
            return
        chance *= _style_factor(text, style)
        if chance > weights.get(value, 0.0):
            texts[value] = text, fault
        weights[value] = weights.get(value, 0.0) + chance

    known = sum(witness.chance for witness in witnesses)
    scale = min(1.0, _most_sure(witnesses) / known) if known else 1.0
    rest = misread = 1.0 - known * scale
    for witness in witnesses:
        fault = "" if witness is witnesses[0] else _fault_between(witness.text, witnesses[0].text)
        add(witness.text, witness.chance * scale, fault)
    for witness in witnesses:
        share = rest * _weight(witness, witnesses)
        if read_figure(witness.text, style) is None:  # no figure at all: however sure the recogniser is, it is misread
            bare, chance = witness.text.strip(_EDGE_JUNK), witness.chance * scale
            if read_figure(bare, style) is not None:
                add(bare, chance * _BARE, "")
                chance *= 1 - _BARE
            share += chance
            misread += chance
        for text, chance, fault in _near(witness.text, style):
            add(text, share * chance, fault)
    missed = max(misread * UNLISTED * _COINCIDENCE, 1e-9)
    whole = max(1.0, missed + sum(weights[value] for value in texts))  # how near separators are is not quite a share
    listed = [
        Candidate(value, text, -math.log(weights[value] / whole), fault) for value, (text, fault) in texts.items()
    ]
    unlisted = Candidate(None, "", -math.log(missed / whole), "?")
    return (*sorted(listed, key=lambda candidate: candidate.cost), unlisted)


def _fault_between(printed: str, read: str) -> str:
    """Return what was taken for what if one reading is right and another wrong: `149.3`, `119.3` -> `4>1`."""
    differing = [pair for pair in zip(printed, read, strict=False) if pair[0] != pair[1]]
    one_digit = len(printed) == len(read) and len(differing) == 1 and all(sign.isdigit() for sign in differing[0])
    return f"{differing[0][0]}>{differing[0][1]}" if one_digit else printed


def _most_sure(witnesses: Sequence[Witness]) -> float:
    """Return how sure it is at most that one of the readings is right; readers that disagree are often both wrong."""
    if len(witnesses) < 2:
        return MOST_SURE
    return min(MOST_SURE, 1 - ALL_WRONG * (1 - max(witness.chance for witness in witnesses)))


def _weight(witness: Witness, witnesses: Sequence[Witness]) -> float:
    """Return the share of the faults that start from this reading: each reading counts once more than its chance."""
    even = 1.0 / len(witnesses)
    known = sum(one.chance for one in witnesses)
    return (even + witness.chance / known) / 2 if known else even


def _style_factor(text: str, style: Style) -> float:
    if style.decimals is None or text == "0":
        return 1.0
    point = text.rstrip(_PERCENT).rpartition(".")
    decimals = len(point[2]) if point[1] else 0
    if decimals == style.decimals:
        return 1.0
    return OFF_STYLE_RATE if style.percent else OFF_STYLE


def _near(text: str, style: Style) -> Iterator[tuple[str, float, str]]:
    """Yield the figures that one fault would turn into this text, each with its share of all faults and the fault."""
    if len(text) > _LONGEST:
        return
    for body, chance in _bodies(text.translate(_POINT_LIKE), style):
        sign = "%" if style.percent else ""
        for digits, spelled in _digit_strings(body):
            for printed, close in _separated(digits, body):
                if printed + sign != text:
                    yield printed + sign, chance * spelled * close * SEPARATORS, f"{printed}>{body}"
        if read_figure(body, Style()) is not None:
            for printed, close, fault in _one_digit_off(body):
                yield printed + sign, chance * close * DIGITS, fault


def _bodies(text: str, style: Style) -> Iterator[tuple[str, float]]:
    """Yield the figure without what stands around it; what a broken % sign left behind may look like digits: `96`."""
    if not style.percent:
        yield text.strip(_EDGE_JUNK), 1.0
        return
    body = _BODY.match(text.lstrip(_EDGE_JUNK))
    if body is None:
        return
    if any(sign in text for sign in _PERCENT):
        yield body[0], 1.0
        return
    broken = bool(text.lstrip(_EDGE_JUNK)[len(body[0]) :].strip(".,"))
    yield body[0], _WHOLE_BODY if broken else 1 - _WHOLE_BODY
    for cut in (1, 2):
        if len(body[0]) > cut:
            yield body[0][:-cut].rstrip(".,"), (1 - _WHOLE_BODY if broken else _WHOLE_BODY) / 2


def _digit_strings(body: str) -> Iterator[tuple[str, float]]:
    """Yield the digits of a figure in order; a sign among them may be a digit or dirt: `1F7,599` -> 177599, 17599."""
    figures = [sign for sign in body if sign not in ".,"]
    odd = [place for place, sign in enumerate(figures) if not ("0" <= sign <= "9")]
    if len(odd) > _MOST_SIGNS or any(figures[place] >= _IDEOGRAPHS for place in odd):
        return
    letters = _tables()[1]
    any_digit = tuple((str(digit), 0.1) for digit in range(10))
    options = [(*letters.get(figures[place], any_digit), ("", _DIRT)) for place in odd]
    for chosen in product(*options):
        for place, (digit, _) in zip(odd, chosen, strict=True):
            figures[place] = digit
        yield "".join(figures), math.prod(share if digit == "" else (1 - _DIRT) * share for digit, share in chosen)


def _separated(digits: str, body: str) -> Iterator[tuple[str, float]]:
    """Yield a digit string with its separators set as forms print them, and how near that is to what was read."""
    read = _gaps(body)
    for decimals in _DECIMALS:
        if len(digits) <= decimals or (len(digits) > decimals + 1 and digits[0] == "0"):
            continue
        whole, places = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
        spellings = [f"{whole}.{places}" if places else whole]
        if len(whole) > 3:
            spellings.append(f"{int(whole):,}" + (f".{places}" if places else ""))
        for printed in spellings:
            yield printed, _closeness(_gaps(printed), read)


def _gaps(text: str) -> dict[int, str]:
    """Return the separators by the number of digits behind them: `1,234.50` -> {5: ',', 2: '.'}."""
    gaps: dict[int, str] = {}
    behind = 0
    for sign in reversed(text):
        if sign in ".,":
            gaps[behind] = sign
        else:
            behind += 1
    return gaps


def _closeness(printed: dict[int, str], read: dict[int, str]) -> float:
    return math.prod(
        _SAME if (pair := (printed.get(place, ""), read.get(place, "")))[0] == pair[1] else _SEPARATOR_READ[pair]
        for place in printed.keys() | read.keys()
    )


def _one_digit_off(body: str) -> Iterator[tuple[str, float, str]]:
    """Yield a sound figure with one digit exchanged, added or taken away, its separators set anew."""
    digits = body.replace(",", "").replace(".", "")
    decimals = len(body.partition(".")[2])
    confused = _tables()[0]
    for place, sign in enumerate(digits):
        for digit, share in confused[sign]:
            yield (
                _spelled(digits[:place] + digit + digits[place + 1 :], decimals, body),
                (_SUBSTITUTED * share / len(digits)),
                f"{digit}>{sign}",
            )
        if len(digits) > 1:
            yield _spelled(digits[:place] + digits[place + 1 :], decimals, body), _ADDED / len(digits), f">{sign}"
    for place in range(len(digits) + 1):
        beside = {*digits[max(0, place - 1) : place + 1], "1"}
        for digit in sorted(beside):
            yield (
                _spelled(digits[:place] + digit + digits[place:], decimals, body),
                (_LOST / (len(beside) * (len(digits) + 1))),
                f"{digit}>",
            )


def _spelled(digits: str, decimals: int, like: str) -> str:
    whole, places = digits[: len(digits) - decimals] or "0", digits[len(digits) - decimals :]
    if len(whole) > 1 and whole[0] == "0":
        return ""
    grouped = f"{int(whole):,}" if "," in like else whole
    return f"{grouped}.{places}" if decimals else grouped
