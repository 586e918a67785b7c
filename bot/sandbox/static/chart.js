// The data_visualization block as a drawing, with the same figures as a table for everyone who cannot see it.
import { h, svg } from "./dom.js";
import { table } from "./table.js";

const HEIGHT = 220;
const NARROW = "(max-width: 720px)"; // there the drawing is less wide, so that its words stay readable
const width = () => (window.matchMedia(NARROW).matches ? 330 : 520);
const EDGE = { left: 44, right: 12, top: 12, bottom: 34 };

/** A figure: title, drawing, legend and the figures as a table. */
export function chart(block) {
  const given = block.chart;
  const draw = { pie, bar, line, area }[given.type];
  if (!draw) return h("p", { class: "unknown" }, `Unknown chart: ${given.type}`);
  const { drawing, legend, rows } = draw(given, block.title);
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", {}, block.title),
    drawing,
    legend.length > 1 ? h("ul", { class: "legend" }, legend.map((name, at) => h("li", {}, h("span", { class: `swatch fill-${at % 6}`, "aria-hidden": "true" }), name))) : null,
    h("details", { class: "figures" }, h("summary", {}, "Show the figures as a table"), table({ rows })),
  );
}

function canvas(title, wide, ...parts) {
  return svg("svg", { class: wide === HEIGHT ? "drawing round" : "drawing", viewBox: `0 0 ${wide} ${HEIGHT}`, role: "img", "aria-label": `Chart: ${title}. The figures follow as a table.` }, ...parts);
}

const raw = (value) => (typeof value === "number" ? { type: "raw_number", value } : { type: "raw_text", text: String(value) });

function figures(given) {
  const names = given.series.map((series) => series.name);
  const body = categories(given).map((label, at) => [label, ...given.series.map((series) => series.data[at]?.value ?? 0)]);
  return [[given.axis_config?.x_label ?? "", ...names], ...body].map((row) => row.map(raw));
}

function categories(given) {
  return given.axis_config?.categories ?? given.series[0].data.map((point) => point.label);
}

/** A round upper end: 1, 2 or 5 times a power of ten, cut into four steps. */
function scale(given) {
  const values = given.series.flatMap((series) => series.data.map((point) => point.value));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values) || 1];
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((size) => size * power).find((size) => size >= rough);
  const [bottom, top] = [Math.floor(low / step) * step, Math.ceil(high / step) * step];
  const ticks = Array.from({ length: Math.round((top - bottom) / step) + 1 }, (_, at) => bottom + at * step);
  const inner = HEIGHT - EDGE.top - EDGE.bottom;
  return { ticks, y: (value) => EDGE.top + inner * (1 - (value - bottom) / (top - bottom)) };
}

function frame(given, axis, x) {
  const lines = axis.ticks.map((tick) => [
    svg("line", { class: tick === 0 ? "axis" : "grid", x1: EDGE.left, x2: width() - EDGE.right, y1: axis.y(tick), y2: axis.y(tick) }),
    svg("text", { class: "tick", x: EDGE.left - 6, y: axis.y(tick) + 4, "text-anchor": "end" }, String(Number(tick.toPrecision(6)))),
  ]);
  const every = Math.ceil(categories(given).length / (width() < 400 ? 5 : 8));
  const labels = categories(given).map((label, at) =>
    at % every ? null : svg("text", { class: "tick", x: x(at), y: HEIGHT - 16, "text-anchor": "middle" }, label.length > 10 ? `${label.slice(0, 9)}…` : label),
  );
  const { x_label: across, y_label: up } = given.axis_config ?? {};
  const middle = (HEIGHT - EDGE.bottom + EDGE.top) / 2;
  return [
    lines,
    labels,
    across ? svg("text", { class: "axis-name", x: width() / 2, y: HEIGHT - 2, "text-anchor": "middle" }, across) : null,
    up ? svg("text", { class: "axis-name", x: 0, y: 0, transform: `translate(10 ${middle}) rotate(-90)`, "text-anchor": "middle" }, up) : null,
  ];
}

function columns(given) {
  const count = categories(given).length;
  const share = (width() - EDGE.left - EDGE.right) / count;
  return { share, x: (at) => EDGE.left + share * (at + 0.5) };
}

function plot(given, title, shapes) {
  const axis = scale(given);
  const { share, x } = columns(given);
  const drawn = given.series.map((series, at) => shapes(series, at, { x, share, y: axis.y }));
  return { drawing: canvas(title, width(), frame(given, axis, x), drawn), legend: given.series.map((series) => series.name), rows: figures(given) };
}

function bar(given, title) {
  const many = given.series.length;
  return plot(given, title, (series, at, { x, share, y }) =>
    series.data.map((point, column) => {
      const thick = Math.min(40, (share * 0.72) / many);
      const [from, to] = [y(Math.max(0, point.value)), y(Math.min(0, point.value))];
      const left = x(column) - (thick * many) / 2 + thick * at;
      return svg("rect", { class: `fill-${at % 6}`, x: left, y: from, width: thick - 1, height: Math.max(1, to - from), rx: 2 }, svg("title", {}, `${series.name}, ${point.label}: ${point.value}`));
    }),
  );
}

const trace = (series, { x, y }) => series.data.map((point, at) => `${at ? "L" : "M"}${x(at)} ${y(point.value)}`).join("");

function dots(series, at, { x, y }) {
  return series.data.map((point, column) =>
    svg("circle", { class: `fill-${at % 6}`, cx: x(column), cy: y(point.value), r: 3.5 }, svg("title", {}, `${series.name}, ${point.label}: ${point.value}`)),
  );
}

function line(given, title) {
  return plot(given, title, (series, at, place) => [svg("path", { class: `trace stroke-${at % 6}`, d: trace(series, place) }), dots(series, at, place)]);
}

function area(given, title) {
  return plot(given, title, (series, at, place) => {
    const last = series.data.length - 1;
    const under = `${trace(series, place)}L${place.x(last)} ${place.y(0)}L${place.x(0)} ${place.y(0)}Z`;
    return [svg("path", { class: `wash fill-${at % 6}`, d: under }), svg("path", { class: `trace stroke-${at % 6}`, d: trace(series, place) }), dots(series, at, place)];
  });
}

function pie(given, title) {
  const total = given.segments.reduce((sum, segment) => sum + segment.value, 0) || 1;
  let turn = 0;
  const slices = given.segments.map((segment, at) => {
    const from = turn;
    turn += segment.value / total;
    const label = svg("title", {}, `${segment.label}: ${segment.value}`);
    if (segment.value === total) return svg("circle", { class: `fill-${at % 6}`, cx: 110, cy: 110, r: 96 }, label);
    return svg("path", { class: `slice fill-${at % 6}`, d: slice(from, turn) }, label);
  });
  const share = (segment) => `${Math.round((100 * segment.value) / total)} %`;
  const rows = [["Part", "Value"], ...given.segments.map((segment) => [segment.label, segment.value])].map((row) => row.map(raw));
  return { drawing: canvas(title, HEIGHT, slices), legend: given.segments.map((segment) => `${segment.label} (${share(segment)})`), rows };
}

function slice(from, to) {
  const point = (turn) => `${110 + 96 * Math.sin(2 * Math.PI * turn)} ${110 - 96 * Math.cos(2 * Math.PI * turn)}`;
  return `M110 110L${point(from)}A96 96 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}
