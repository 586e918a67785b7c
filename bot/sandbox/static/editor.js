// Changes one's own message in place: Enter saves, Escape leaves it as it was.
import { h } from "./dom.js";

/** The form. `save(text)` resolves to whether it was taken; `done()` puts the message back. */
export function editor(text, { save, done }) {
  const box = h("textarea", { class: "field editor-box", rows: 3, "aria-label": "Edit your message", value: text });
  const button = h("button", { type: "submit", class: "button small primary" }, "Save");
  const submit = async () => {
    if (!box.value.trim()) return;
    if (box.value === text || (await save(box.value))) done();
  };
  box.addEventListener("input", () => (button.disabled = !box.value.trim()));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") done();
    else if (event.key === "Enter" && !event.shiftKey) submit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const form = h("form", { class: "editor" }, box, h("div", { class: "actions" }, button, h("button", { type: "button", class: "button small", onclick: done }, "Cancel")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  const focus = () => {
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  };
  return { node: form, focus };
}
