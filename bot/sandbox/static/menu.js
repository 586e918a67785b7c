// A small pop-up menu: arrow keys move, Enter picks, Escape and a click elsewhere close it.
import { h } from "./dom.js";

let close = () => {};

/** Opens `items` ([{label, detail, act}]) under a button. Only one menu is open at a time. */
export function openMenu(button, items) {
  close();
  const menu = h("div", { class: "menu", role: "menu", "aria-label": button.getAttribute("aria-label") });
  const leave = (event) => {
    if (!menu.contains(event.target) && !button.contains(event.target)) close();
  };
  close = () => {
    close = () => {};
    document.removeEventListener("pointerdown", leave, true);
    button.setAttribute("aria-expanded", "false");
    if (menu.contains(document.activeElement)) button.focus();
    menu.remove();
  };
  menu.append(...items.map((item) => choice(item)));
  menu.addEventListener("keydown", (event) => steer(event, menu));
  (button.closest("dialog") ?? document.body).append(menu);
  place(menu, button);
  button.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", leave, true);
  menu.firstElementChild?.focus();
}

function choice(item) {
  const act = () => {
    close();
    item.act();
  };
  const detail = item.detail ? h("span", { class: "menu-detail" }, item.detail) : null;
  return h("button", { class: "menu-item", role: "menuitem", type: "button", tabindex: "-1", onclick: act }, item.label, detail);
}

function steer(event, menu) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 };
  if (event.key in moves) {
    event.preventDefault();
    items[moves[event.key] % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
}

function place(menu, button) {
  const spot = button.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = spot.bottom + size.height + 8 < window.innerHeight;
  menu.style.top = `${below ? spot.bottom + 4 : Math.max(8, spot.top - size.height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(spot.left, window.innerWidth - size.width - 8))}px`;
}
