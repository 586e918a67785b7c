// The rich_text block: sections, lists, quotes and preformatted text made of styled pieces.
import { h, link } from "./dom.js";
import { emoji, formatDate, mention } from "./text.js";

const CONTAINERS = {
  rich_text_section: (part, names) => h("div", { class: "rich-section" }, pieces(part.elements, names)),
  rich_text_quote: (part, names) => h("blockquote", {}, pieces(part.elements, names)),
  rich_text_preformatted: (part, names) => h("pre", {}, pieces(part.elements, names)),
  rich_text_list: list,
};

/** The parts of one rich_text block. */
export function richText(block, names) {
  return (block.elements ?? []).map((part) => {
    const build = CONTAINERS[part.type];
    return build ? build(part, names) : h("div", { class: "unknown" }, `Unknown part: ${part.type}`);
  });
}

function list(part, names) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const items = part.elements.map((item) => h("li", {}, pieces(item.elements, names)));
  const node = h(tag, { class: `indent-${Math.min(part.indent ?? 0, 6)}` }, items);
  if (part.offset) node.setAttribute("start", part.offset + 1);
  return part.border ? h("blockquote", {}, node) : node;
}

function pieces(elements, names) {
  return (elements ?? []).map((piece) => styled(bare(piece, names), piece.style ?? {}));
}

function bare(piece, names) {
  switch (piece.type) {
    case "text": return piece.text;
    case "link": return link(piece.url, piece.text || piece.url);
    case "user": return mention(`@${names(piece.user_id) || piece.user_id}`);
    case "usergroup": return mention(`@${piece.usergroup_id}`);
    case "channel": return mention(`#${names(piece.channel_id) || piece.channel_id}`);
    case "broadcast": return mention(`@${piece.range}`);
    case "emoji": return emoji(piece.name);
    case "color": return h("code", {}, piece.value);
    case "date": return when(piece);
    default: return h("span", { class: "unknown" }, `Unknown piece: ${piece.type}`);
  }
}

function when(piece) {
  const shown = h("time", {}, formatDate(piece.timestamp, piece.format, piece.fallback ?? ""));
  return piece.url ? link(piece.url, shown) : shown;
}

const TAGS = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"], ["highlight", "mark"]];

function styled(node, style) {
  return TAGS.filter(([name]) => style[name]).reduce((inner, [, tag]) => h(tag, {}, inner), node);
}
