// The sidebar: channels, direct messages, who you are, light or dark.
import { h, hidden, icon } from "./dom.js";
import { avatar } from "./people.js";

/** The sidebar's content for the app's current state. */
export function sidebar(app) {
  const { channels } = app.state;
  const kind = (wanted) => channels.filter((channel) => channel.kind === wanted);
  return [
    h("div", { class: "workspace" }, h("span", { class: "workspace-mark", "aria-hidden": "true" }, "HS"), h("div", {}, h("p", { class: "workspace-name" }, app.state.team.name), h("p", { class: "workspace-note" }, "A local demo, not Slack"))),
    h("nav", { class: "places", "aria-label": "Channels and direct messages" }, group("Channels", kind("channel"), app), group("Apps", kind("im"), app)),
    people(app),
  ];
}

function group(title, channels, app) {
  return [h("h2", { class: "side-title" }, title), h("ul", {}, channels.map((channel) => h("li", {}, place(channel, app))))];
}

function place(channel, app) {
  const unread = app.unread.get(channel.id) ?? 0;
  const mark = channel.kind === "im" ? avatar(app.bot.id, app.bot.name, true) : h("span", { class: "hash", "aria-hidden": "true" }, channel.private ? icon("lock") : "#");
  const count = unread ? h("span", { class: "count" }, String(unread), hidden(unread === 1 ? " new message" : " new messages")) : null;
  const current = channel.id === app.place.channel;
  return h("a", { class: `place${unread ? " unread" : ""}`, href: app.address({ channel: channel.id }), "data-channel": channel.id, "aria-current": current ? "page" : null }, mark, h("span", { class: "place-name" }, app.channelName(channel)), count);
}

const FIRST = 3; // so many people are always there; the others of the team stand behind a click

function people(app) {
  const one = (person) =>
    h("li", {}, h("a", { class: "person", href: app.address({ user: person.id }), "aria-current": person.id === app.user ? "true" : null }, avatar(person.id, person.name), h("span", { class: "person-name" }, person.name, h("span", { class: "person-role" }, person.title))));
  const [first, others] = [app.people().slice(0, FIRST), app.people().slice(FIRST)];
  const open = app.teamOpen ?? others.some((person) => person.id === app.user);
  const more = h("details", { class: "team", open, ontoggle: (event) => (app.teamOpen = event.target.open) }, h("summary", {}, `${others.length} more of the team`), h("ul", {}, others.map(one)));
  return h("section", { class: "people", "aria-label": "Look at the demo as" }, h("h2", { class: "side-title" }, "View as"), h("ul", {}, first.map(one)), others.length ? more : null);
}

// Both names are there, and the style sheet shows the one that fits: the system may change the theme too.
/** The switch between light and dark. */
export function themeButton() {
  const root = document.documentElement;
  const turn = () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  };
  const name = (theme, sign, words) => h("span", { class: `to-${theme}` }, icon(sign), words);
  return h("button", { type: "button", class: "theme", onclick: turn }, name("light", "sun", "Light theme"), name("dark", "moon", "Dark theme"));
}
