from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from normalizers.forms.indicator_remarks import DOUBTFUL_FLAGS
from normalizers.places import Remark
from normalizers.rules import load_rules, message_of, remark
from pipeline.rule_book import rule_book

ROOT = Path(__file__).parents[2]
NAMES = {name: rule_id for rule_id, rule in load_rules().items() for name in rule.finds}


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """The calls in the product's code that make a finding."""
    for package in ("normalizers", "pipeline"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                    yield path, node


MAKERS = {"remark", "Remark", "Finding"}


def strings(node: ast.AST) -> set[str]:
    """The string constants in an expression: both branches of a conditional."""
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def named_in_code() -> set[str]:
    """Words in the code that are names of findings, wherever they stand."""
    found: set[str] = set()
    for package in ("normalizers", "pipeline"):
        for path in (ROOT / package).rglob("*.py"):
            found |= strings(ast.parse(path.read_text(encoding="utf-8"))) & NAMES.keys()
    return found


def test_every_rule_has_a_section_in_both_languages() -> None:
    for rule_id, rule in load_rules().items():
        assert re.fullmatch("[FISX]-[0-9]{2}|R-[a-z-]+", rule_id)
        for words in (rule.title, rule.why, rule.example, *(one.message for one in rule.finds.values())):
            assert words.zh, rule_id
            assert words.en, rule_id


def test_every_rule_of_the_catalogue_is_there() -> None:
    wanted = {f"F-{n:02}" for n in range(1, 14)} | {f"I-{n:02}" for n in range(1, 18)}
    wanted |= {f"S-{n:02}" for n in range(1, 11)} | {f"X-{n:02}" for n in range(1, 13)}
    assert wanted <= load_rules().keys()


def test_every_finding_that_code_makes_is_documented() -> None:
    missing = []
    for path, call in calls():
        for keyword in call.keywords:
            if keyword.arg == "name" and isinstance(keyword.value, ast.Constant | ast.IfExp):
                missing += [(path.name, name) for name in strings(keyword.value) if name not in NAMES]
        if isinstance(call.func, ast.Name) and call.func.id == "remark" and call.args:
            first = call.args[0]
            if isinstance(first, ast.Constant):
                missing += [(path.name, name) for name in strings(first) if name not in NAMES]
    assert missing == []


def test_every_documented_finding_is_made_by_code() -> None:
    assert NAMES.keys() - named_in_code() - load_rules()["R-page"].finds.keys() == set()


def test_every_documented_code_of_a_page_is_one_of_the_extractors() -> None:
    codes = {
        word.partition(":")[0]
        for path in (ROOT / "extractors").rglob("*.py")
        for word in strings(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert load_rules()["R-page"].finds.keys() - {"any"} <= codes


@pytest.mark.parametrize(("language", "page"), [("en", "rules.md"), ("zh", "rules.zh.md")])
def test_the_pages_are_those_of_the_rules(language: str, page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert text == rule_book("zh" if language == "zh" else "en")
    assert all(f"## {rule_id} " in text for rule_id in load_rules())


def test_a_message_in_both_languages() -> None:
    found = remark(
        "sources_do_not_sum", field="funding[1].budget", column="全年预算数", total=Decimal("97774804.33"),
        added=Decimal("97774803.73"), difference=Decimal("0.60"),
    )  # fmt: skip
    assert message_of(found, "zh") == "全年预算数合计97,774,804.33元，各项之和97,774,803.73元，相差0.60元"
    assert message_of(found, "en").startswith("The total of budget is 97,774,804.33 yuan")
    assert (found.rule, found.severity) == ("F-01", "error")


@pytest.mark.parametrize(
    ("evidence", "facts", "said"),
    [
        ("repeated", {"figure": "300.5", "text": "300.5万元"}, "“300.5” agrees with “300.5万元” in the text"),
        ("mostly_large", {"count": 3}, "most of 3 figures are a million or more"),
        ("too_small", {"largest": "586.00"}, "the largest figure is only 586.00"),
        ("sibling", {}, "the other forms of the document are in 元"),
    ],
)
def test_a_phrase_within_a_message_is_in_the_readers_language(evidence: str, facts: dict[str, str], said: str) -> None:
    found = remark(
        "unit_conflict_suspected", field="form.effective_unit", declared="万元", unit="元", evidence=evidence, **facts
    )
    assert f"({said})" in message_of(found, "en")
    assert said not in message_of(found, "zh")


def test_every_phrase_is_named_by_code() -> None:
    phrases = tomllib.loads((ROOT / "normalizers/rules/phrases.toml").read_text(encoding="utf-8"))
    files = [ROOT / "normalizers/forms" / name for name in ("unit_look.py", "money_unit.py")]
    files.append(ROOT / "normalizers/reconcile/reconcile.py")
    code = {text for path in files for text in strings(ast.parse(path.read_text(encoding="utf-8")))}
    assert phrases.keys() == (phrases.keys() & code) | {f"doubt_{flag}" for flag in DOUBTFUL_FLAGS}


@pytest.mark.parametrize("flag", sorted(DOUBTFUL_FLAGS))
def test_every_doubt_has_words(flag: str) -> None:
    found = remark(
        "value_doubtful", field="indicators[1].actual", observed="0.96", label="合格率", doubt=f"doubt_{flag}"
    )
    assert message_of(found, "zh").startswith("“合格率”的“0.96”")
    assert "0.96" in message_of(found, "en") and "{" not in message_of(found, "en")


def test_what_the_reading_did_is_told_in_both_languages() -> None:
    found = remark("value_unreadable", field="funding[1].budget", observed="1O.5", label="中央")
    assert message_of(found, "zh") == "“中央”的“1O.5”无法读成数值"
    assert message_of(found, "en") == "“1O.5” (“中央”) could not be read as a number"
    repaired = remark(
        "figure_repaired", field="funding[1].budget", observed="31", expected="81", instead="put_right",
        shown="50 + 31 = 81",
    )  # fmt: skip
    assert message_of(repaired, "zh") == "识别的“31”有误，按表内勾稽关系更正为“81”：50 + 31 = 81"
    assert message_of(repaired, "en") == "“31” was misread; the form's sums and rates prove “81”: 50 + 31 = 81"


def test_no_message_is_only_what_code_says() -> None:
    for rule in load_rules().values():
        for outcome in rule.finds.values():
            assert len(outcome.message.zh) > len("{said}") and not outcome.message.zh.startswith("{said}")
            assert not outcome.message.en.startswith("{said}")


def test_a_name_that_a_page_made_has_words_too() -> None:
    found = Remark("R-page", "turned", "warning", page=3, facts=(("issue", "turned"),))
    assert message_of(found, "zh") == "第3页读取时出现问题：turned"
    assert message_of(found, "en") == "Page 3: turned"


def test_a_page_with_text_that_cannot_be_seen_is_told_in_the_reader_s_language() -> None:
    issue = "hidden_text: 12 characters that cannot be seen were left out"
    found = Remark("R-page", "hidden_text", "warning", page=3, facts=(("issue", issue),))
    assert "第3页有看不见的文字" in message_of(found, "zh")
    assert "cannot be seen" in message_of(found, "en")


def test_a_name_without_words_is_a_fault() -> None:
    with pytest.raises(KeyError):
        message_of(Remark("F-99", "nobody_knows", "warning"), "zh")
