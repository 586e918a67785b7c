// Modals: one dialog that shows the top of a stack of views.
import { post } from "./api.js";
import { h, icon } from "./dom.js";
import { surface } from "./surface.js";
import { words } from "./text.js";

/** The modals of the page. `onEmpty()` is called when the last one closes. */
export function modals(app, onEmpty) {
  const stack = []; // {view, kept, face}
  const gone = new Set(); // ids of closed views: late news of one must not open it again
  const dialog = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
  document.body.append(dialog);

  const top = () => stack.at(-1);
  const keep = () => top() && (top().kept = top().face.values());

  const draw = () => {
    if (!top()) {
      if (dialog.open) dialog.close();
      onEmpty();
      return;
    }
    const entry = top();
    entry.face = surface(app, { type: "view", view_id: entry.view.id }, entry.kept);
    dialog.replaceChildren(form(app, entry, stack.length > 1, { submit, back, closeAll }));
    if (!dialog.open) dialog.showModal();
  };
  const empty = () => {
    const ids = stack.splice(0).map((entry) => entry.view.id);
    ids.forEach((id) => gone.add(id));
    draw();
    return ids;
  };
  const aim = () => (dialog.querySelector("[data-autofocus]") ?? dialog.querySelector(".modal-body .field, .modal-body input") ?? dialog.querySelector(".modal-body")).focus();

  const show = (view) => {
    if (gone.has(view.id)) return;
    const known = stack.find((entry) => entry.view.id === view.id);
    const same = known?.view.callback_id === view.callback_id ? dialog.querySelector(".modal-body")?.scrollTop : 0;
    const focus = dialog.contains(document.activeElement) ? fieldOf(document.activeElement) : null;
    keep();
    if (!known && !view.previous_view_id) stack.length = 0; // a modal that was opened, not pushed
    if (known) known.view = view;
    else stack.push({ view, kept: undefined });
    draw();
    if (!known || !refocus(dialog, focus)) aim();
    dialog.querySelector(".modal-body").scrollTop = known === top() ? same : 0;
  };

  const drop = (id) => {
    const at = stack.findIndex((entry) => entry.view.id === id);
    if (at < 0) return;
    keep();
    stack.splice(at, 1);
    gone.add(id);
    draw();
    if (top()) aim();
  };
  const back = () => {
    const { view } = top();
    drop(view.id);
    app.attempt(post("close", { user: app.user, view_id: view.id }));
  };
  const closeAll = () => {
    const ids = empty();
    ids.reverse().forEach((id) => app.attempt(post("close", { user: app.user, view_id: id })));
  };

  const submit = async () => {
    const entry = top();
    const values = entry.face.values();
    dialog.setAttribute("aria-busy", "true");
    const answer = await app.attempt(post("submit", { user: app.user, view_id: entry.view.id, state: { values } }));
    dialog.removeAttribute("aria-busy");
    if (!answer || !showErrors(dialog, answer.errors ?? {})) return;
    if (answer.response_action === "clear") empty();
    else if (answer.view) show(answer.view);
    else if (!answer.response_action) drop(entry.view.id);
  };

  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (top()) back();
  });
  return { show, drop, clear: empty };
}

function form(app, { view, face }, pushed, { submit, back, closeAll }) {
  const send = (event) => {
    event.preventDefault();
    submit();
  };
  const close = h("button", { type: "button", class: "button", onclick: back }, view.close ? words(view.close) : pushed ? "Back" : "Close");
  const go = view.submit ? h("button", { type: "submit", class: "button primary" }, words(view.submit)) : null;
  return h(
    "form",
    { class: "modal-form", novalidate: true, onsubmit: send },
    h("header", { class: "modal-head" }, h("h2", { id: "modal-title" }, words(view.title)), h("button", { type: "button", class: "button icon-button", "aria-label": "Close this window", onclick: closeAll }, icon("close"))),
    h("div", { class: "modal-body", tabindex: "-1" }, face.render(view.blocks)),
    h("div", { class: "modal-notices" }),
    h("footer", { class: "modal-foot" }, h("span", { class: "modal-app" }, app.bot.name), close, go),
  );
}

// Puts each sentence under its input; true when there is none.
function showErrors(dialog, errors) {
  for (const input of dialog.querySelectorAll(".input-block")) {
    const sentence = errors[input.dataset.input] ?? "";
    input.querySelector(".problem").textContent = sentence;
    input.querySelector(".field")?.setAttribute("aria-invalid", String(sentence !== ""));
    input.classList.toggle("wrong", sentence !== "");
  }
  const first = dialog.querySelector(".input-block.wrong .field, .input-block.wrong input");
  first?.focus();
  return Object.keys(errors).length === 0;
}

function fieldOf(node) {
  return node.closest(".input-block")?.dataset.input ?? null;
}

function refocus(dialog, block) {
  if (!block) return false;
  const field = dialog.querySelector(`[data-input="${CSS.escape(block)}"] .field`);
  field?.focus();
  return Boolean(field);
}
