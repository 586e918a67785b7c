"""Imported once, by the process that bots are forked from: each then starts at once."""

import logging

from tests.shipped import critic

logging.disable()
critic()
