"""The use cases that Slack, the scheduler and the command line share, one module a feature."""
