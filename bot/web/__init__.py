"""HTTP: what is let in, the pages of an installation, health and metrics, the server."""
