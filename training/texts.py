"""What is printed on the lines that a model learns from: figures as forms write them, labels, words, single signs.

`1,204,316.05`, `≥95%`, `2023年12月底前`, `社会效益指标`, `建立台账，定期通报。`
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

NORMALIZERS = Path(__file__).parent.parent / "normalizers"
WORD_TABLES = ("labels.toml", "values/units.toml", "values/qualitative.toml", "forms/families.toml")
"""Tables of the project's own whose Chinese strings are words of forms."""
COMPARATORS = (
    "≥", "≤", ">", "<", "=", "＞", "＜", "≥ ", "不低于", "不超过", "不少于", "大于", "小于等于",
)  # fmt: skip
UNITS = (
    "元", "万元", "亿元", "人", "人次", "户", "亩", "万亩", "公里", "个", "项", "次", "天", "批次", "家", "所", "套",
    "吨", "元/人", "分",
)  # fmt: skip
STOPS = "，，，，。。、、；：（）《》“”！？—·"
LONGEST = 20
"""Characters of a line."""


def drawn_text(rng: Random, words: Sequence[str], weights: Sequence[float]) -> str:
    """Draw the text of one line; `words` are drawn by their cumulated `weights`."""
    kind = rng.random()
    if kind < 0.42:
        return _figure(rng)
    if kind < 0.57:
        return rng.choice(LABELS)
    if kind < 0.64:
        return "".join(rng.choices(SIGNS, k=rng.randint(1, 6)))
    return _sentence(rng, words, weights)


def _sentence(rng: Random, words: Sequence[str], weights: Sequence[float]) -> str:
    length, text = rng.choice([2, 4, 5, 6, 7, 8, 10, 13, LONGEST]), ""
    while len(text) < length:
        text += rng.choice(LABELS) if rng.random() < 0.12 else rng.choices(words, cum_weights=weights)[0]
        chance = rng.random()
        if chance < 0.14:
            text += rng.choice(STOPS)
        elif chance < 0.24:
            text += _figure(rng)
    if rng.random() < 0.06:
        text = f"{rng.randint(1, 9)}{rng.choice('.、．)')}{text}"
    return text[:LONGEST]


def _figure(rng: Random) -> str:
    forms = (_amount, _amount, _amount, _percent, _percent, _measure, _measure, _date, _plain, _odd)
    return rng.choice(forms)(rng)


def _number(rng: Random) -> str:
    whole = str(rng.randrange(10 ** rng.choice([1, 2, 2, 3, 4, 5, 6, 7, 8, 9])))
    if len(whole) > 3 and rng.random() < 0.4:
        whole = f"{int(whole):,}"
    places = rng.choice([0, 0, 1, 2, 2, 2, 4, 6])
    return whole + (f".{rng.randrange(10**places):0{places}d}" if places else "")


def _amount(rng: Random) -> str:
    sign = "-" if rng.random() < 0.04 else ""
    return sign + _number(rng) + (rng.choice(["元", "万元", "亿元", "万"]) if rng.random() < 0.25 else "")


def _percent(rng: Random) -> str:
    places = rng.choice([0, 0, 1, 2, 2])
    number = rng.choice([100.0, rng.uniform(80, 110), rng.uniform(0, 100)])
    sign = rng.choice(["%", "%", "%", "%", "％", "‰", "个百分点"])
    return (rng.choice(COMPARATORS) if rng.random() < 0.4 else "") + f"{number:.{places}f}{sign}"


def _measure(rng: Random) -> str:
    before = rng.choice(COMPARATORS) if rng.random() < 0.5 else ""
    return before + _number(rng) + rng.choice(UNITS)


def _date(rng: Random) -> str:
    year, month, day = rng.randint(2015, 2026), rng.randint(1, 12), rng.randint(1, 31)
    forms = (
        f"{year}年", f"{year}年{month}月", f"{year}年{month}月{day}日", f"{year}-{month:02d}-{day:02d}",
        f"{month}月底前", f"{year}年{month}月底", f"（{year}年度）", f"({year})年度", f"{year}.{month}.{day}",
        f"{month}月{day}日前",
    )  # fmt: skip
    return rng.choice(forms)


def _plain(rng: Random) -> str:
    score = f"{rng.uniform(0, 50):.{rng.randint(1, 2)}f}"
    return rng.choice([str(rng.randint(0, 100)), score, f"{rng.randint(1, 40)}分"])


def _odd(rng: Random) -> str:
    return rng.choice([
        "—", "/", "无", "-", "0", "0.00", "√", "□", "100", "B/A", "(A)", "（B）", "(B/A)", "指标1:", "指标2：",
        f"指标{rng.randint(1, 9)}", f"{rng.randint(1, 60)}-{rng.randint(60, 99)}",
        f"{rng.randint(1, 9)}～{rng.randint(9, 30)}天", f"{rng.randint(1, 12)}/{rng.randint(12, 24)}",
        f"〔{rng.randint(2015, 2026)}〕{rng.randint(1, 300)}号",
        f"({rng.randint(1, 99)}分)", f"（{rng.randint(1, 99)}）",
    ])  # fmt: skip


def _strings(value: object) -> Iterator[str]:
    """Go through a TOML table for its strings, keys as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *_strings(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _is_chinese(text: str) -> bool:
    return len(text) <= LONGEST and any("一" <= sign <= "鿿" for sign in text) and not any(s in text for s in "\\[^$*?")


LABELS: tuple[str, ...] = tuple(
    sorted({
        text
        for name in WORD_TABLES
        for text in _strings(tomllib.loads((NORMALIZERS / name).read_text(encoding="utf-8")))
        if _is_chinese(text)
    })
)  # fmt: skip
SIGNS: tuple[str, ...] = tuple("".join(LABELS)) + tuple("0123456789.,%≥≤><=-/（）()：；，。、‰") * 20
