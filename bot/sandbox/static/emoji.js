// The emoji names that chat apps use most. A name that is missing here is shown as ":name:".
export const EMOJI = {
  "+1": "👍", "-1": "👎", thumbsup: "👍", thumbsdown: "👎", clap: "👏", wave: "👋", raised_hands: "🙌",
  pray: "🙏", muscle: "💪", point_right: "👉", point_up: "☝️", ok_hand: "👌", handshake: "🤝", eyes: "👀",
  smile: "😄", slightly_smiling_face: "🙂", smiley: "😃", grin: "😁", joy: "😂", wink: "😉", blush: "😊",
  thinking_face: "🤔", sweat_smile: "😅", cry: "😢", sob: "😭", sunglasses: "😎", heart: "❤️", fire: "🔥",
  sparkles: "✨", star: "⭐", star2: "🌟", tada: "🎉", trophy: "🏆", medal: "🏅", first_place_medal: "🥇",
  second_place_medal: "🥈", third_place_medal: "🥉", rocket: "🚀", dart: "🎯", bulb: "💡", zap: "⚡", bell: "🔔",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️",
  no_entry: "⛔", no_entry_sign: "🚫", question: "❓", exclamation: "❗", information_source: "ℹ️",
  large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴", white_circle: "⚪", black_circle: "⚫",
  arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️", arrow_left: "⬅️", repeat: "🔁", calendar: "📅",
  spiral_calendar_pad: "🗓️", clock9: "🕘", hourglass: "⌛", stopwatch: "⏱️", memo: "📝", pencil2: "✏️",
  book: "📖", books: "📚", bookmark: "🔖", bar_chart: "📊", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", mag: "🔍", lock: "🔒", key: "🔑", gear: "⚙️", wrench: "🔧", speech_balloon: "💬",
  phone: "☎️", email: "📧", link: "🔗", pushpin: "📌", gift: "🎁", coffee: "☕", seedling: "🌱", sunny: "☀️",
  snowflake: "❄️", palm_tree: "🌴", robot_face: "🤖", 100: "💯", one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣",
};
