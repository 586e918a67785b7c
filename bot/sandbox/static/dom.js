// Builds elements. Data reaches the page as text nodes and attributes only, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** h("button", {class: "button", onclick: act}, "Send") */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for the parts of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Words for a screen reader alone. */
export function hidden(text) {
  return h("span", { class: "visually-hidden" }, text);
}

const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  send: "M5 12 4 4l16 8-16 8 1-8Zm0 0h7",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M20 18c0-5-3-8-9-8H5m4-4-4 4 4 4",
  more: "M5 12h.6M12 12h.6M19 12h.6",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z",
  sun: "M12 4V2m0 20v-2m8-8h2M2 12h2m12 0a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM5 5l1.500 1.500m11 11L19 19M5 19l1.500-1.500m11-11L19 5",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z",
  up: "M7 10v10H4V10zm0 1 4-8a2 2 0 0 1 2 2v4h6a1 1 0 0 1 1 1l-2 8a2 2 0 0 1-2 2H7",
  down: "M17 14V4h3v10zm0-1-4 8a2 2 0 0 1-2-2v-4H5a1 1 0 0 1-1-1l2-8a2 2 0 0 1 2-2h9",
  info: "M12 11v6m0-10h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  warning: "M12 9v5m0 3h.01M12 3 2 20h20z",
  file: "M7 3h7l5 5v13H7zM14 3v5h5M13 11v7m-3-3 3 3 3-3",
  check: "m5 12 5 5 9-11",
};

/** A line drawing that says nothing by itself: its button carries the words. */
export function icon(name) {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: ICONS[name], "stroke-width": name === "more" ? 3 : null }),
  );
}

let counter = 0;

/** An id that is new on this page. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Only addresses that cannot run a script become links. */
export function link(address, label, extra = {}) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return h("span", extra, label);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", ...extra }, label);
}
