// Block elements: what a person can press, pick or type.
//
// A surface (message, modal, Home) hands in `ctx`:
//   names(id)      the name of a person or channel
//   people, channels  lists of {id, name} for the pickers
//   fields         list of {block, action, read()} of all that holds a value
//   kept           the state.values of the version shown before, so that an update loses nothing typed
//   act(action)    sends a block action
import { confirmed } from "./confirm.js";
import { freshId, h, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { text, words } from "./text.js";

const TYPING = 900; // milliseconds: a date or a time is typed part by part, and each part is a change

const BUILD = {
  button,
  overflow,
  image,
  plain_text_input: typed("text"),
  email_text_input: typed("email"),
  url_text_input: typed("url"),
  number_input: typed("number"),
  static_select: (...given) => select(...given, given[0].options ?? [], "selected_option"),
  users_select: (element, block, ctx, how) => picker(element, block, ctx, how, ctx.people, "user"),
  channels_select: (element, block, ctx, how) => picker(element, block, ctx, how, ctx.channels, "channel"),
  conversations_select: (element, block, ctx, how) => picker(element, block, ctx, how, ctx.channels, "conversation"),
  multi_static_select: choices("checkbox", "chips"),
  multi_users_select: (element, block, ctx, how) => several(element, block, ctx, how, ctx.people, "users"),
  multi_channels_select: (element, block, ctx, how) => several(element, block, ctx, how, ctx.channels, "channels"),
  multi_conversations_select: (element, block, ctx, how) => several(element, block, ctx, how, ctx.channels, "conversations"),
  radio_buttons: choices("radio"),
  checkboxes: choices("checkbox"),
  datepicker: calendar("date"),
  timepicker: calendar("time"),
  feedback_buttons: feedback,
  icon_button: iconButton,
};

/** One element. `how` is {label, input}: the id of its label, and whether it sits in an input block. */
export function element(given, block, ctx, how = {}) {
  const build = BUILD[given.type];
  const node = build ? build(given, block, ctx, how) : h("span", { class: "unknown" }, `Unknown element: ${given.type}`);
  if (given.action_id) node.dataset.action = given.action_id;
  return node;
}

async function send(given, block, ctx, change) {
  if (given.confirm && !(await confirmed(given.confirm, ctx.names))) return false;
  await ctx.act({ type: given.type, action_id: given.action_id, block_id: block.block_id, ...change });
  return true;
}

function kept(given, block, ctx) {
  return ctx.kept?.[block.block_id]?.[given.action_id];
}

function remember(given, block, ctx, read) {
  ctx.fields.push({ block: block.block_id, action: given.action_id, read: () => ({ type: given.type, ...read() }) });
}

// A field's `read` gives the part of the state that changes; outside of an input block each change is an action.
function field(node, given, block, ctx, how, read, restore = () => {}, pause = 0) {
  remember(given, block, ctx, read);
  if (how.label) node.setAttribute("aria-labelledby", how.label);
  if (!how.input || block.dispatch_action) {
    let waiting = null;
    const pick = async () => {
      if (!(await send(given, block, ctx, read()))) restore();
    };
    node.addEventListener("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(pick, pause);
    });
  }
  return node;
}

function button(given, block, ctx) {
  const press = async (event) => {
    const node = event.currentTarget;
    node.setAttribute("aria-busy", "true");
    await send(given, block, ctx, given.value === undefined ? {} : { value: given.value });
    node.removeAttribute("aria-busy");
  };
  const node = h("button", { type: "button", class: `button ${given.style ?? ""}`, onclick: press }, text(given.text, ctx.names));
  if (given.accessibility_label) node.setAttribute("aria-label", given.accessibility_label);
  if (given.url) node.addEventListener("click", () => window.open(given.url, "_blank", "noopener"));
  return node;
}

function overflow(given, block, ctx) {
  const items = given.options.map((option) => ({
    label: words(option.text),
    act: () => send(given, block, ctx, { selected_option: option }),
  }));
  const attributes = { type: "button", class: "button icon-button", "aria-label": "More", "aria-haspopup": "menu", "aria-expanded": "false" };
  return h("button", { ...attributes, onclick: (event) => openMenu(event.currentTarget, items) }, icon("more"));
}

/** A picture from an address; when it cannot be had, its description stands in. */
export function image(given) {
  const attributes = { class: "picture", src: given.image_url ?? "", alt: given.alt_text ?? "", loading: "lazy" };
  const stand = (event) => event.currentTarget.replaceWith(h("span", { class: "picture-missing" }, given.alt_text ?? "Image"));
  return h("img", { ...attributes, onerror: stand });
}

function typed(kind) {
  return (given, block, ctx, how) => {
    const shared = {
      class: "field",
      id: how.id,
      placeholder: given.placeholder ? words(given.placeholder) : null,
      "aria-describedby": how.described,
      value: kept(given, block, ctx)?.value ?? given.initial_value ?? "",
      "data-autofocus": given.focus_on_load,
    };
    const node = given.multiline ? h("textarea", { ...shared, rows: 5 }) : h("input", { ...shared, type: kind });
    const read = () => ({ value: node.value === "" ? null : node.value });
    remember(given, block, ctx, read);
    if (how.label) node.setAttribute("aria-labelledby", how.label);
    if (block.dispatch_action) dispatchTyping(node, given, block, ctx, read);
    return node;
  };
}

function dispatchTyping(node, given, block, ctx, read) {
  const on = given.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (on.includes("on_character_entered")) node.addEventListener("input", () => send(given, block, ctx, read()));
  if (!on.includes("on_enter_pressed")) return;
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send(given, block, ctx, read());
  });
}

