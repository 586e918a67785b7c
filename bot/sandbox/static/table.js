// The table block, and the data table that a reader can sort, filter and page.
import { h } from "./dom.js";
import { richText } from "./rich-text.js";

function value(cell) {
  if (cell.type === "raw_number") return cell.value;
  return cell.type === "rich_text" ? null : (cell.text ?? "");
}

function contents(cell, names) {
  if (cell.type === "rich_text") return richText(cell, names);
  return cell.text ?? (cell.type === "raw_number" ? cell.value.toLocaleString() : "");
}

function styleOf(settings, cell) {
  const align = settings?.align ?? (cell.type === "raw_number" ? "right" : "left");
  return `align-${align}${settings?.is_wrapped === false ? " no-wrap" : ""}`;
}

/** A plain table; its first row is the heading. */
export function table(block, names) {
  const [head, ...body] = block.rows;
  const cells = (tag, row, extra = {}) =>
    row.map((cell, at) => h(tag, { class: styleOf(block.column_settings?.[at], cell), ...extra }, contents(cell, names)));
  return h(
    "div",
    { class: "table-wrap", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, h("tr", {}, cells("th", head, { scope: "col" }))), h("tbody", {}, body.map((row) => h("tr", {}, cells("td", row))))),
  );
}

/** A table with a caption, a heading to sort by, a filter and pages. */
export function dataTable(block, names) {
  const [head, ...all] = block.rows;
  const size = block.page_size ?? 5;
  const view = { column: null, down: false, page: 0, find: "" };
  const shell = h("div", { class: "data-table" });
  const show = (change) => {
    Object.assign(view, change);
    const rows = sorted(filtered(all, view.find, names), view);
    view.page = Math.min(view.page, Math.max(0, Math.ceil(rows.length / size) - 1));
    const page = rows.slice(view.page * size, (view.page + 1) * size);
    body.replaceChildren(...page.map((row) => line(row, block, names)));
    headings.forEach((heading, at) => heading.setAttribute("aria-sort", at === view.column ? (view.down ? "descending" : "ascending") : "none"));
    foot.replaceChildren(...pager(view, rows.length, size, show));
  };
  const headings = head.map((cell, at) => heading(cell, () => show({ column: at, down: view.column === at && !view.down, page: 0 }), names));
  const body = h("tbody");
  const foot = h("div", { class: "table-foot" });
  const find = h("input", { class: "field find", type: "search", placeholder: "Filter rows", "aria-label": `Filter ${block.caption}` });
  find.addEventListener("input", () => show({ find: find.value, page: 0 }));
  const grid = h("table", {}, h("caption", {}, block.caption), h("thead", {}, h("tr", {}, headings)), body);
  shell.append(...(all.length > size ? [find] : []), h("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": block.caption }, grid), foot);
  show({});
  return shell;
}

function heading(cell, sort, names) {
  const side = cell.type === "raw_number" ? "align-right" : "align-left";
  return h("th", { scope: "col", class: side }, h("button", { type: "button", class: "sort", onclick: sort }, contents(cell, names)));
}

function line(row, block, names) {
  const main = block.row_header_column_index ?? 0;
  const one = (cell, at) => h(at === main ? "th" : "td", { class: styleOf(null, cell), scope: at === main ? "row" : null }, contents(cell, names));
  return h("tr", {}, row.map(one));
}

function plain(cell, names) {
  return h("span", {}, contents(cell, names)).textContent;
}

function filtered(rows, find, names) {
  const wanted = find.trim().toLowerCase();
  return wanted ? rows.filter((row) => row.some((cell) => plain(cell, names).toLowerCase().includes(wanted))) : rows;
}

function sorted(rows, { column, down }) {
  if (column === null) return rows;
  const compare = (one, other) => {
    const [a, b] = [value(one[column]), value(other[column])];
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });
  };
  return [...rows].sort((one, other) => (down ? -compare(one, other) : compare(one, other)));
}

function pager(view, count, size, show) {
  const pages = Math.max(1, Math.ceil(count / size));
  const words = count ? `${view.page * size + 1} to ${Math.min(count, (view.page + 1) * size)} of ${count}` : "No rows match";
  const step = (label, by) => {
    const off = view.page + by < 0 || view.page + by >= pages;
    return h("button", { type: "button", class: "button small", disabled: off, onclick: () => show({ page: view.page + by }) }, label);
  };
  const status = h("span", { role: "status" }, words);
  return pages > 1 ? [status, step("Previous", -1), step("Next", 1)] : [status];
}
