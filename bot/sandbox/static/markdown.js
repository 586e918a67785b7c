// The markdown block: the part of standard Markdown that a bot's answer needs.
import { h, link } from "./dom.js";

const RULES = [
  [/^```[^\n]*\n([\s\S]*?)\n?```(?:\n|$)/, (match) => h("pre", {}, match[1])],
  [/^(#{1,6})[ \t]+([^\n]+)(?:\n|$)/, (match) => h(match[1].length < 2 ? "h3" : "h4", {}, inline(match[2]))],
  [/^(?:---+|\*\*\*+)[ \t]*(?:\n|$)/, () => h("hr")],
  [/^(?:>[^\n]*(?:\n|$))+/, (match) => h("blockquote", {}, inline(match[0].replace(/^> ?/gm, "").trimEnd()))],
  [/^(?:[-*+][ \t]+[^\n]*(?:\n|$))+/, (match) => list("ul", match[0], /^[-*+][ \t]+/)],
  [/^(?:\d+[.)][ \t]+[^\n]*(?:\n|$))+/, (match) => list("ol", match[0], /^\d+[.)][ \t]+/)],
  [/^(?:\|[^\n]*\|[ \t]*(?:\n|$)){2,}/, (match) => grid(match[0])],
  [/^[^\n]+(?:\n(?![-*+>#|]|\d+[.)]|```|\n)[^\n]+)*/, (match) => h("p", {}, inline(match[0]))],
];

/** The nodes of a Markdown text. */
export function markdown(source) {
  const nodes = [];
  let rest = source;
  while (rest) {
    rest = rest.replace(/^\n+/, "");
    for (const [pattern, build] of RULES) {
      const match = rest.match(pattern);
      if (!match) continue;
      nodes.push(build(match));
      rest = rest.slice(match[0].length);
      break;
    }
  }
  return nodes;
}

function list(tag, source, bullet) {
  return h(tag, {}, source.trimEnd().split("\n").map((line) => h("li", {}, inline(line.replace(bullet, "")))));
}

function grid(source) {
  const rows = source.trim().split("\n").map((line) => line.trim().replace(/^\||\|$/g, "").split("|"));
  const body = rows.slice(1).filter((row) => !row.every((cell) => /^\s*:?-+:?\s*$/.test(cell)));
  const line = (tag) => (row) => h("tr", {}, row.map((cell) => h(tag, {}, inline(cell.trim()))));
  return h("div", { class: "table-wrap" }, h("table", {}, h("thead", {}, line("th")(rows[0])), h("tbody", {}, body.map(line("td")))));
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|_([^_\s][^_]*)_|~~([^~]+)~~|\[([^\]]+)\]\(([^)\s]+)\)/g;

function inline(source) {
  const nodes = [];
  let rest = 0;
  for (const match of source.matchAll(INLINE)) {
    nodes.push(source.slice(rest, match.index), styled(match));
    rest = match.index + match[0].length;
  }
  return [...nodes, source.slice(rest)];
}

function styled([, code, bold, starred, underscored, struck, label, address]) {
  if (code) return h("code", {}, code);
  if (bold) return h("strong", {}, inline(bold));
  if (struck) return h("s", {}, struck);
  if (label) return link(address, label);
  return h("em", {}, inline(starred ?? underscored));
}
