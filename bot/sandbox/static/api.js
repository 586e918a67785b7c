// Talks to the embedded Slack: JSON requests, and one WebSocket that tells what changed.

/** A refusal with a sentence that is fit to show. */
export class Refused extends Error {}

async function read(response) {
  const answer = await response.json().catch(() => ({ ok: false, text: `The embedded Slack answered ${response.status}.` }));
  if (answer.ok === false) throw new Refused(answer.text || answer.error);
  return answer;
}

async function reach(path, options) {
  try {
    return await read(await fetch(`/page/${path}`, options));
  } catch (problem) {
    if (problem instanceof Refused) throw problem;
    throw new Refused("The embedded Slack does not answer. Is the demo still running in your terminal?");
  }
}

/** get("messages", {user, channel}) */
export function get(path, query) {
  return reach(`${path}?${new URLSearchParams(query)}`);
}

/** post("message", {user, channel, text}) */
export function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return reach(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/**
 * Listens for one person: `onEvent(event)` for each change, `onState(connected)` when the line is there, drops or is back.
 * Resolves to a function that ends it, as soon as nothing that happens from now on can be missed.
 */
export function live(user, onEvent, onState) {
  let socket = null;
  let stopped = false;
  let wait = 500;
  let ready = () => {};
  const opened = new Promise((resolve) => (ready = resolve));
  const stop = () => {
    stopped = true;
    socket.close();
  };
  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/page/live?${new URLSearchParams({ user })}`);
    socket.addEventListener("open", () => {
      wait = 500;
      onState(true);
      ready(stop);
    });
    socket.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      ready(stop);
      if (stopped) return;
      onState(false);
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 8000);
    });
  };
  connect();
  return opened;
}
