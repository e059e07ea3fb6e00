from __future__ import annotations

import pytest

from extractors.document import Cell, Method
from normalizers.forms.alignment import Alignment
from normalizers.forms.funding_line import FundingLine
from normalizers.forms.money_unit import UnitVerdict, judge_unit
from normalizers.forms.rows import Piece, Row

LABELS = ("年度资金总额", "其中：中央财政资金", "省级财政资金", "县级财政资金")


def lines(money: str, method: Method = "pdf_text") -> list[FundingLine]:
    """Funding lines, the total first: `budget executed; budget executed`."""
    found = []
    for number, (label, line) in enumerate(zip(LABELS, money.split(";"), strict=False)):
        pieces = [
            Piece(cell=Cell(row=number, column=at, text=text, method=method), text=text, starts=True)
            for at, text in enumerate((label, *line.split()))
        ]
        cells = Alignment(tuple(zip(("budget", "executed"), pieces[1:], strict=False)))
        found.append(FundingLine(pieces[0], cells, Row(number, tuple(pieces))))
    return found


def verdict(money: str, *, method: Method = "pdf_text", body: str = "江岭县民政局") -> UnitVerdict:
    return judge_unit(lines(money, method), "万元", [], bodies=(body,))


EXACT = "23220.36 22366.93; 17182.36 16551.18; 6038.00 5815.75"


@pytest.mark.parametrize(
    ("money", "state"),
    [
        # rounded one by one: what is spent is paid to the cent, and cents add up
        ("23220.36 22366.93; 17182.36 16551.18; 6038.00 5815.76", "agrees"),
        ("36178.50 35512.82; 30673.08 30108.69; 5505.42 5404.12", "agrees"),
        (EXACT, "open"),
        # a budget may be shares of a sum that nobody rounded
        ("23220.36 22366.93; 17182.36 16551.18; 6038.01 5815.75", "open"),
        # more than rounding: a mistake, which yuan have too
        ("23220.36 22366.93; 17182.36 16551.18; 6038.00 5816.35", "open"),
        ("23220.36 22366.93; 17182.36 16551.18; 6038.60 5815.76", "open"),
        # nothing that adds up
        ("18297.78 17621.01", "open"),
        ("56000.00 56000.00; 56000.00 56000.00", "open"),
        # more decimals than cents have
        ("22433.5812 20858.74", "agrees"),
        ("22433.5 20858.7", "open"),
    ],
)
def test_rounding_and_decimals_show_what_cents_cannot_be(money: str, state: str) -> None:
    found = verdict(money)
    assert (found.unit, found.state) == ("万元", state)


def test_one_decimal_too_many_may_be_misread() -> None:
    assert verdict("22433.5812 20858.74", method="rapidocr").state == "open"
    assert verdict("22433.5812 20858.7412", method="rapidocr").state == "agrees"


@pytest.mark.parametrize("body", ["白山镇人民政府", "云溪市第一中学"])
def test_what_is_likely_yuan_stays_suspected(body: str) -> None:
    """A township's tens of thousands are yuan."""
    assert verdict("56000.00 56000.00", body=body).state == "suspected"


def test_nothing_of_this_makes_large_yuan_silent() -> None:
    for money in ("62500000.00 62500000.00", "523570.51 410000.00", "332346148.561 332346148.56"):
        assert verdict(money).state == "suspected"
