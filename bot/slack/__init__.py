"""The Slack edge, one module a feature: parse, acknowledge, one call to the coach, render."""
