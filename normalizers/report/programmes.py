"""The programme that a text names, without place, year, level and words for money.

`扎兰屯市城乡居民2024年基本养老保险中央财政补助资金` -> `城乡居民基本养老保险`; `省级配套资金` names none.
"""

from __future__ import annotations

import re

_QUOTED = re.compile("《([^《》]{4,60})》")
_RULES = re.compile("办法|规定|意见|细则|条例|方案|制度|规程|指南|决定|合同|协议|法$")
_NOTICE = re.compile(
    "^.{0,30}?关于|^(?:提前)?(?:下达|拨付|分配|安排|印发|调整|追加)+|(?:预算)?(?:指标)?(?:\\([^()]*\\))?的通知$|的函$"
)
_YEAR = re.compile(
    "(?:(?:19|20)[0-9]{2}|[一二][〇零○][〇零○一二三四五六七八九]{2})(?:[-~至](?:20)?[0-9]{2})?年?度?(?:中央|省级)?(?=.)|"
    "(?:截至目前|截至|目前|全年|当年|本年度?|今年|上年|年中|年末|年初|年度|上半年|下半年)"
)
_PLACE = re.compile(
    "^(?:(?!中央|自治区|省级|市级|县级|盟市|旗县|区级|地方)[\\u4e00-\\u9fff]{2,7}?"
    "(?:省|自治区|市|自治州|州(?![市县区])|盟|自治县|县|旗|(?<![地景社园灾山范护城库牧林校小片])区)(?![级本财县区、]))+"
)
_AGENCY = re.compile(
    "^(?:财政部(?!门)|[省市县区盟州旗]财政(?:厅|局)?)(?=[\\u4e00-\\u9fff])"
    "|^[\\u4e00-\\u9fff]{2,12}?(?:局|厅|委员会|联合会|协会|管委会|办公室)(?=[\\u4e00-\\u9fff])"
)
_OURS = re.compile("^[我全该本](?:省|区|市|州|盟|县|旗|局|厅|会|委|所|中心|单位|部门|院|校)")
_LEVEL_WORDS = re.compile(
    "(?:中央|自治区|省|盟市|盟|设区市|地市|州|市|旗县|县(?:\\([^()]*\\))?|旗|区|乡镇|地方|各|本)(?:各)?(?:级|本级)?"
    "(?:财政)?(?=[、及和与]|补助|专项|转移|配套|匹配|资金|预算|奖补|补贴资金|安排|下达|另行|自行|拟|按|$)|(?:中央|省级)直达|中央财政|地方财政|地方各级财政?|各级财政|上级(?:财政)?|本级"
)
_FIRST_LEVEL = re.compile(
    "^(?:(?:中央级?|省级|市级|县级|区级|自治区|盟市级?|旗县级?|地市级?|市州级?)(?:财政)?|财政)(?=.)"
)
_VERBS = re.compile(
    "^(?:财政部门|按规定|按要求|按程序|收回|上缴|结余|结转|剩余|关于|占|共计?|合计|累计|总计|实际|计划|应|拟|已|全部|均|统筹|整合|再次|另行?|将|对|用于|其中|同时|分别|核定|核拨|提前|为|以|按|据|按照|根据|以及|及|和|由|经|此前|提前|另行|自行|尚未|按规定"
    "|收到|下达|安排|拨付|投入|争取|到位|筹集|使用|支出|执行|支付|发放|兑现|获得|落实|分配|分解|申请|完成|预算|申报|补充|追加|批复|[、，,:：])+"
)
_WITHOUT_MONEY = re.compile(
    "(?:(?:地方|各级)?财政)?(?:支出责任)?(?:不用|不需|无需|无须|不再)(?:承担|安排|配套|负担)资金"
)
"""What a notice says that nobody has to pay: `基本养老保险地方财政支出责任不用承担资金`."""
_NAME = re.compile(
    "^(?P<name>.+?)(?:(?:中央|财政|补助|专项|转移支付|配套|奖补|引导|结转)*(?:资金|经费|补助|预算)|(?:类|建设)?项目(?:资金|经费)?|(?:工作|业务)经费)"
)
_ENDS_AS_ONE = re.compile("^.{3,}(?:保险|工程|计划|任务|行动|救助|低保|补贴)$")
_NO_NAME = re.compile("[将把其,]|^.?的|[的了]$|[分共][一二三四五六七八九两]批")
_GENERIC = re.compile(
    "(?:一般公共|政府性基金|国有资本经营|直达|参照|结转|结余|剩余|沉淀|闲置|存量|财政|配套|自筹|自有|社会|专项|补助|转移支付|全部|各项|所有|有关|相关|该|此|本|上述|以上|其他|其余|两批|第[一二三]批"
    "|项目|资金|经费|预算|支出|收入|执行率?|到位率?|总|年度|单位|部门|政府|国库|银行|企业|绩效|自评|评价|目标|实施|管理|使用|情况|拨付|下达|分配"
    "|[、，,的等及和与类批对在于为共计了]|安排|落实|投入|完成|开展|组织|要求)+"
)
_LISTED = re.compile("^(?:[0-9]{1,2}[.、](?![0-9])|\\([0-9一二三四五六七八九十]{1,2}\\)|[一二三四五六七八九十]{1,3}、)")
"""The number of a paragraph in a list: `1.省级财政下达…`."""
_PARENTHESES = re.compile("\\([^()]*\\)")
_MONEY = ("资金", "经费")
_SHORTEST, _LONGEST = 3, 30
"""汉字 of a programme's name."""
_SHORT_FUND = re.compile("^[\\u4e00-\\u9fff]{2}(?:补助|专项)(?:资金|经费)")
"""What two 汉字 must stand before to be one: 就业补助资金."""
_RULED = re.compile("《([^《》]{2,30}?(?:资金|经费|补助))(?:使用|绩效)?管理(?:暂行|实施)?(?:办法|规定|细则)》")


