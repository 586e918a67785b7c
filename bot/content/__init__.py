"""content/ as the bot uses it: found, read, cross-checked and proved.

Loading is all or nothing: a folder with a single problem is refused with the list of them all.
"""

from bot.content.folder import content_folder, load_library, load_model
from bot.content.proof import Report, check_content

__all__ = ["Report", "check_content", "content_folder", "load_library", "load_model"]
