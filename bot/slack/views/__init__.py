"""Pure functions from core values to Block Kit, one module a feature."""
