// The box to write in, with suggestions for slash commands.
import { freshId, h, icon } from "./dom.js";

/** A composer. `options` are {label, draft, commands, send(text) -> Promise<boolean>, onDraft(text), inThread}. */
export function composer(options) {
  const listId = freshId("suggestions");
  const state = { found: [], at: 0 };
  const box = h("textarea", {
    class: "composer-box", rows: 1, placeholder: options.label, "aria-label": options.label, role: "combobox",
    "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", value: options.draft ?? "",
  });
  const list = h("ul", { class: "suggestions", id: listId, role: "listbox", "aria-label": "Commands", hidden: true });
  const button = h("button", { type: "submit", class: "button primary send", "aria-label": "Send" }, icon("send"));
  const form = h("form", { class: "composer" }, list, h("div", { class: "composer-row" }, box, button), h("p", { class: "composer-hint" }, hint(options)));

  const suggest = (found) => {
    state.found = found;
    state.at = 0;
    drawSuggestions(list, box, state, pick);
  };
  const refresh = () => {
    options.onDraft?.(box.value);
    grow(box);
    button.disabled = box.value.trim() === "";
    suggest(matching(options.commands, box.value));
  };
  const pick = (command) => {
    box.value = `${command.command} `;
    refresh();
    box.focus();
  };
  const submit = async () => {
    const words = box.value;
    if (!words.trim()) return;
    box.value = "";
    refresh();
    if (await options.send(words)) return;
    if (!box.value) box.value = words;
    refresh();
  };

  box.addEventListener("input", refresh);
  box.addEventListener("blur", () => suggest([]));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (state.found.length && steer(event, state, box, { pick, suggest, draw: () => drawSuggestions(list, box, state, pick) })) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  refresh();
  return { node: form, focus: () => box.focus() };
}

function hint(options) {
  if (options.inThread) return [h("kbd", {}, "Enter"), " sends"];
  return [h("kbd", {}, "Enter"), " sends, ", h("kbd", {}, "Shift"), " + ", h("kbd", {}, "Enter"), " starts a new line, ", h("kbd", {}, "/"), " lists commands"];
}

function matching(commands, text) {
  if (!/^\/\S*$/.test(text)) return [];
  return commands.filter((one) => one.command.startsWith(text.toLowerCase()));
}

function grow(box) {
  box.style.height = "auto";
  if (box.scrollHeight) box.style.height = `${Math.min(box.scrollHeight, 220)}px`;
}

function drawSuggestions(list, box, state, pick) {
  const open = state.found.length > 0;
  list.hidden = !open;
  box.setAttribute("aria-expanded", String(open));
  list.replaceChildren(...state.found.map((command, at) => suggestion(list.id, command, at, state, pick)));
  if (open) box.setAttribute("aria-activedescendant", `${list.id}-${state.at}`);
  else box.removeAttribute("aria-activedescendant");
}

function suggestion(listId, command, at, state, pick) {
  const choose = (event) => {
    event.preventDefault(); // keeps the caret in the box
    pick(command);
  };
  return h(
    "li",
    { role: "option", id: `${listId}-${at}`, class: "suggestion", "aria-selected": String(at === state.at), onpointerdown: choose },
    h("span", { class: "suggestion-name" }, command.command, command.usage_hint ? h("span", { class: "suggestion-usage" }, ` ${command.usage_hint}`) : null),
    h("span", { class: "suggestion-about" }, command.description),
  );
}

// Whether the key was meant for the suggestions. Enter on a command that is typed out sends it.
function steer(event, state, box, { pick, suggest, draw }) {
  const count = state.found.length;
  const chosen = state.found[state.at];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    state.at = (state.at + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
    draw();
  } else if (event.key === "Tab" && !event.shiftKey) pick(chosen);
  else if (event.key === "Enter" && !event.shiftKey && box.value !== chosen.command) pick(chosen);
  else if (event.key === "Escape") suggest([]);
  else return false;
  event.preventDefault();
  return true;
}
