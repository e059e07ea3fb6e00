"""Pairs of target and actual with what a careful auditor says of them."""

from __future__ import annotations

import pytest

from normalizers.forms.attainment import judge
from normalizers.values.quantity import read_quantity

PAIRS = """
# units of one kind
≥5万人 | 51200人 | 数量指标 | 培训人数 | met
≥5万人 | 4.98万人 | 数量指标 | 培训人数 | missed
51200人 | 5.12万人 | 数量指标 | 受益人数 | met
≥1.2万户 | 11999户 | 数量指标 | 改厕户数 | missed
≥3公顷 | 45亩 | 数量指标 | 造林面积 | met
≥3公顷 | 44亩 | 数量指标 | 造林面积 | missed
≥1万亩 | 667公顷 | 数量指标 | 高标准农田 | met
≤30万元 | 299800元 | 成本指标 | 总成本 | met
≤30万元 | 300100元 | 成本指标 | 总成本 | missed
≤1.5亿元 | 14800万元 | 成本指标 | 总投资 | met
≥2公里 | 1980米 | 数量指标 | 管网长度 | missed
≥2公里 | 2000米 | 数量指标 | 管网长度 | met
≥1吨 | 1000千克 | 数量指标 | 减排量 | met
≤24小时 | 1天 | 时效指标 | 响应时间 | met
≤1小时 | 55分钟 | 时效指标 | 到场时间 | met
≤12个月 | 1年 | 时效指标 | 建设工期 | met
≤30天 | 31天 | 时效指标 | 办结时限 | missed
≤3个月 | 90天 | 时效指标 | 建设工期 | not_comparable
≥20平方公里 | 2000公顷 | 数量指标 | 治理面积 | met
≥500立方米 | 499立方米 | 数量指标 | 库容 | missed
≥100户 | 120人 | 数量指标 | 帮扶 | not_comparable
≥10个 | 12台 | 数量指标 | 设备 | not_comparable
≥10公里 | 12万元 | 数量指标 | 道路 | not_comparable
# percentages and ratios
≥95% | 95% | 质量指标 | 合格率 | met
≥95% | 94.99% | 质量指标 | 合格率 | missed
95%以上 | 0.96 | 质量指标 | 合格率 | met
≥95% | 0.94 | 质量指标 | 合格率 | missed
≥90% | 1.02 | 质量指标 | 完成率 | met
100% | 1 | 质量指标 | 合格率 | met
100% | 0.98 | 质量指标 | 合格率 | missed
≤5% | 0.03 | 质量指标 | 偏差率 | met
≤5% | 0.06 | 质量指标 | 偏差率 | not_comparable
≥2% | 1.5 | 经济效益指标 | 增长率 | missed
≥90% | 92 | 服务对象满意度指标 | 满意度 | met
≥90 | 92% | 服务对象满意度指标 | 满意度 | met
≥90分 | 92分 | 服务对象满意度指标 | 满意度 | met
≥90% | 91.5分 | 服务对象满意度指标 | 满意度 | not_comparable
≥3‰ | 0.4% | 社会效益指标 | 提升 | met
# comparators at the edge
>95% | 95% | 质量指标 | 合格率 | missed
>95% | 95.1% | 质量指标 | 合格率 | met
<3% | 3% | 质量指标 | 差错率 | missed
<3% | 2.9% | 质量指标 | 差错率 | met
不低于90% | 90% | 质量指标 | 合格率 | met
不超过5天 | 5天 | 时效指标 | 办理时间 | met
不高于50元 | 50.5元 | 成本指标 | 单价 | missed
大于100人 | 100人 | 数量指标 | 培训 | missed
少于3次 | 3次 | 质量指标 | 投诉 | missed
至少2次 | 2次 | 数量指标 | 演练 | met
80分以上 | 80分 | 质量指标 | 考核 | met
100万元以内 | 100万元 | 成本指标 | 总成本 | met
=12次 | 12次 | 数量指标 | 会议 | met
=12次 | 11次 | 数量指标 | 会议 | missed
=0 | 0 | 质量指标 | 事故起数 | met
=0 | 1 | 质量指标 | 事故起数 | missed
0起 | 0起 | 质量指标 | 事故起数 | met
0 | 2 | 质量指标 | 事故起数 | missed
# bare numbers: the direction is that of the name and level
12 | 13 | 数量指标 | 活动场次 | met
12 | 11 | 数量指标 | 活动场次 | missed
3 | 2 | 质量指标 | 安全事故起数 | met
3 | 4 | 质量指标 | 投诉件数 | missed
50元 | 48元 | 成本指标 | 人均成本 | met
50元 | 52元 | 成本指标 | 人均成本 | missed
30天 | 25天 | 时效指标 | 办结时限 | met
30天 | 35天 | 时效指标 | 办结时限 | missed
95% | 97% | 质量指标 | 投诉处理率 | met
2% | 1% | 质量指标 | 违规率 | met
# ranges
80%-90% | 85% | 质量指标 | 覆盖率 | met
80%-90% | 79% | 质量指标 | 覆盖率 | missed
10-15人 | 15人 | 数量指标 | 聘用 | met
10-15人 | 16人 | 数量指标 | 聘用 | missed
≥90% | 88%-93% | 质量指标 | 合格率 | not_comparable
≥90% | 91%-93% | 质量指标 | 合格率 | met
≥90% | >90% | 质量指标 | 合格率 | met
≥90% | ≥80% | 质量指标 | 合格率 | not_comparable
≤10% | <10% | 质量指标 | 偏差率 | met
# dates
2024年12月底前 | 2024年12月20日 | 时效指标 | 完成时间 | met
2024年12月底前 | 2025年1月5日 | 时效指标 | 完成时间 | missed
2024年12月31日前 | 2024年12月31日 | 时效指标 | 完成时间 | met
6月底前 | 2024年6月15日 | 时效指标 | 完成时间 | met
6月底前 | 2024年7月 | 时效指标 | 完成时间 | missed
2024年10月 | 2024年9月 | 时效指标 | 完成时间 | met
7月31日前 | 7月31日前 | 时效指标 | 到位时限 | asserted
每月10日前 | 每月8日 | 时效指标 | 发放时间 | met
每月10日前 | 每月12日 | 时效指标 | 发放时间 | missed
# only the target's words again
有所提高 | 有所提高 | 社会效益指标 | 待遇水平 | asserted
≥90% | ≥90% | 服务对象满意度指标 | 满意度 | asserted
长期 | 长期 | 可持续影响指标 | 机制 | asserted
收到文件30日内下达 | 收到文件30日内下达 | 时效指标 | 下达 | asserted
100% | 100% | 质量指标 | 发放率 | met
# answers of the pick-list
明显提升 | 达成预期指标 | 社会效益指标 | 意识 | met
明显提升 | 部分达成预期指标并具有一定效果 | 社会效益指标 | 意识 | missed
明显提升 | 未达成预期指标且效果较差 | 社会效益指标 | 意识 | missed
有效保障 | 效果不明显 | 社会效益指标 | 保障 | missed
是 | 否 | 质量指标 | 是否公示 | missed
合格 | 不合格 | 质量指标 | 验收 | missed
完成 | 未完成 | 时效指标 | 建设 | missed
有所提高 | 没有提高 | 社会效益指标 | 待遇水平 | missed
质量合格 | 质量不合格 | 质量指标 | 验收 | missed
通过验收 | 未通过验收 | 质量指标 | 验收 | missed
及时 | 不及时 | 时效指标 | 下达 | missed
规范 | 较规范 | 质量指标 | 管理 | not_comparable
不发生 | 未发生 | 质量指标 | 重大事故 | not_comparable
持续稳定 | 不断完善 | 可持续影响指标 | 机制 | not_comparable
按时完成 | 未按时完成 | 时效指标 | 建设 | missed
# nothing to compare with
具体调整水平以备案批准水平为限 | 96.32元 | 成本指标 | 调整水平 | not_comparable
按规定标准 | 150元 | 成本指标 | 补助标准 | not_comparable
≥90% | 良好 | 服务对象满意度指标 | 满意度 | not_comparable
≥90% | | 服务对象满意度指标 | 满意度 | missing
≥90% | — | 服务对象满意度指标 | 满意度 | missing
≥90% | #DIV/0! | 服务对象满意度指标 | 满意度 | missing
≥**% | 92% | 服务对象满意度指标 | 满意度 | not_comparable
# changes
增长5% | 增长6.2% | 经济效益指标 | 收入 | met
增长5% | 增长4.9% | 经济效益指标 | 收入 | missed
下降3% | 下降3.5% | 生态效益指标 | 能耗 | met
下降3% | 下降2% | 生态效益指标 | 能耗 | missed
下降3% | 上升1% | 生态效益指标 | 能耗 | missed
降低10% | 12% | 生态效益指标 | 能耗 | not_comparable
# pairs of a second auditor
≥1.5万人 | 15200人 | 数量指标 | 受益人数 | met
≥3.2万人次 | 31900人次 | 数量指标 | 服务人次 | missed
120000人 | 12.5万人 | 数量指标 | 参保人数 | met
≥0.05亿元 | 520万元 | 经济效益指标 | 增收 | met
≤1.2亿元 | 1.3亿元 | 经济成本指标 | 投资 | missed
≤80万元 | 799,999.99元 | 经济成本指标 | 成本 | met
≤80万元 | 80.01万元 | 经济成本指标 | 成本 | missed
≥300公顷 | 4500亩 | 数量指标 | 造林面积 | met
≥300公顷 | 4499亩 | 数量指标 | 造林面积 | missed
10平方公里 | 1000公顷 | 数量指标 | 治理面积 | met
≥2万亩 | 13.4平方公里 | 数量指标 | 治理面积 | met
≥5000㎡ | 0.5公顷 | 数量指标 | 绿化 | met
≥667平方米 | 1亩 | 数量指标 | 绿化 | missed
12公里 | 12000米 | 数量指标 | 道路里程 | met
≥1.2km | 1150m | 数量指标 | 管网长度 | missed
≥30里 | 16公里 | 数量指标 | 渠道 | met
≥5吨 | 5200公斤 | 数量指标 | 产量 | met
≥5吨 | 5200kg | 数量指标 | 产量 | met
≥200公斤 | 500斤 | 数量指标 | 亩产 | met
≤48小时 | 2天 | 时效指标 | 响应时间 | met
≤48小时 | 2.5天 | 时效指标 | 响应时间 | missed
≤30分钟 | 0.5小时 | 时效指标 | 到达时间 | met
≤1年 | 11个月 | 时效指标 | 建设工期 | met
≤1年 | 13个月 | 时效指标 | 建设工期 | missed
≤15个工作日 | 12个工作日 | 时效指标 | 办理时间 | met
≤2周 | 14天 | 时效指标 | 办理时间 | met
≥1000立方米 | 1方 | 数量指标 | 蓄水 | missed
≥2万方 | 21000立方米 | 数量指标 | 土方 | met
≥500千瓦 | 0.6兆瓦 | 数量指标 | 装机 | met
≥3000升 | 3立方米 | 数量指标 | 水量 | met
≥10000元/人 | 1.05万元/人 | 经济效益指标 | 人均增收 | met
≥3元/平方米 | 2元/平方米 | 经济效益指标 | 收益 | missed
≥95％ | 95.00% | 质量指标 | 合格率 | met
不低于98% | 98.5% | 质量指标 | 合格率 | met
不超过5% | 5% | 质量指标 | 差错率 | met
不超过5% | 5.1% | 质量指标 | 差错率 | missed
不少于20场 | 19场 | 数量指标 | 演出 | missed
不多于3次 | 4次 | 质量指标 | 投诉次数 | missed
高于85% | 85% | 服务对象满意度指标 | 满意度 | missed
低于10分钟 | 10分钟 | 时效指标 | 等待时间 | missed
85%及以上 | 85% | 服务对象满意度指标 | 满意度 | met
3‰以下 | 2‰ | 质量指标 | 死亡率 | met
≤3‰ | 0.25% | 质量指标 | 发生率 | met
100-120人 | 110人 | 数量指标 | 培训 | met
100-120人 | 121人 | 数量指标 | 培训 | missed
100～120人 | 99人 | 数量指标 | 培训 | missed
5至8家 | 8家 | 数量指标 | 企业 | met
0起 | 0起 | 质量指标 | 安全事故起数 | met
0起 | 1起 | 质量指标 | 安全事故起数 | missed
=0 | 0 | 质量指标 | 重大事故 | met
≤0起 | 0起 | 质量指标 | 安全事故起数 | met
2024年12月底前 | 2025年1月2日 | 时效指标 | 完成时间 | missed
2024年6月底 | 2024年6月 | 时效指标 | 完成时间 | met
12月底前完成 | 11月完成 | 时效指标 | 完成时间 | met
上半年完成 | 5月完成 | 时效指标 | 完成时间 | met
及时 | 及时 | 时效指标 | 拨付及时性 | asserted
100% | 100 | 质量指标 | 合格率 | met
≥90分 | 92分 | 服务对象满意度指标 | 满意度得分 | met
1套 | 1套 | 数量指标 | 系统 | met
三个 | 3个 | 数量指标 | 站点 | met
十二次 | 11次 | 数量指标 | 检查 | missed
100户 | 一百零二户 | 数量指标 | 改造户数 | met
1200人 | 1,180人 | 数量指标 | 培训 | missed
1200人 | １２００人 | 数量指标 | 培训 | met
≥8% | -2% | 经济效益指标 | 增长率 | missed
增长≥8% | 增长9.2% | 经济效益指标 | 产值 | met
同比下降10% | 同比下降8% | 生态效益指标 | 能耗 | missed
减少20吨 | 减少25吨 | 生态效益指标 | 排放 | met
≤100元/人/天 | 90元/人·天 | 经济成本指标 | 伙食标准 | met
500元/亩 | 500元/亩 | 经济成本指标 | 补贴标准 | met
≥1个 | 1 | 数量指标 | 平台 | met
1200元 | 1200 | 经济成本指标 | 标准 | met
≥98% | 优 | 质量指标 | 优良率 | not_comparable
合格 | 合格 | 质量指标 | 验收 | asserted
每月1次 | 12次 | 数量指标 | 巡查 | not_comparable
≥6个月 | 半年 | 数量指标 | 服务时间 | met
≥2年 | 24个月 | 可持续影响指标 | 使用年限 | met
≥2年 | 18个月 | 可持续影响指标 | 使用年限 | missed
≤24h | 1天 | 时效指标 | 处置时间 | met
# ranks count from the best here and from the least there
二级 | 一级 | 质量指标 | 水质 | not_comparable
二级 | 二级 | 质量指标 | 水质 | met
≥2级 | 3级 | 质量指标 | 电站等级 | not_comparable
≥0.9等 | 0.8等 | 质量指标 | 耕地质量等级提升 | missed
3类 | 4类 | 数量指标 | 培训种类 | met
"""


def _pairs() -> list[tuple[str, ...]]:
    lines = (line for line in PAIRS.strip().splitlines() if not line.startswith("#"))
    return [tuple(part.strip() for part in line.split("|")) for line in lines]


def test_there_are_a_hundred_pairs() -> None:
    assert len(set(_pairs())) >= 100


@pytest.mark.parametrize(("target", "actual", "level2", "name", "attainment"), _pairs())
def test_an_auditor_agrees(target: str, actual: str, level2: str, name: str, attainment: str) -> None:
    wanted = read_quantity(target, fiscal_year=2024)
    judged = judge(wanted, read_quantity(actual, fiscal_year=2024, like=wanted), level2=level2, name=name)
    assert judged.attainment == attainment
    assert judged.completion is None or judged.attainment in {"met", "missed"}
