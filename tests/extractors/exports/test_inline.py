from __future__ import annotations

import pytest

from extractors.exports.inline import plain_text

EXAMPLES = [
    ("**项目名称**", "项目名称"),
    ("1. **绩效目标**：完成", "1. 绩效目标：完成"),
    ("≥**%", "≥**%"),
    ("≥**%，≤**%", "≥**%，≤**%"),
    (r"$\geq 90\%$", "≥90%"),
    (r"达到 $\ge 95.5 \%$ 以上", "达到 ≥95.5% 以上"),
    (r"面积20 $\mathrm{m}^{2}$", "面积20 m²"),
    (r"$\frac{a}{b}$", r"$\frac{a}{b}$"),
    ("20m<sup>2</sup>", "20m²"),
    ("资助$100和$200", "资助$100和$200"),
    (r"\*注\_1", "*注_1"),
    ("[附件](http://x.invalid/y.pdf)", "附件"),
    ("呼财社[2023](1306号)", "呼财社[2023](1306号)"),
    ("![](a.png)", ""),
    ("&lt;fcel&gt; &ge;90%", "<fcel> ≥90%"),
    ("完成率<90%，且成本>80%", "完成率<90%，且成本>80%"),
    ("第一行<br>第二行", "第一行\n第二行"),
    ('<div align="center">居中</div>', "居中"),
    ("下_划_线", "下_划_线"),
]


@pytest.mark.parametrize(("written", "printed"), EXAMPLES)
def test_marks_become_what_is_printed(written: str, printed: str) -> None:
    assert plain_text(written) == printed
