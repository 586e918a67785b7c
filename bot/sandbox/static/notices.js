// Short notes at the edge of the page. Errors stay until they are closed.
import { h, icon } from "./dom.js";

// What lies behind an open modal can neither be seen nor reached, so a notice goes into the modal.
function shelf() {
  return document.querySelector("dialog[open] .modal-notices") ?? document.getElementById("notices");
}

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
  const place = shelf();
  place.append(node);
  while (place.children.length > 3) place.firstElementChild.remove();
  if (kind !== "error") setTimeout(close, 8000);
}

/** Takes the notices of the page away, for example when the person has moved on. */
export function clearNotices() {
  document.getElementById("notices").replaceChildren();
}
