"""The judgement itself: pure, offline, deterministic."""
