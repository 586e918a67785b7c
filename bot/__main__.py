"""`python -m bot`, the same as `close-coach`."""

from bot.cli import main

if __name__ == "__main__":
    main()