function select(given, block, ctx, how, options, key) {
  const groups = given.option_groups ?? [];
  const all = [...options, ...groups.flatMap((group) => group.options)];
  const chosen = kept(given, block, ctx)?.[key] ?? given.initial_option;
  const row = (option) => h("option", { value: option.value, selected: option.value === chosen?.value }, words(option.text));
  const prompt = given.placeholder ? words(given.placeholder) : "Choose";
  const node = h(
    "select",
    { class: "field select", id: how.id, "aria-label": how.label ? null : prompt, "aria-describedby": how.described },
    h("option", { value: "", disabled: !block.optional && how.input, hidden: !block.optional, selected: !chosen }, prompt),
    options.map(row),
    groups.map((group) => h("optgroup", { label: words(group.label) }, group.options.map(row))),
  );
  const read = () => ({ [key]: all.find((option) => option.value === node.value) ?? null });
  return field(node, given, block, ctx, how, read, () => (node.value = chosen?.value ?? ""));
}

function picker(given, block, ctx, how, entries, noun) {
  const key = `selected_${noun}`;
  const chosen = kept(given, block, ctx)?.[key] ?? given[`initial_${noun}`] ?? "";
  const prompt = given.placeholder ? words(given.placeholder) : "Choose";
  const node = h(
    "select",
    { class: "field select", id: how.id, "aria-label": how.label ? null : prompt, "aria-describedby": how.described },
    h("option", { value: "", hidden: true }, prompt),
    (entries ?? []).map((entry) => h("option", { value: entry.id, selected: entry.id === chosen }, entry.name)),
  );
  return field(node, given, block, ctx, how, () => ({ [key]: node.value || null }), () => (node.value = chosen));
}

// Several people or channels at once, as boxes to tick.
function several(given, block, ctx, how, entries, nouns) {
  const key = `selected_${nouns}`;
  const before = new Set(kept(given, block, ctx)?.[key] ?? given[`initial_${nouns}`] ?? []);
  const one = (entry) => h("label", { class: "choice" }, h("input", { type: "checkbox", value: entry.id, checked: before.has(entry.id) }), h("span", {}, entry.name));
  const node = h("div", { class: "choices chips", role: "group", id: how.id, "aria-label": how.label ? null : "Choose" }, entries.map(one));
  const boxes = () => [...node.querySelectorAll("input")];
  const read = () => ({ [key]: boxes().filter((box) => box.checked).map((box) => box.value) });
  return field(node, given, block, ctx, how, read, () => boxes().forEach((box) => (box.checked = before.has(box.value))));
}

function choices(kind, look = "") {
  const many = kind === "checkbox";
  const key = many ? "selected_options" : "selected_option";
  return (given, block, ctx, how) => {
    const before = kept(given, block, ctx)?.[key] ?? (many ? given.initial_options : given.initial_option) ?? [];
    const chosen = new Set([before].flat().map((option) => option.value));
    const group = freshId("choice");
    const rows = given.options.map((option) => choice(kind, group, option, chosen, ctx));
    const node = h("div", { class: `choices ${look}`, role: many ? "group" : "radiogroup", id: how.id }, rows);
    const picked = () => given.options.filter((_, index) => node.querySelectorAll("input")[index].checked);
    const read = () => ({ [key]: many ? picked() : (picked()[0] ?? null) });
    const restore = () => node.querySelectorAll("input").forEach((input) => (input.checked = chosen.has(input.value)));
    return field(node, given, block, ctx, how, read, restore);
  };
}

function choice(kind, group, option, chosen, ctx) {
  const input = h("input", { type: kind, name: group, value: option.value, checked: chosen.has(option.value) });
  const detail = option.description ? h("span", { class: "choice-detail" }, text(option.description, ctx.names)) : null;
  return h("label", { class: "choice" }, input, h("span", {}, h("span", {}, text(option.text, ctx.names)), detail));
}

function calendar(kind) {
  const key = `selected_${kind}`;
  return (given, block, ctx, how) => {
    const before = kept(given, block, ctx)?.[key] ?? given[`initial_${kind}`] ?? "";
    const prompt = given.placeholder ? words(given.placeholder) : `Pick a ${kind}`;
    const attributes = { class: "field moment", type: kind, id: how.id, value: before, "aria-describedby": how.described };
    const node = h("input", { ...attributes, "aria-label": how.label ? null : prompt });
    return field(node, given, block, ctx, how, () => ({ [key]: node.value || null }), () => (node.value = before), TYPING);
  };
}

function feedback(given, block, ctx) {
  const one = (part, sign) => {
    const press = async (event) => {
      const node = event.currentTarget;
      if (!(await send(given, block, ctx, { value: part.value }))) return;
      for (const other of node.parentElement.children) other.setAttribute("aria-pressed", String(other === node));
    };
    const label = part.accessibility_label ?? words(part.text);
    return h("button", { type: "button", class: "button quiet", "aria-pressed": "false", "aria-label": label, onclick: press }, icon(sign), words(part.text));
  };
  return h("span", { class: "feedback" }, one(given.positive_button, "up"), one(given.negative_button, "down"));
}

function iconButton(given, block, ctx) {
  const press = () => send(given, block, ctx, given.value === undefined ? {} : { value: given.value });
  return h("button", { type: "button", class: "button quiet", onclick: press }, given.icon === "trash" ? icon("close") : null, words(given.text));
}
