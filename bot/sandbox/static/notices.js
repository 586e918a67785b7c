// Short notes at the edge of the page. Errors stay until they are closed.
import { h, icon } from "./dom.js";

const shelf = () => document.getElementById("notices");

/** Shows a sentence; `kind` is "error" or "info". */
export function notice(text, kind = "info") {
  const close = () => node.remove();
  const node = h(
    "div",
    { class: `notice ${kind}`, role: kind === "error" ? "alert" : "status" },
    icon(kind === "error" ? "warning" : "info"),
    h("p", {}, text),
    h("button", { type: "button", class: "button icon-button", "aria-label": "Dismiss", onclick: close }, icon("close")),
  );
  shelf().append(node);
  while (shelf().children.length > 3) shelf().firstElementChild.remove();
  if (kind !== "error") setTimeout(close, 8000);
}
