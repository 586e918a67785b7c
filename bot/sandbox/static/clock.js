// The clock of the demo: what time it is, and how to get to another one. It only moves forwards.
import { post } from "./api.js";
import { freshId, h } from "./dom.js";
import { notice } from "./notices.js";
import { now, offers, spoken, wall, zoneName } from "./time.js";

const EVERY = 5000; // milliseconds between two looks at the clock
const SHORT = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" };
const LONG = { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" };

/** The clock in `node`. `show()` draws it again: after a move, or for another person. */
export function clockControl(app, node) {
  const face = h("time", { class: "clock-face" });
  const zone = h("span", { class: "clock-zone" });
  const jumps = h("div", { class: "clock-jumps" });
  let offered = "";

  const move = async (to) => Boolean(await app.attempt(post("clock", { user: app.user, to })));
  const other = anyTime(move);
  node.replaceChildren(h("h2", { class: "side-title" }, "Demo clock"), h("p", { class: "clock-now" }, face, zone), jumps, other.node);

  const show = () => {
    if (!app.user) return;
    const found = offers();
    face.dateTime = now().toISOString();
    face.textContent = spoken(now(), SHORT);
    zone.textContent = zoneName();
    other.earliest(wall(now()));
    const offer = found.map(({ at }) => at).join();
    if (offer === offered) return;
    const focused = [...jumps.children].indexOf(document.activeElement);
    offered = offer;
    jumps.replaceChildren(...found.map((one) => jump(one, move)));
    if (focused >= 0) (jumps.children[focused] ?? jumps.firstElementChild).focus();
  };
  setInterval(show, EVERY);
  return {
    show,
    /** The clock was moved: say so. */
    moved() {
      show();
      notice(`It is now ${spoken(now(), LONG)} (${zoneName()}).`);
    },
  };
}

function jump({ title, day, at }, move) {
  const press = async (event) => {
    const button = event.currentTarget;
    button.setAttribute("aria-busy", "true");
    await move(at);
    button.removeAttribute("aria-busy");
  };
  return h("button", { type: "button", class: "clock-jump", onclick: press }, title, " ", h("span", { class: "clock-day" }, day));
}

// A form for any other time; it stays as it is while the clock goes on.
function anyTime(move) {
  const id = freshId("moment");
  const field = h("input", { class: "field", type: "datetime-local", id, required: true });
  const go = async (event) => {
    event.preventDefault();
    if (await move(field.value)) field.value = "";
  };
  const form = h("form", { class: "clock-form", onsubmit: go }, h("label", { for: id }, "Date and time"), h("div", { class: "clock-row" }, field, h("button", { type: "submit", class: "clock-jump" }, "Go")));
  const node = h("details", { class: "clock-other" }, h("summary", {}, "Another time"), form);
  return { node, earliest: (at) => (field.min = at) };
}
