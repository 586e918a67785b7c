"""Close Coach: a Slack bot that trains salespeople to close a job interview."""

import os

# From version 1.29 on onnxruntime tells its maker about every machine and model, unless this is
# set before it is imported. Nothing of the bot may speak to anybody but Slack.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
