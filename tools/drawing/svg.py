"""A layout as an SVG file that needs nothing: no script, no font, no network."""

from collections import defaultdict
from html import escape

from tools.drawing.layout import Column, Edge, Layout, Node

_ROW, _HEIGHT, _TOP = 78, 50, 84
_WIDTH = {"main": 250, "side": 200}
_LEFT = {"main": 520, "side": 200}
_CHIP, _CHIP_GAP, _PAGE = 168, 22, 970
_GAP_BETWEEN = (_LEFT["side"] + _WIDTH["side"], _LEFT["main"])
_STYLE = """
  text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
  .title { font-size: 15px; font-weight: 600; fill: #1f2933; }
  .name { font-size: 14px; font-weight: 600; fill: #1f2933; }
  .caption { font-size: 11px; fill: #5b6875; }
  .chip { font-size: 11px; fill: #8f4a48; }
  .box { stroke-width: 1.3; }
  .Job { fill: #dbe9fb; stroke: #3f78c2; } .Task { fill: #f1f6fd; stroke: #85a9d8; }
  .Choice { fill: #fdf5e2; stroke: #cfa44a; } .Pass { fill: #f4f5f7; stroke: #9aa5b1; }
  .Wait { fill: #ffffff; stroke: #9aa5b1; stroke-dasharray: 5 3; }
  .Succeed { fill: #dff3e4; stroke: #3f9a5b; }
  .fail { fill: #fbf1f0; stroke: #dcb5b2; }
  .edge { fill: none; stroke: #7b8794; stroke-width: 1.4; marker-end: url(#tip); }
  .main { stroke: #3e4c59; stroke-width: 2; }
  .error { stroke-dasharray: 5 4; }
  .thread { stroke: #dcb5b2; stroke-width: 1.2; stroke-dasharray: 2 3; }
"""


def svg(layout: Layout) -> str:
    """The drawing, as the text of an SVG file."""
    height = _TOP + layout.rows * _ROW + 10
    ports = _Ports(layout)
    body = [
        f'<rect width="{_PAGE}" height="{height}" rx="10" fill="#ffffff"/>',
        f'<text class="title" x="{_PAGE / 2}" y="40" text-anchor="middle">{escape(layout.title)}</text>',
        *(_edge(edge, ports) for edge in layout.edges),
        *(_node(node) for node in layout.nodes),
        *(_failures(node) for node in layout.nodes),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_PAGE} {height}" '
            f'width="{_PAGE}" height="{height}" role="img" aria-label="{escape(layout.title)}">',
            f"<style>{_STYLE}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" '
            'fill="#52606d"/></marker></defs>',
            *body,
            "</svg>\n",
        ]
    )


class _Ports:
    """Where an edge meets the side of a state, and its own lane on the way: no two share one."""

    def __init__(self, layout: Layout) -> None:
        self._at: dict[tuple[str, str], list[tuple[float, Edge, str]]] = defaultdict(list)
        self._lanes: dict[str, list[Edge]] = defaultdict(list)
        for edge in layout.edges:
            if edge.way == "down":
                continue
            self._lanes[edge.way].append(edge)
            for node, other, end in (
                (edge.start, edge.end, "start"),
                (edge.end, edge.start, "end"),
            ):
                self._at[node.name, _side(node.column, edge)].append((other.row, edge, end))
        for meetings in self._at.values():
            meetings.sort(key=lambda meeting: (meeting[0], meeting[2]))
        for lanes in self._lanes.values():
            lanes.sort(key=lambda edge: (abs(edge.start.row - edge.end.row), edge.start.row))

    def y(self, edge: Edge, end: str) -> float:
        """How far down the edge meets the state at that end of it."""
        node = edge.start if end == "start" else edge.end
        meetings = self._at[node.name, _side(node.column, edge)]
        position = next(i for i, m in enumerate(meetings) if m[1] is edge and m[2] == end)
        return _y(node) + _HEIGHT * (position + 1) / (len(meetings) + 1)

    def lane(self, edge: Edge) -> float:
        """How far right the edge goes up or down."""
        lanes = self._lanes[edge.way]
        position = lanes.index(edge)
        if edge.way == "outside":
            return _LEFT["side"] - 14 - 12 * position
        left, right = _GAP_BETWEEN
        return right - 18 - (right - left - 36) * position / max(1, len(lanes) - 1)


def _side(column: Column, edge: Edge) -> str:
    return "right" if column == "side" and edge.way == "between" else "left"


def _y(node: Node) -> float:
    return _TOP + node.row * _ROW


def _edge(edge: Edge, ports: _Ports) -> str:
    classes = "edge" + (" error" if edge.on_error else "")
    if edge.way == "down":
        x = _LEFT[edge.start.column] + _WIDTH[edge.start.column] / 2
        down = edge.end.row > edge.start.row
        begin, finish = (
            (_y(edge.start) + _HEIGHT, _y(edge.end))
            if down
            else (
                _y(edge.start),
                _y(edge.end) + _HEIGHT,
            )
        )
        classes += " main" if edge.start.column == edge.end.column == "main" else ""
        path = f"M{x} {begin} V{finish - (1 if down else -1)}"
    else:
        xs = [
            _LEFT[node.column] + (_WIDTH["side"] if _side(node.column, edge) == "right" else 0)
            for node in (edge.start, edge.end)
        ]
        path = (
            f"M{xs[0]} {ports.y(edge, 'start'):g} H{ports.lane(edge):g} "
            f"V{ports.y(edge, 'end'):g} H{xs[1] + (1 if xs[1] < ports.lane(edge) else -1)}"
        )
    title = f"<title>{escape(edge.note)}</title>" if edge.note else ""
    return f'<path class="{classes}" d="{path}">{title}</path>'


def _node(node: Node) -> str:
    x, y, width = _LEFT[node.column], _y(node), _WIDTH[node.column]
    round_ends = _HEIGHT / 2 if node.kind in ("Choice", "Succeed") else 7
    middle = x + width / 2
    lines = [
        f'<rect class="box {node.kind}" x="{x}" y="{y}" width="{width}" height="{_HEIGHT}" '
        f'rx="{round_ends:g}"/>',
        f'<text class="name" x="{middle}" y="{y + (22 if node.caption else 30)}" '
        f'text-anchor="middle">{escape(node.name)}</text>',
    ]
    if node.caption:
        lines.append(
            f'<text class="caption" x="{middle}" y="{y + 39}" text-anchor="middle">'
            f"{escape(node.caption)}</text>"
        )
    return "".join(lines)


def _failures(node: Node) -> str:
    """The Fail states that a state can end in, as chips on its outer side."""
    drawn = []
    for position, name in enumerate(node.failures):
        y = _y(node) + _HEIGHT / 2 + 25 * (position - (len(node.failures) - 1) / 2)
        if node.column == "main":
            edge = _LEFT["main"] + _WIDTH["main"]
            x, thread = edge + _CHIP_GAP, (edge, edge + _CHIP_GAP)
        else:
            x, thread = 10, (10 + _CHIP, _LEFT["side"])
        drawn.append(
            f'<line class="thread" x1="{thread[0]}" y1="{y}" x2="{thread[1]}" y2="{y}"/>'
            f'<rect class="fail" x="{x}" y="{y - 11}" width="{_CHIP}" height="22" rx="11"/>'
            f'<text class="chip" x="{x + _CHIP / 2}" y="{y + 4}" text-anchor="middle">'
            f"{escape(name)}</text>"
        )
    return "".join(drawn)
