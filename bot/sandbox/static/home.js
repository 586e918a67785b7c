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
    const focused = place(node);
    face = surface(app, { type: "home" }, face?.values());
    node.replaceChildren(h("div", { class: "home" }, face.render(view.blocks)));
    controls(node)[focused]?.focus({ preventScroll: true });
  };

  node.replaceChildren(h("p", { class: "empty", role: "status" }, "Loading Home…"));
  late = setTimeout(() => {
    if (!face) node.replaceChildren(h("p", { class: "empty", role: "status" }, `${app.bot.name} has not published a Home tab yet. Is the bot running?`));
  }, PATIENCE);
  const open = async () => {
    const { view } = await get("home", { user: app.user });
    if (view && !face) show(view);
    await post("open_home", { user: app.user });
  };
  app.attempt(open());
  return { show, stop: () => clearTimeout(late) };
}

function controls(node) {
  return [...node.querySelectorAll("button, input, select, textarea, a[href]")];
}

// A new version keeps the focus on the control in the same place.
function place(node) {
  return controls(node).indexOf(document.activeElement);
}