def programme_of(text: str) -> str | None:
    """Return the programme that a plain text without blanks names, None where it names none."""
    for title in _QUOTED.findall(text):
        if not _RULES.search(title):
            found = _name_in(_NOTICE.sub("", _NOTICE.sub("", title)))
            if found is not None:
                return found
    return _name_in(_QUOTED.sub("", text))


def ruled_programme(text: str) -> str | None:
    """Return the programme whose rules a plain text quotes: `《农田建设补助资金管理办法》` -> `农田建设`."""
    return next((name for title in _RULED.findall(text) if (name := _name_in(title)) is not None), None)


def _name_in(text: str) -> str | None:
    text = _LISTED.sub("", text)
    text = _without_context(_PARENTHESES.sub("", text).removeprefix("关于").partition("包括")[0])
    text = _WITHOUT_MONEY.sub("资金", text)
    found = _NAME.match(text)
    name = found["name"] if found else text if _ENDS_AS_ONE.match(text) else ""
    name = _without_context(name)
    shortest = 2 if _SHORT_FUND.match(text) else _SHORTEST
    if not shortest <= len(name) <= _LONGEST or name.startswith(_MONEY) or any(map(str.isdigit, name)):
        return None
    if _NO_NAME.search(name) or _GENERIC.fullmatch(name):
        return None
    return name


def _without_context(text: str) -> str:
    """Return a text without place, year, level and verbs, in whatever order they stand."""
    for _ in range(4):
        before = text
        text = _YEAR.sub("", _PLACE.sub("", text))
        text = _VERBS.sub("", _AGENCY.sub("", _OURS.sub("", _PLACE.sub("", text))))
        text = _FIRST_LEVEL.sub("", _LEVEL_WORDS.sub("", text)).strip("、，,:：()")
        if text == before:
            break
    return text
