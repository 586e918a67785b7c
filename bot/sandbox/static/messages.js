// A list of messages: a channel, a direct message or a thread.
import { confirmed } from "./confirm.js";
import { h, hidden, icon } from "./dom.js";
import { editor } from "./editor.js";
import { openMenu } from "./menu.js";
import { avatar } from "./people.js";
import { surface } from "./surface.js";
import { mrkdwn, typed } from "./text.js";
import { daysAway, spoken, wall } from "./time.js";

const GROUP_SECONDS = 300;

/**
 * The list in `node`. `options` are {channel, thread, openThread(ts), runShortcut(message, shortcut),
 * edit(message, text), erase(message), empty()}.
 */
export function messageList(app, node, options) {
  const shown = new Map(); // ts -> {message, node, surface}
  const list = h("ol", { class: "messages" });
  let filled = false;
  node.replaceChildren(loading(), list);

  const build = (message) => {
    const kept = shown.get(message.ts)?.surface.values();
    const face = surface(app, { type: "message", channel: options.channel, ts: message.ts }, kept);
    return { message, surface: face, node: row(app, message, face, { ...options, startEdit }) };
  };

  // While a message is edited, its news waits: a half-written text is not thrown away.
  const startEdit = (message) => {
    const entry = shown.get(message.ts);
    const done = () => {
      entry.editing = false;
      put(entry.message);
      arrange();
      shown.get(message.ts).node.focus({ preventScroll: true });
    };
    const form = editor(typed(message.text), { save: (text) => options.edit(message, text), done });
    entry.editing = true;
    entry.node.querySelector(".message-body").replaceChildren(form.node);
    form.focus();
  };

  const put = (message) => {
    const before = shown.get(message.ts);
    if (before?.editing) {
      before.message = message;
      return;
    }
    const entry = build(message);
    const focused = before?.node.contains(document.activeElement);
    if (before) before.node.replaceWith(entry.node);
    else list.insertBefore(entry.node, later(message.ts));
    shown.set(message.ts, entry);
    if (focused) entry.node.focus({ preventScroll: true });
  };

  const later = (ts) => [...list.querySelectorAll(".message")].find((other) => Number(other.dataset.ts) > Number(ts)) ?? null;

  const arrange = () => {
    list.querySelectorAll(".day").forEach((day) => day.remove());
    let previous = null;
    for (const row of list.querySelectorAll(".message")) {
      const { message } = shown.get(row.dataset.ts);
      if (!previous || dayOf(previous) !== dayOf(message)) row.before(h("li", { class: "day" }, h("span", {}, dayOf(message))));
      row.classList.toggle("follows", follows(previous, message));
      previous = message;
    }
    node.querySelector(".empty")?.remove();
    if (!shown.size) node.prepend(filled ? options.empty() : loading());
  };

  const toEnd = () => node.scrollTo({ top: node.scrollHeight });
  const settle = (work) => {
    const near = node.scrollHeight - node.scrollTop - node.clientHeight < 120;
    work();
    arrange();
    if (near) toEnd();
  };

  // A new message that is taller than the list is read from its start.
  const reveal = (ts) => {
    const row = shown.get(ts).node;
    if (row.offsetHeight > node.clientHeight) row.scrollIntoView({ block: "start" });
  };

  return {
    has: (ts) => shown.has(ts),
    arrange,
    /** What the server had; a message that came over the live connection meanwhile is newer and stays. */
    fill(messages) {
      messages.filter((message) => !shown.has(message.ts)).forEach(put);
      filled = true;
      arrange();
      toEnd();
    },
    add(message) {
      const isNew = !shown.has(message.ts);
      settle(() => put(message));
      if (isNew && filled) reveal(message.ts);
    },
    remove(ts) {
      settle(() => {
        shown.get(ts)?.node.remove();
        shown.delete(ts);
      });
    },
  };
}

function loading() {
  return h("p", { class: "empty", role: "status" }, "Loading messages…");
}

function moment(message) {
  return new Date(Number(message.ts) * 1000);
}

