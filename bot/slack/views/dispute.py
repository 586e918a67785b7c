"""What the bot says to an objection."""

THANKS = (
    "Thank you. I have noted that this is not a trap here. Whoever looks after the rules sees the "
    "objection, never the text of your line."
)
