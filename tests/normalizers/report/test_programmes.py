"""Names of programmes in the words around an amount."""

from __future__ import annotations

import pytest

from normalizers.report.programmes import programme_of


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("云溪市城乡居民2024年基本养老保险中央财政补助资金", "城乡居民基本养老保险"),
        ("永安县2023年中央财政林业草原生态保护恢复资金绩效自评报告", "林业草原生态保护恢复"),
        ("要求,我局开展对资金的绩效自评", None),
        ("2024年云溪市机关事业单位基本养老保险转移支付资金包括中央及旗县", "机关事业单位基本养老保险"),
        ("北安市云溪县养老保险补助资金2024年度绩效自评报告", "养老保险"),
        ("我市共收到上级衔接推进乡村振兴补助资金", "衔接推进乡村振兴"),
        ("少数民族发展任务中央财政资金", "少数民族发展任务"),
        ("江岭省生态环境厅2024年度中央大气污染防治资金绩效自评报告", "大气污染防治"),
        ("《关于下达2024年大气污染防治资金预算的通知》", "大气污染防治"),
        ("2023年预算拟安排基本公共卫生服务资金", "基本公共卫生服务"),
        ("2022年清河县基本公共卫生服务项目人均补助标准", "基本公共卫生服务"),
        ("(二)重大传染病防控经费", "重大传染病防控"),
        ("省级配套资金", None),
        ("中央资金累计拨付到项目单位", None),
        ("结转结余资金", None),
        ("一般公共预算", None),
        ("县财政局分四批将资金", None),
        ("严格执行《财政专项资金管理办法》", None),
        ("执行率", None),
        ("", None),
    ],
)
def test_programmes(text: str, programme: str | None) -> None:
    assert programme_of(text) == programme
