// The app's Home tab.
import { get, post } from "./api.js";
import { h } from "./dom.js";
import { surface } from "./surface.js";

const PATIENCE = 5000;

/** The Home tab in `node`: asks the app for it and shows each version that the app publishes. */
export function home(app, node) {
  let face = null;
  let late = null;

  const show = (view) => {
    clearTimeout(late);
    const back = focused(node);
    face = surface(app, { type: "home" }, face?.values());
    node.replaceChildren(h("div", { class: "home" }, face.render(view.blocks)));
    back();
  };

  node.replaceChildren(h("p", { class: "empty", role: "status" }, "Loading Home…"));
  late = setTimeout(() => {
    if (!face) node.replaceChildren(h("p", { class: "empty", role: "status" }, `${app.bot.name} has not published a Home tab yet. Is the bot running?`));
  }, PATIENCE);
  const ask = () => post("open_home", { user: app.user });
  const open = async () => {
    const { view } = await get("home", { user: app.user });
    if (view && !face) show(view);
    await ask();
  };
  app.attempt(open());
  return { show, refresh: () => app.attempt(ask()), stop: () => clearTimeout(late) };
}

// A new version keeps the focus on the control that had it; where that is gone, it is read from its start.
function focused(node) {
  const here = document.activeElement;
  const before = node.contains(here) && here.closest("[data-action]");
  if (!before) return () => {};
  const place = controls(before).indexOf(here);
  return () => {
    const after = node.querySelector(`[data-action="${CSS.escape(before.dataset.action)}"]`);
    (after ? controls(after)[place] ?? after : node).focus({ preventScroll: Boolean(after) });
  };
}

function controls(node) {
  return [...node.querySelectorAll("button, input")];
}