function dayOf(message) {
  const when = moment(message);
  const near = { 0: "Today", "-1": "Yesterday" }[daysAway(when)];
  return near ?? spoken(when, { weekday: "long", day: "numeric", month: "long" });
}

function follows(previous, message) {
  if (!previous || previous.user !== message.user || previous.ephemeral || message.ephemeral) return false;
  return wall(moment(previous)).slice(0, 10) === wall(moment(message)).slice(0, 10) && Number(message.ts) - Number(previous.ts) < GROUP_SECONDS;
}

function row(app, message, face, options) {
  const name = message.name || app.names(message.user) || message.user;
  const time = spoken(moment(message), { hour: "numeric", minute: "2-digit" });
  return h(
    "li",
    { class: `message${message.ephemeral ? " ephemeral" : ""}`, "data-ts": message.ts, tabindex: "-1", "aria-label": `${name}, ${time}` },
    avatar(message.user, name, message.bot),
    h(
      "div",
      { class: "message-main" },
      message.ephemeral ? h("p", { class: "only-you" }, icon("lock"), "Only visible to you") : null,
      h("div", { class: "message-head" }, h("span", { class: "author" }, name), message.bot ? h("span", { class: "badge" }, "App") : null, h("time", { datetime: moment(message).toISOString() }, time)),
      h("div", { class: "message-body" }, body(app, message, face)),
      replies(message, options),
    ),
    message.ephemeral || message.news ? null : tools(app, message, options),
  );
}

function body(app, message, face) {
  if (message.news) return h("div", { class: "text news" }, mrkdwn(message.text, app.names));
  const edited = message.edited && !message.bot ? h("span", { class: "edited" }, " (edited)") : null;
  const files = (message.files ?? []).map(file);
  if (message.blocks?.length) return [face.render(message.blocks), edited, files];
  return [message.text ? h("div", { class: "text" }, mrkdwn(message.text, app.names), edited) : null, files];
}

// A file to download, with its name and size.
function file({ id, name, title, size }) {
  const words = h("span", { class: "file-words" }, h("span", { class: "file-name" }, title || name), h("span", { class: "file-size" }, `${name}, ${bytes(size)}`));
  return h("a", { class: "file", href: `/files/${id}`, download: name }, icon("file"), words, hidden(" Download"));
}

function bytes(size) {
  return size < 1024 ? `${size} bytes` : `${(size / 1024).toFixed(1)} KB`;
}

function replies(message, options) {
  if (!message.reply_count || options.thread) return null;
  const count = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h("button", { type: "button", class: "replies", onclick: () => options.openThread(message.ts) }, count, hidden(" in the thread"));
}

function tools(app, message, options) {
  const shortcuts = app.shortcuts.map((shortcut) => ({
    label: shortcut.name,
    detail: app.bot.name,
    act: () => options.runShortcut(message, shortcut),
  }));
  const more = (event) => openMenu(event.currentTarget, [...shortcuts, ...own(app, message, options)]);
  const reply = h("button", { type: "button", class: "tool", title: "Reply in thread", "aria-label": "Reply in thread", onclick: () => options.openThread(message.thread_ts ?? message.ts) }, icon("reply"));
  return h(
    "div",
    { class: "tools" },
    options.thread ? null : reply,
    h("button", { type: "button", class: "tool", title: "More actions", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false", onclick: more }, icon("more")),
  );
}

const ERASE = {
  title: { type: "plain_text", text: "Delete this message?" },
  text: { type: "plain_text", text: "It cannot be brought back." },
  confirm: { type: "plain_text", text: "Delete" },
  deny: { type: "plain_text", text: "Cancel" },
  style: "danger",
};

// What one may do with one's own messages only.
function own(app, message, options) {
  if (message.user !== app.user) return [];
  const erase = async () => (await confirmed(ERASE, app.names)) && options.erase(message);
  return [{ label: "Edit message", act: () => options.startEdit(message) }, { label: "Delete message", act: erase }];
}
