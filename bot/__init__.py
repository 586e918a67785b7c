"""Close Coach: a Slack bot that trains salespeople to close a job interview."""
