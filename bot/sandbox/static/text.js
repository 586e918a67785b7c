// Slack's text objects: plain_text with emoji names, and mrkdwn with its own small grammar.
import { h, link } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { daysAway, now, spoken } from "./time.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

function unescape(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** ":wave:" as the character it names; a name that this page does not know stays as it is. */
export function emoji(name) {
  const bare = name.replace(/::skin-tone-[2-6]$/, "");
  if (!Object.hasOwn(EMOJI, bare)) return h("span", { class: "emoji-name" }, `:${name}:`);
  return h("span", { class: "emoji", role: "img", "aria-label": bare.replaceAll("_", " ") }, EMOJI[bare]);
}

/** The characters that somebody typed, from the text of their message. */
export function typed(text) {
  return unescape(text.replace(/<(https?:[^<>|]+)>/g, "$1"));
}

function withEmoji(text) {
  const nodes = [];
  let rest = 0;
  for (const match of text.matchAll(/:([a-z0-9_+-]+(?:::skin-tone-[2-6])?):/g)) {
    if (!Object.hasOwn(EMOJI, match[1].replace(/::skin-tone-[2-6]$/, ""))) continue;
    nodes.push(text.slice(rest, match.index), emoji(match[1]));
    rest = match.index + match[0].length;
  }
  nodes.push(text.slice(rest));
  return nodes;
}

/** The nodes of one text object. `names` turns an id of a person or channel into its name. */
export function text(object, names) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, names);
  const plain = unescape(object.text);
  return object.emoji === false ? [plain] : withEmoji(plain);
}

/** The words of a text object without any styling, for labels and options. */
export function words(object) {
  return text(object, () => "")
    .map((node) => (typeof node === "string" ? node : node.textContent))
    .join("");
}

/** The nodes of a mrkdwn string. */
export function mrkdwn(source, names) {
  const nodes = [];
  let rest = 0;
  for (const match of source.matchAll(/```([\s\S]+?)```/g)) {
    nodes.push(...lines(source.slice(rest, match.index), names));
    nodes.push(h("pre", {}, unescape(match[1].replace(/^\n|\n$/g, ""))));
    rest = match.index + match[0].length;
  }
  nodes.push(...lines(source.slice(rest), names));
  return nodes;
}

function lines(source, names) {
  const nodes = [];
  let quote = null;
  source.split("\n").forEach((line, index) => {
    const quoted = line.match(/^(?:&gt;|>)\s?(.*)$/);
    if (quoted) {
      if (quote) quote.append("\n");
      else nodes.push((quote = h("blockquote")));
      quote.append(...inline(quoted[1], names));
      return;
    }
    if (index > 0 && !quote) nodes.push("\n");
    quote = null;
    nodes.push(...inline(line, names));
  });
  return nodes;
}

// Each mark opens after a character that is no letter or digit and closes before one; no nesting of the same mark.
const STYLES = {
  "`": [/`([^`\n]+)`/y, (inner) => h("code", {}, unescape(inner))],
  "*": [/\*(?=\S)([^*\n]*[^*\s])\*(?![\p{L}\p{N}])/uy, (inner, names) => h("strong", {}, inline(inner, names))],
  _: [/_(?=\S)([^_\n]*[^_\s])_(?![\p{L}\p{N}])/uy, (inner, names) => h("em", {}, inline(inner, names))],
  "~": [/~(?=\S)([^~\n]*[^~\s])~(?![\p{L}\p{N}])/uy, (inner, names) => h("s", {}, inline(inner, names))],
};
const REFERENCE = /<([^<>\n]+)>/y;
const BARE_LINK = /(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"])/y;

function inline(source, names) {
  const nodes = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    nodes.push(...withEmoji(unescape(plain)));
    plain = "";
  };
  while (at < source.length) {
    const found = special(source, at, names);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      plain += source[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function special(source, at, names) {
  if (source[at] === "<") return matched(REFERENCE, source, at, (inner) => reference(inner, names));
  if (at > 0 && /[\p{L}\p{N}]/u.test(source[at - 1])) return null;
  if (source[at] === "h") return matched(BARE_LINK, source, at, (inner) => link(unescape(inner), unescape(inner)));
  if (!Object.hasOwn(STYLES, source[at])) return null;
  const [pattern, build] = STYLES[source[at]];
  return matched(pattern, source, at, (inner) => build(inner, names));
}

function matched(pattern, source, at, build) {
  pattern.lastIndex = at;
  const match = pattern.exec(source);
  return match && { node: build(match[1]), end: at + match[0].length };
}

function reference(inner, names) {
  const [target, label] = [inner.split("|", 1)[0], inner.includes("|") ? inner.slice(inner.indexOf("|") + 1) : ""];
  if (target.startsWith("@")) return mention(`@${names(target.slice(1)) || label || target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${names(target.slice(1)) || label || target.slice(1)}`);
  if (target.startsWith("!date^")) return date(target.split("^"), unescape(label));
  if (target.startsWith("!subteam^")) return mention(unescape(label) || "@group");
  if (target.startsWith("!")) return mention(`@${target.slice(1)}`);
  return link(unescape(target), unescape(label || target));
}

/** A name of a person, a channel or everybody. */
export function mention(name) {
  return h("span", { class: "mention" }, name);
}

function date([, seconds, format, address], fallback) {
  const shown = formatDate(Number(seconds), format, fallback);
  const node = h("time", { datetime: isoDate(Number(seconds)) }, shown);
  return address ? link(address, node) : node;
}

function isoDate(seconds) {
  return Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString() : "";
}

const DATE_PARTS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { year: "numeric", month: "long", day: "numeric", weekday: "long" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

const NEAR = { "-1": "yesterday", 0: "today", 1: "tomorrow" };

/** Slack's date tokens, in the reader's own language and the person's time zone. */
export function formatDate(seconds, format, fallback) {
  if (!Number.isFinite(seconds)) return fallback;
  const when = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name) => {
    if (name === "ago") return ago(when);
    const pretty = name.endsWith("_pretty") ? NEAR[daysAway(when)] : null;
    const parts = DATE_PARTS[name.replace("_pretty", "")];
    return pretty ?? (parts ? spoken(when, parts) : token);
  });
}

const STEPS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function ago(when) {
  const seconds = (when - now()) / 1000;
  const [unit, size] = STEPS.find(([, span]) => Math.abs(seconds) >= span) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
