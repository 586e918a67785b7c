"""The promises: what each is called, what figure it has, and what measures it."""

from tests.prove import delivery, ends, guards, outages, safety, soak, speed
from tests.prove.measured import Promise

PROMISES = (
    Promise(
        1,
        "`/close-check`, full HTTP round trip, 50/s, 10 min",
        "p50 <= 10 ms, p99 <= 50 ms, max < 1 s, 0 non-200",
        speed.round_trip,
    ),
    Promise(2, "burst of 200 commands at once", "all acknowledged <= 1.5 s", speed.burst),
    Promise(3, "sustained load, one process", "100/s for 10 min, p99 <= 75 ms", speed.sustained),
    Promise(
        4,
        "critique CPU, 50 words / 4,000 characters / hostile 4,000",
        "p99 <= 2 / 20 / 20 ms",
        speed.critique,
    ),
    Promise(5, "process ready to answer", "<= 1.5 s from exec", speed.start),
    Promise(
        6,
        "due tick, 100,000 users",
        "p99 <= 5 ms; 20,000 due at once claimed <= 0.5 s",
        speed.due_tick,
    ),
    Promise(
        7,
        "leaderboard, a million rows, 50 workspaces / one",
        "p99 <= 10 / 100 ms",
        speed.leaderboard,
    ),
    Promise(
        8,
        "10,000 drills, 5 % 429, 5 % 500, 8 % lost replies, 500 kills",
        "0 twice, 0 lost",
        delivery.kills,
    ),
    Promise(
        9,
        "the same with history unreadable",
        "0 twice, unknown <= doubts, all listed",
        delivery.kills_without_history,
    ),
    Promise(
        10,
        "four schedulers and senders at once, both engines",
        "0 of 10,000 twice",
        delivery.four_at_once,
    ),
    Promise(
        11,
        "every IANA zone, 6 hours, 2 years",
        "exactly 1 drill for each local date",
        delivery.every_zone,
    ),
    Promise(12, "1,000 events, 4 deliveries each, 2 processes", "1,000 effects", delivery.copies),
    Promise(
        13,
        "fan-out of 2,000 at a limit of 4/s",
        "<= 520 s, 429s < 2 %, replies p99 < 2 s",
        delivery.fan_out,
    ),
    Promise(
        14,
        "SIGTERM 100 times under load, both modes",
        "0 lost acknowledgements, exit 0 in <= 10 s",
        ends.ends_well,
    ),
    Promise(
        15,
        "100 socket faults of 5 kinds",
        "back <= 60 s, 0 lost commands, threads constant",
        outages.socket_faults,
    ),
    Promise(16, "100,000 fuzzed requests", "0 of 5xx, 0 tracebacks, memory +< 5 %", safety.fuzzed),
    Promise(
        17,
        "10,000 generated drafts and names",
        "0 live mentions, 0 payloads over a limit",
        safety.drafts_and_names,
    ),
    Promise(
        18,
        "10,000-step state machine of two workspaces",
        "0 crossings; a purge leaves 0 rows",
        safety.two_workspaces,
    ),
    Promise(
        19,
        "canary secrets through every path at DEBUG",
        "0 in logs, database, backup",
        safety.canaries,
    ),
    Promise(20, "OAuth state, 8 racing callbacks, 200 times", "0 twice", safety.racing_callbacks),
    Promise(
        21,
        "lost updates, 4 writers, 1,000 each, both engines",
        "0 lost, 0 locks met",
        safety.lost_updates,
    ),
    Promise(
        22,
        "backup under 100 writes/s, 100 MB",
        "<= 5 s, restore verified, writers' p99 < 250 ms",
        speed.backup_under_load,
    ),
    Promise(
        23,
        "outages: database locked, full, restarted; Slack down 1 h",
        "no crash; a plain sentence; the queue drains once",
        outages.outages,
    ),
    Promise(
        24,
        "soak 30 min, 20/s, ticks on a 60-fold clock",
        "memory +<= 5 %, files and threads constant",
        soak.soak,
    ),
    Promise(
        25,
        "guards removed one by one (at least 12)",
        "each turns a test red",
        guards.measure,
    ),
)
