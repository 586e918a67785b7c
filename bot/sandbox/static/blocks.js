// Block Kit blocks as elements of the page. A block that this page does not know is shown as a note, never dropped.
import { chart } from "./chart.js";
import { freshId, h, icon } from "./dom.js";
import { element, image } from "./elements.js";
import { markdown } from "./markdown.js";
import { richText } from "./rich-text.js";
import { dataTable, table } from "./table.js";
import { text, words } from "./text.js";

const BUILD = {
  section,
  header: (block) => h("h3", { class: "block-header" }, text(block.text)),
  context,
  divider: () => h("hr"),
  actions: (block, ctx) => h("div", { class: "actions" }, block.elements.map((given) => element(given, block, ctx))),
  context_actions: (block, ctx) => h("div", { class: "actions context-actions" }, block.elements.map((given) => element(given, block, ctx))),
  input,
  rich_text: (block, ctx) => h("div", { class: "text rich" }, richText(block, ctx.names)),
  image: figure,
  table: (block, ctx) => table(block, ctx.names),
  data_table: (block, ctx) => dataTable(block, ctx.names),
  data_visualization: (block) => chart(block),
  markdown: (block) => h("div", { class: "text markdown" }, markdown(block.text)),
  alert,
  container,
};

/** The elements of a list of blocks. */
export function blocks(list, ctx) {
  return list.map((block) => {
    const build = BUILD[block.type];
    const node = build ? build(block, ctx) : h("p", { class: "unknown" }, `Unknown block: ${block.type}`);
    node.classList.add("block");
    node.dataset.block = block.type;
    return node;
  });
}

function section(block, ctx) {
  const label = freshId("section");
  const body = h("div", { class: "section-body" });
  if (block.text) body.append(h("div", { class: "text", id: label }, text(block.text, ctx.names)));
  if (block.fields) {
    body.append(h("div", { class: "fields" }, block.fields.map((part) => h("div", { class: "text" }, text(part, ctx.names)))));
  }
  const how = block.text && block.accessory?.type !== "image" ? { label } : {};
  const beside = block.accessory ? h("div", { class: "accessory" }, element(block.accessory, block, ctx, how)) : null;
  return h("div", { class: "section" }, body, beside);
}

function context(block, ctx) {
  const parts = block.elements.map((part) =>
    part.type === "image" ? image(part) : h("span", { class: "text" }, text(part, ctx.names)),
  );
  return h("div", { class: "context" }, parts);
}

/** An input with its label, hint and a place for its error. */
function input(block, ctx) {
  const [id, label, hint, error] = ["field", "label", "hint", "error"].map(freshId);
  const group = /^(radio_buttons|checkboxes|multi_.*)$/.test(block.element.type);
  const how = { id, label, input: true, described: `${hint} ${error}` };
  return h(
    "div",
    { class: "input-block", "data-input": block.block_id },
    h(group ? "span" : "label", { class: "label", id: label, for: group ? null : id }, words(block.label), block.optional ? h("span", { class: "optional" }, " (optional)") : null),
    element(block.element, block, ctx, how),
    h("p", { class: "hint", id: hint }, block.hint ? words(block.hint) : ""),
    h("p", { class: "problem", id: error, role: "alert" }),
  );
}

function figure(block) {
  const title = block.title ? h("figcaption", {}, words(block.title)) : null;
  return h("figure", {}, title, image(block));
}

const LEVELS = { info: "info", warning: "warning", error: "warning", success: "check", default: "info" };

function alert(block, ctx) {
  const level = Object.hasOwn(LEVELS, block.level ?? "") ? block.level : "default";
  return h("div", { class: `alert ${level}`, role: "note" }, icon(LEVELS[level]), h("div", { class: "text" }, text(block.text, ctx.names)));
}

function container(block, ctx) {
  const title = block.rich_text_title ? richText(block.rich_text_title, ctx.names) : words(block.title ?? { type: "plain_text", text: "" });
  const subtitle = block.subtitle ? h("span", { class: "container-subtitle" }, text(block.subtitle, ctx.names)) : null;
  const inside = h("div", { class: "container-body" }, blocks(block.child_blocks ?? [], ctx));
  if (!block.is_collapsible) return h("section", { class: "container" }, h("div", { class: "container-title" }, title, subtitle), inside);
  return h("details", { class: "container", open: !block.default_collapsed }, h("summary", { class: "container-title" }, title, subtitle), inside);
}
