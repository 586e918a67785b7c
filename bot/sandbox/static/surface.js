// What a message, a modal and the Home tab have in common: blocks, their fields and their actions.
import { blocks } from "./blocks.js";
import { post } from "./api.js";

/** A surface of one container. `kept` is the state.values of the version that it replaces. */
export function surface(app, container, kept) {
  const ctx = {
    names: app.names,
    people: app.people(),
    channels: app.pickable(),
    fields: [],
    kept,
    act: (action) => app.attempt(post("action", { user: app.user, container, action, state: { values: values() } })),
  };
  const values = () => {
    const state = {};
    for (const { block, action, read } of ctx.fields) (state[block] ??= {})[action] = read();
    return state;
  };
  return { render: (list) => blocks(list, ctx), values };
}
