// The time of the demo, which may be ahead of the real one, as the person looked at reads it.

const MINUTE = 60000;
const clock = { ahead: 0, zone: undefined };

/** Sets the clock: the server's time in seconds, and the IANA zone of the person. */
export function setClock({ seconds, zone }) {
  if (seconds !== undefined) clock.ahead = seconds * 1000 - Date.now();
  if (zone !== undefined) clock.zone = zone;
}

/** What time it is in the demo. */
export function now() {
  return new Date(Date.now() + clock.ahead);
}

/** The date in words, in the reader's language and the person's zone. */
export function spoken(date, parts) {
  return date.toLocaleString(undefined, { timeZone: clock.zone, ...parts });
}

/** The date and time of day that the person's wall shows: "2026-11-23T09:00". */
export function wall(date) {
  return date.toLocaleString("sv-SE", { timeZone: clock.zone, dateStyle: "short", timeStyle: "short" }).replace(" ", "T");
}

/** How many days `date` is away, on the person's calendar: -1 is yesterday. */
export function daysAway(date) {
  const midnight = (moment) => Date.parse(`${wall(moment).slice(0, 10)}T00:00Z`);
  return Math.round((midnight(date) - midnight(now())) / (24 * 60 * MINUTE));
}

/** The person's zone in words: "Chicago time". */
export function zoneName() {
  return `${clock.zone.split("/").at(-1).replaceAll("_", " ")} time`;
}

const FRIDAY = 5;
const NEAR_DAYS = 2;

/**
 * The moments to jump to, as the wall shows them: the next morning, a Monday's if that is at a weekend, and the end
 * of the week when it is near: boards come then.
 */
export function offers() {
  const here = new Date(`${wall(now())}Z`); // the wall's time, read as if it were UTC
  const next = new Date(here);
  next.setUTCHours(9, 0, 0, 0);
  if (next <= here) next.setUTCDate(next.getUTCDate() + 1);
  const found = [{ title: "Next morning", at: next }];
  const rest = { 6: 2, 0: 1 }[next.getUTCDay()];
  if (rest) {
    const monday = new Date(next);
    monday.setUTCDate(next.getUTCDate() + rest);
    found.push({ title: "Monday morning", at: monday });
  }
  const end = new Date(here);
  end.setUTCDate(here.getUTCDate() + ((FRIDAY - here.getUTCDay() + 7) % 7));
  end.setUTCHours(17, 0, 0, 0);
  if (end > here && end - here < NEAR_DAYS * 24 * 60 * MINUTE) found.push({ title: "End of the week", at: end });
  found.sort((one, other) => one.at - other.at);
  const day = (at) => at.toLocaleString(undefined, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
  return found.map(({ title, at }) => ({ title, day: day(at), at: at.toISOString().slice(0, 16) }));
}
