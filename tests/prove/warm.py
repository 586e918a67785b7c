"""Imported once, by the process that bots are forked from: each then starts at once."""

import logging

from tests.prove.bots import critic

logging.disable()
critic()
