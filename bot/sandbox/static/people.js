// How a person looks: initials on a colour of their own.
import { h } from "./dom.js";

const TONES = 6;

/** The square beside a name. It repeats the name, so a screen reader skips it. */
export function avatar(id, name, bot) {
  if (bot) return h("span", { class: "avatar tone-bot", "aria-hidden": "true" }, "CC");
  const initials = name.split(/\s+/).map((part) => part[0] ?? "").join("").slice(0, 2).toUpperCase();
  const tone = [...id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TONES;
  return h("span", { class: `avatar tone-${tone}`, "aria-hidden": "true" }, initials);
}
