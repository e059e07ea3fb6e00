"""Draws the trade-off of marks as SVG: errors without a mark against right rows with one, over the bar for proofs."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

WIDTH, HEIGHT, MARGIN = 420, 240, 60
"""Pixels of the plot and around it."""
LEAST_HEIGHT = 4
"""Errors that the vertical axis shows at least."""
COLOUR = "#1f5fa8"


class Point(Struct, frozen=True):
    """One bar: the probability asked for, wrong figures without a mark, right rows with one."""

    bar: float
    unmarked: int
    marked: int


def diagram(points: Sequence[Point], rows: int, figures: int) -> str:
    """Return the SVG of a curve measured on so many rows and figures; a bar above 1 is labelled `never`."""
    most_marked = max(point.marked for point in points)
    most_unmarked = max(LEAST_HEIGHT, *(point.unmarked for point in points))

    def place(point: Point) -> tuple[float, float]:
        return (
            MARGIN + WIDTH * point.marked / most_marked,
            MARGIN + HEIGHT * (1 - point.unmarked / most_unmarked),
        )

    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, points))
    bottom = MARGIN + HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + 2 * MARGIN} {HEIGHT + 2 * MARGIN}"'
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH + 2 * MARGIN}" height="{HEIGHT + 2 * MARGIN}" fill="white"/>',
        f'<path d="M{MARGIN} {MARGIN}V{bottom}H{MARGIN + WIDTH}" fill="none" stroke="black"/>',
        f'<text x="{MARGIN}" y="{MARGIN - 12}">wrong figures without a mark (of {figures})</text>',
        f'<text x="{MARGIN + WIDTH}" y="{bottom + 34}" text-anchor="end">right rows with a mark (of {rows})</text>',
        f'<polyline points="{corners}" fill="none" stroke="{COLOUR}"/>',
    ]
    parts += [
        f'<text x="{MARGIN - 8}" y="{place(Point(0, count, 0))[1] + 4:.1f}" text-anchor="end">{count}</text>'
        for count in range(0, most_unmarked + 1, max(1, most_unmarked // 4))
    ]
    parts += [
        f'<text x="{place(Point(0, 0, count))[0]:.1f}" y="{bottom + 16}" text-anchor="middle">{count}</text>'
        for count in (0, most_marked // 2, most_marked)
    ]
    for step, point in enumerate(points):
        x, y = place(point)
        label = f"{point.bar:g}" if point.bar <= 1 else "never"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOUR}"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{y - 8 - 11 * (step % 4):.1f}" text-anchor="middle" font-size="9">{label}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])
