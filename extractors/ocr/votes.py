"""What several witnesses read on one line to its readings, the likeliest first, each with its confidence.

Witnesses that say `96.32元`, `96.32元`, `46.32元` and `96.32元` give `96.32元`, settled, and keep `46.32元` beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractors.document import Reading
from extractors.ocr.confidence import agreed, alone, disputed, outweighed, voted
from extractors.ocr.written import same_print

PREFERENCE = 0.6
"""The larger model is right more often: it is passed over only when its weakest character is this much less sure."""
UNSURE_VOICE = 0.3
"""Weight of a voice where none is sure: of `%。` three readers made `%0` with 0.31 to 0.55, and one `%。` with 0.96."""
SETTLING = 3
"""Witnesses that must agree to settle a line on which another differs, or of which no reader is sure."""
WHOLE_BENCH = 4
"""Witnesses on poor paper from which the sums of their certainty decide, not their number: of `77%` the small model in
both sizes made `77%` with 0.998, and the two others, with 0.5 and 0.6, `77%.`."""
OUTWEIGHS = 0.97
"""Confidence from which such a reading is settled though as many witnesses differ: see `confidence.OUTWEIGHED`."""
FIRMEST = 0.9995
"""Character probability above which a witness weighs no more."""

FIGURE = 12
"""Characters of the longest text that is a figure and no sentence."""


class Witness(Struct, frozen=True):
    """What one reader made of a line: the text, tidied, and its least character probability."""

    reader: str
    text: str
    least: float


def readings(witnesses: Sequence[Witness], *, poor: bool) -> tuple[Reading, ...]:
    """Weigh the witnesses of a line; the first is the small model, the second, if any, the larger one.

    Every witness keeps its reading, also one that agrees; who read nothing is left out.
    """
    witnesses = witnesses if poor else _with_per_mille(witnesses)
    camps = _camps(witnesses)
    if len(witnesses) <= 2:
        found = _of_two(witnesses, poor)
    elif len(camps) == len(witnesses):
        found = _of_strangers(witnesses, poor)
    elif poor and len(witnesses) >= WHOLE_BENCH and len(camps) > 1:
        found = _of_bench(camps)
    else:
        found = _of_many(camps, poor)
    return tuple(reading for reading in found if reading.text)


def _with_per_mille(witnesses: Sequence[Witness]) -> list[Witness]:
    """Let who reads `%` where another sees `‰` say `‰` too: readers overlook the second ring and do not invent it.

    In a sentence they do: the full stop of `执行率32.8%。` is a ring, too.
    """
    rings = [one.text for one in witnesses if "‰" in one.text and len(one.text) <= FIGURE]
    heard = []
    for witness in witnesses:
        seen = [text for text in rings if same_print(text.replace("‰", "%"), witness.text)]
        heard.append(replace(witness, text=seen[0]) if seen else witness)
    return heard


def is_settled(found: Sequence[Reading]) -> bool:
    """Say whether enough witnesses of a line agree with its chosen reading that nothing speaks against it."""
    if not found:
        return False
    if len(found) >= WHOLE_BENCH and (found[0].confidence or 0.0) >= OUTWEIGHS:
        return True
    return sum(same_print(one.text, found[0].text) for one in found) >= SETTLING


def _camps(witnesses: Sequence[Witness]) -> list[list[Witness]]:
    """Group the witnesses that say the same; the largest group first, among equals the one whose voices are surer."""
    camps: list[list[Witness]] = []
    for witness in witnesses:
        camp = next((camp for camp in camps if same_print(camp[0].text, witness.text)), None)
        if camp is None:
            camps.append([witness])
        else:
            camp.append(witness)
    return sorted(camps, key=lambda camp: (-_weight(camp), -max(one.least for one in camp)))


def _weight(camp: Sequence[Witness]) -> float:
    """Count voices; those of a camp in which nobody is sure weigh less than one sure voice together."""
    return len(camp) * (1.0 if max(one.least for one in camp) >= PREFERENCE else UNSURE_VOICE)


def _of_two(witnesses: Sequence[Witness], poor: bool) -> list[Reading]:
    """Choose between the two models: the larger one's word counts, unless it is unsure where the other is sure."""
    tiny, small = witnesses[0], witnesses[-1]
    if len(witnesses) == 1:
        return [_reading(tiny, alone(tiny.least, poor=poor))]
    if same_print(tiny.text, small.text):
        return [_reading(small, agreed(tiny.least, small.least, poor=poor))]
    found = [
        _reading(small, disputed(small.least, tiny.least, poor=poor)),
        _reading(tiny, disputed(tiny.least, small.least, poor=poor)),
    ]
    return found[::-1] if small.least < tiny.least * PREFERENCE else found


def _of_many(camps: list[list[Witness]], poor: bool) -> list[Reading]:
    """Let the majority choose; the confidence is that of so many voices for it, and so many against."""
    total = sum(map(len, camps))
    found = []
    for camp in camps:
        confidence = voted([one.least for one in camp], total - len(camp), poor=poor)
        by_punctuation = sorted(camp, key=lambda one: one.reader.endswith("small"), reverse=True)
        found += [Reading(one.text, "rapidocr", confidence, one.reader) for one in by_punctuation]
    return found


def _of_bench(camps: list[list[Witness]]) -> list[Reading]:
    """Let certainty choose on poor paper: who was deceived by noise is seldom as sure as who was not."""
    camps = sorted(camps, key=_certainty, reverse=True)
    ahead = _certainty(camps[0]) - _certainty(camps[1])
    found = []
    for place, camp in enumerate(camps):
        confidence = outweighed([one.least for one in camp], ahead if place == 0 else 0.0)
        by_punctuation = sorted(camp, key=lambda one: one.reader.endswith("small"), reverse=True)
        confidence = confidence if place == 0 else min(confidence, 1 / len(camps))
        found += [_reading(one, confidence) for one in by_punctuation]
    return found


def _certainty(camp: Sequence[Witness]) -> float:
    """Sum what a camp's voices weigh: 2.3 for a least character probability of 0.9, 4.6 for 0.99."""
    return sum(-math.log(1 - min(FIRMEST, one.least)) for one in camp)


def _of_strangers(witnesses: Sequence[Witness], poor: bool) -> list[Reading]:
    """Where all differ, choose as between the first two, but believe none more than the others."""
    most = 1 / len(witnesses)
    found = _of_two(witnesses[:2], poor) + [_reading(one, most) for one in witnesses[2:]]
    return [replace(reading, confidence=min(most, reading.confidence or 0.0)) for reading in found]


def _reading(witness: Witness, confidence: float) -> Reading:
    return Reading(witness.text, "rapidocr", confidence, witness.reader)
