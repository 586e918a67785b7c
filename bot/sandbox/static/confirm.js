// The "are you sure?" dialog of an element.
import { h } from "./dom.js";
import { text, words } from "./text.js";

/** Resolves to whether the person agreed. */
export function confirmed(dialog, names) {
  return new Promise((resolve) => {
    const answer = (agreed) => () => {
      node.close();
      resolve(agreed);
    };
    const style = dialog.style === "danger" ? "button danger" : "button primary";
    const node = h(
      "dialog",
      { class: "modal confirm", "aria-labelledby": "confirm-title", onclose: () => (node.remove(), resolve(false)) },
      h("header", { class: "modal-head" }, h("h2", { id: "confirm-title" }, words(dialog.title))),
      h("div", { class: "modal-body text" }, text(dialog.text, names)),
      h(
        "footer",
        { class: "modal-foot" },
        h("button", { class: "button", type: "button", onclick: answer(false) }, words(dialog.deny)),
        h("button", { class: style, type: "button", onclick: answer(true) }, words(dialog.confirm)),
      ),
    );
    document.body.append(node);
    node.showModal();
  });
}
