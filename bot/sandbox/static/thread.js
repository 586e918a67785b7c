// The thread pane: one message, its replies, and a box to answer in.
import { get } from "./api.js";
import { composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { messageList } from "./messages.js";

/** Opens the thread in `node`. `options` are those of a message list, with `send(text)` and `close()`. */
export function openThread(app, node, options) {
  const place = h("div", { class: "scroll", role: "log", "aria-label": "Thread messages", tabindex: "-1" });
  const list = messageList(app, place, { ...options, empty: () => h("p", { class: "empty" }, "This thread is empty.") });
  const box = composer({ label: "Reply", commands: [], send: options.send, inThread: true });
  const leave = h("button", { type: "button", class: "button icon-button", "aria-label": "Close the thread", onclick: options.close }, icon("close"));
  node.replaceChildren(h("header", { class: "thread-head" }, h("h2", {}, "Thread"), leave), place, box.node);
  box.focus();

  let open = true;
  const load = async () => {
    const answer = await app.attempt(get("thread", { user: app.user, channel: options.channel, ts: options.thread }));
    if (open && answer) list.fill(answer.messages);
  };
  load();

  const mine = (message) => message.ts === options.thread || message.thread_ts === options.thread;
  return {
    heard: (message) => mine(message) && list.add(message),
    arrange: list.arrange,
    remove: (ts) => list.has(ts) && list.remove(ts),
    close: () => {
      open = false;
      node.replaceChildren();
    },
  };
}
