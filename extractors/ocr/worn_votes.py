"""What witnesses read on a line of crumbled print to its readings: certainty counts, each model as it deserves.

The model that was trained on such print knows how sure it is; the larger one, which was not, is as sure of a 4 that
lost its strokes as of a 1. `26465832.69` (worn, 0.97, and softened, 0.95) stands against `26165832.69` (small, 0.999).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from extractors.document import Reading
from extractors.ocr.coverage import OVERLOOKING
from extractors.ocr.votes import Witness
from extractors.ocr.written import same_print

OWN = "worn"
"""Part of the names of the readers whose model was trained on crumbled print."""
FIRMEST_OWN, FIRMEST_OTHER = 0.9995, 0.85
"""Character probability above which a witness weighs no more, of that model and of others: of 355 lines of ten drawn
faxes that the larger model read with more than 0.99, 16 were wrong, of 312 of the trained one 3."""
SAME_MODEL = 0.5
"""Weight of a further voice of one model: its two pictures of a line deceive it alike."""
AGREED = 4.6
"""Strength of a reading that nobody contradicts from which the larger model is not asked: a doubt of 1 in 100."""
STRANGERS = 3
"""Different readings of a line from which its signs are voted on one by one: each may be wrong at another place."""
BY_SIGNS = "sign by sign"
MOST = 0.9995
"""What no reader can know is that a line was cut out badly."""
DISPUTED = 0.6
"""The most that a reading is believed which another witness contradicts, and only one of the models supports."""


def readings(witnesses: Sequence[Witness]) -> tuple[Reading, ...]:
    """Weigh the witnesses of a line; every one keeps its reading, the stronger side first, silence is left out."""
    heard = [one for one in witnesses if one.text]
    camps = _camps(heard)
    found = []
    for place, camp in enumerate(camps):
        rival = max((strength(other) for other in camps if other is not camp), default=0.0)
        confidence = _confidence(camp, strength(camp) - rival)
        limit = 1 / len(camps) if place else 1.0 if len(camps) == 1 or _has_both(camp) else DISPUTED
        found += [Reading(one.text, "rapidocr", min(limit, confidence), one.reader) for one in camp]
    text = _sign_by_sign(heard) if len(camps) >= STRANGERS else ""
    if text and not any(same_print(text, one.text) for one in found):
        found.insert(0, Reading(text, "rapidocr", found[0].confidence, BY_SIGNS))
    return tuple(sorted(found, key=lambda one: bool(text) and not same_print(text, one.text)))


def _sign_by_sign(heard: Sequence[Witness]) -> str:
    """Vote on each sign where all readings are of one length: `3,3万亩`, `3.3万亩`, `3.3月亩` give `3.3万亩`."""
    if len({len(one.text) for one in heard}) > 1:
        return ""
    chosen = []
    for place in range(len(heard[0].text)):
        weights: dict[str, float] = {}
        for one in heard:
            weights[one.text[place]] = weights.get(one.text[place], 0.0) + _certainty(one)
        chosen.append(max(weights, key=weights.__getitem__))
    return "".join(chosen)


def is_agreed(witnesses: Sequence[Witness]) -> bool:
    """Say whether the witnesses of a line say the same so surely that no other is needed."""
    camps = _camps(witnesses)
    return len(camps) == 1 and bool(camps[0][0].text) and strength(camps[0]) >= AGREED


def strength(camp: Sequence[Witness]) -> float:
    """Sum what voices weigh: 2.3 for a least character probability of 0.9, 4.6 for 0.99, half for a model's second."""
    total, heard = 0.0, set()
    for one in sorted(camp, key=_certainty, reverse=True):
        own = OWN in one.reader
        total += _certainty(one) * (SAME_MODEL if own in heard else 1.0)
        heard.add(own)
    return total


def _has_both(camp: Sequence[Witness]) -> bool:
    return len({OWN in one.reader for one in camp}) == 2


def _certainty(one: Witness) -> float:
    return -math.log(1 - min(one.least, FIRMEST_OWN if OWN in one.reader else FIRMEST_OTHER))


def _confidence(camp: Sequence[Witness], ahead: float) -> float:
    surest = max(one.least for one in camp)
    if surest <= OVERLOOKING:
        return round(surest / 2, 4)
    return round(min(MOST, 1 - math.exp(-max(0.0, ahead))), 4)


def _camps(witnesses: Sequence[Witness]) -> list[list[Witness]]:
    """Group the witnesses that say the same, the strongest group first."""
    camps: list[list[Witness]] = []
    for witness in witnesses:
        camp = next((camp for camp in camps if same_print(camp[0].text, witness.text)), None)
        if camp is None:
            camps.append([witness])
        else:
            camp.append(witness)
    return sorted(camps, key=strength, reverse=True)
