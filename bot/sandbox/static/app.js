// The page's state and its addresses: #/PERSON/CHANNEL, #/PERSON/CHANNEL/home, #/PERSON/CHANNEL/thread/TS.
import { Refused, get, live, post } from "./api.js";
import { clockControl } from "./clock.js";
import { composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { home } from "./home.js";
import { messageList } from "./messages.js";
import { modals } from "./modal.js";
import { clearNotices, notice } from "./notices.js";
import { sidebar, themeButton } from "./sidebar.js";
import { openThread } from "./thread.js";
import { now, setClock } from "./time.js";

const DEFAULT_PERSON = "U0MAYA";
const part = (id) => document.getElementById(id);

const app = {
  user: null,
  state: null,
  place: { channel: null, tab: "messages", thread: null },
  unread: new Map(), // channel -> number of messages
  newest: new Map(), // channel -> ts of the newest message heard of, so that an edit is not counted
  drafts: new Map(),
  get bot() {
    return app.state.bot;
  },
  get shortcuts() {
    return app.state.shortcuts;
  },
  names: (id) => app.state.people[id] ?? app.state.channels.find((channel) => channel.id === id)?.name ?? "",
  people: () => app.state.users,
  pickable: () => app.state.channels.filter((channel) => channel.kind === "channel"),
  channelName: (channel) => (channel.kind === "im" ? app.bot.name : channel.name),
  address: (change) => {
    const { user, channel, tab, thread } = { user: app.user, tab: "messages", thread: null, ...change };
    const rest = thread ? `/thread/${thread}` : tab === "home" ? "/home" : "";
    return `#/${user}${channel ? `/${channel}${rest}` : ""}`;
  },
  go: (change) => {
    location.hash = app.address({ channel: app.place.channel, ...change });
  },
  /** Waits for a request; a refusal becomes a notice and null. */
  attempt: async (request) => {
    try {
      return await request;
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      notice(problem.message, "error");
      return null;
    }
  },
};

const dialogs = modals(app, () => focusComposer());
const clock = clockControl(app, part("clock"));
part("side-foot").replaceChildren(themeButton());
let list = null;
let homeTab = null;
let thread = null;
let box = null;
let hangUp = () => {};

function channel() {
  return app.state.channels.find((one) => one.id === app.place.channel);
}

function focusComposer() {
  if (document.activeElement === document.body) box?.focus();
}

// A link that is pressed must not be replaced before it is let go of: the click would be lost.
const sideTop = part("side-top");
let pressed = false;
let stale = false;

function drawSidebar() {
  stale = pressed;
  if (!pressed) sideTop.replaceChildren(...sidebar(app));
}

function letGo() {
  pressed = false;
  if (stale) drawSidebar();
}

// Until another person is there, the links are still those of the last one: the address knows who was asked for.
function goTo(event) {
  const place = event.target.closest("a.place");
  if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.hash = app.address({ user: asked().user, channel: place.dataset.channel });
}

function asked() {
  const [, user, id, what, ts] = location.hash.split("/");
  return { user: user || DEFAULT_PERSON, id, what, ts };
}

function openSidebar() {
  part("app").classList.add("side-open");
  part("sidebar").querySelector("a")?.focus();
}

function closeSidebar() {
  part("app").classList.remove("side-open");
  part("header").querySelector(".menu-button").focus();
}

function drawHeader() {
  const here = channel();
  const direct = here.kind === "im";
  const open = h("button", { type: "button", class: "button icon-button menu-button", "aria-label": "Open the sidebar", onclick: openSidebar }, icon("menu"));
  const title = h("h1", {}, direct ? app.bot.name : `# ${here.name}`);
  const note = [here.private && "private", here.shared && "shared with another company", here.archived && "archived"].filter(Boolean).join(", ");
  const tab = (name, words) => h("a", { href: app.address({ channel: here.id, tab: name }), "aria-current": app.place.tab === name ? "page" : null, class: "tab" }, words);
  part("header").replaceChildren(open, title, ...(note ? [h("span", { class: "badge" }, note)] : []), ...(direct ? [h("nav", { class: "tabs", "aria-label": `${app.bot.name} tabs` }, tab("home", "Home"), tab("messages", "Messages"))] : []));
  document.title = `${direct ? app.bot.name : `#${here.name}`} · Close Coach demo`;
}

function empty() {
  const here = channel();
  const words = here.kind === "im" ? `This is the start of your messages with ${app.bot.name}. Write your closing line below.` : `This is the start of #${here.name}.`;
  return h("p", { class: "empty" }, words);
}

const listOptions = (extra) => ({
  channel: app.place.channel,
  empty,
  openThread: (ts) => app.go({ thread: ts }),
  runShortcut: (message, shortcut) => app.attempt(post("shortcut", { user: app.user, channel: app.place.channel, ts: message.ts, callback_id: shortcut.callback_id })),
  edit: (message, text) => app.attempt(post("edit", { user: app.user, channel: app.place.channel, ts: message.ts, text })),
  erase: (message) => app.attempt(post("delete", { user: app.user, channel: app.place.channel, ts: message.ts })),
  ...extra,
});

async function showMessages() {
  const { user } = app;
  const id = app.place.channel;
  part("place").className = "scroll";
  part("place").setAttribute("role", "log");
  part("place").setAttribute("aria-label", "Messages");
  const mine = messageList(app, part("place"), listOptions());
  list = mine;
  const answer = await app.attempt(get("messages", { user, channel: id }));
  if (answer && list === mine) mine.fill(answer.messages);
}

function showHome() {
  part("place").className = "scroll";
  part("place").removeAttribute("role");
  part("place").setAttribute("aria-label", "Home");
  list = null;
  homeTab = home(app, part("place"));
}

async function send(text, channelId, threadTs) {
  clearNotices();
  const kind = /^\/[a-z]/i.test(text) ? "command" : "message";
  return app.attempt(post(kind, { user: app.user, channel: channelId, text, ...(threadTs ? { thread_ts: threadTs } : {}) }));
}

function drawComposer() {
  const here = channel();
  const label = here.kind === "im" ? `Message ${app.bot.name}` : `Message #${here.name}`;
  const key = `${app.user}/${here.id}`;
  box = composer({
    label,
    draft: app.drafts.get(key),
    commands: app.state.commands,
    send: (text) => send(text, here.id),
    onDraft: (text) => app.drafts.set(key, text),
  });
  part("composer").replaceChildren(box.node);
}

function drawThread() {
  thread?.close();
  thread = null;
  part("thread").hidden = !app.place.thread;
  part("app").classList.toggle("with-thread", Boolean(app.place.thread));
  if (!app.place.thread) return;
  const ts = app.place.thread;
  thread = openThread(app, part("thread"), { ...listOptions({ thread: ts }), send: (text) => send(text, app.place.channel, ts), close: () => app.go({}) });
}

function drawPlace() {
  homeTab?.stop();
  homeTab = null;
  clearNotices();
  app.unread.delete(app.place.channel);
  part("app").classList.remove("side-open");
  drawSidebar();
  drawHeader();
  part("composer").hidden = app.place.tab === "home";
  if (app.place.tab === "home") {
    showHome();
    return;
  }
  showMessages();
  if (channel().kind === "im") app.attempt(post("open_home", { user: app.user, tab: "messages" }));
  drawComposer();
  box.focus();
}

function heard(event) {
  const heardOf = { message: heardMessage, message_deleted: heardGone, view: (e) => dialogs.show(e.view), view_closed: (e) => dialogs.drop(e.view_id), home: (e) => homeTab?.show(e.view), clock: heardClock, workspace: heardWorkspace, notice: (e) => notice(e.text) }[event.type];
  heardOf?.(event);
}

function heardMessage({ channel: id, message }) {
  const here = id === app.place.channel && app.place.tab === "messages";
  const isReply = message.thread_ts && message.thread_ts !== message.ts;
  if (here && (!isReply || list?.has(message.ts))) list?.add(message);
  if (id === app.place.channel) thread?.heard(message);
  const isNew = Number(message.ts) > (app.newest.get(id) ?? app.since);
  if (isNew) app.newest.set(id, Number(message.ts));
  if (isNew && message.bot && id === app.place.channel) homeTab?.refresh(); // what was sent may have changed what Home says
  if (!here && isNew && message.user !== app.user) {
    app.unread.set(id, (app.unread.get(id) ?? 0) + 1);
    drawSidebar();
  }
}

function heardGone({ channel: id, ts }) {
  if (id !== app.place.channel) return;
  list?.remove(ts);
  thread?.remove(ts);
}

// People or channels are others now. Whoever was taken out of the channel that is shown goes to another one.
async function heardWorkspace() {
  const { user } = app;
  const state = await app.attempt(get("state", { user }));
  if (!state || user !== app.user) return;
  app.state = state;
  drawSidebar();
  if (channel()) drawHeader();
  else follow();
}

// Days have other names now, and the Home tab may say something else.
function heardClock({ now: seconds }) {
  setClock({ seconds });
  clock.moved();
  list?.arrange();
  thread?.arrange();
  homeTab?.refresh();
}

// The line was down: what happened meanwhile was not heard, a move of the clock neither.
async function catchUp() {
  const answer = await app.attempt(get("clock", { user: app.user }));
  if (answer) setClock({ seconds: answer.now });
  clock.show();
  drawPlace();
}

async function become(user) {
  hangUp();
  dialogs.clear();
  app.unread.clear();
  app.newest.clear();
  const state = await app.attempt(get("state", { user }));
  if (!state) return false;
  app.user = user;
  app.state = state;
  setClock({ seconds: state.now, zone: state.user.tz });
  app.since = now() / 1000;
  clock.show();
  let dropped = false;
  hangUp = await live(user, heard, (connected) => {
    part("offline").hidden = connected;
    if (connected && dropped) catchUp();
    dropped = !connected;
  });
  const open = await app.attempt(get("view", { user }));
  if (open?.view) dialogs.show(open.view); // a page that was loaded again
  return true;
}

// A direct message is another one for each person: whoever meant it gets their own.
function placed(id) {
  const { channels } = app.state;
  const meant = channels.find((one) => one.id === id) ?? (id?.startsWith("D") && channels.find((one) => one.kind === "im"));
  return meant || (channels.find((one) => one.name === "closing-practice") ?? channels[0]);
}

async function follow() {
  const { user, id, what, ts } = asked();
  const before = { user: app.user, ...app.place };
  if (user !== app.user && !(await become(user))) {
    if (app.user) history.replaceState(null, "", app.address({ channel: app.place.channel }));
    return;
  }
  const known = placed(id);
  app.place = { channel: known.id, tab: what === "home" && known.kind === "im" ? "home" : "messages", thread: what === "thread" ? ts : null };
  if (id && id !== known.id) history.replaceState(null, "", app.address(app.place));
  const moved = before.user !== app.user || before.channel !== app.place.channel || before.tab !== app.place.tab;
  if (moved) drawPlace();
  if (moved || before.thread !== app.place.thread) drawThread();
}

part("veil").addEventListener("click", closeSidebar);
sideTop.addEventListener("click", goTo);
sideTop.addEventListener("pointerdown", () => (pressed = true));
for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => setTimeout(letGo)); // after the click
part("sidebar").addEventListener("keydown", (event) => event.key === "Escape" && part("app").classList.contains("side-open") && closeSidebar());
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  if (app.place.tab === "home") part("place").focus();
  else box?.focus();
});
// One address after the other: changing the person takes a while.
let turn = Promise.resolve();
const route = () => (turn = turn.then(follow));
window.addEventListener("hashchange", route);
route();
