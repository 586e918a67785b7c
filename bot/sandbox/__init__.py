"""An embedded local Slack for the demo and the end-to-end tests."""
