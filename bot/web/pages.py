"""The pages of an installation: plain HTML that follows the reader's theme, without scripts."""

from html import escape

from bot.web.site import HTML, Answer

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} - Close Coach</title>
<style>
body {{ max-width: 34rem; margin: 12vh auto; padding: 0 1.25rem; color: #1d1c1d; background: #fff;
  font: 1.0625rem/1.55 system-ui, sans-serif }}
h1 {{ font-size: 1.5rem; line-height: 1.25 }}
a {{ color: #1a4f8b }}
a.next {{ display: inline-block; padding: .6rem 1.1rem; border-radius: .4rem; color: #fff;
  background: #1f3a5f; text-decoration: none }}
a:focus-visible {{ outline: 3px solid #e8912d; outline-offset: 3px }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #e8e8e8; background: #1a1d21 }}
  a {{ color: #8cc0ff }}
  a.next {{ color: #10161d; background: #8cc0ff }}
}}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{paragraphs}
<p><a class="next" href="{link}">{label}</a></p>
</main>
</body>
</html>
"""
INSTALL = "/slack/install"


def page(status: int, title: str, *sentences: str, link: str = INSTALL, label: str = "") -> Answer:
    """Build a page of a heading, paragraphs and one next step."""
    body = PAGE.format(
        title=escape(title),
        paragraphs="\n".join(f"<p>{escape(sentence)}</p>" for sentence in sentences),
        link=escape(link),
        label=escape(label or "Install Close Coach again"),
    )
    return Answer(status, body, HTML, (("Content-Security-Policy", POLICY),))


def installed(name: str, app: str, workspace: str) -> Answer:
    """Say that it worked, and lead back to Slack."""
    return page(
        200,
        f"Close Coach is installed in {name}",
        "It has sent you a direct message with the first steps. Nobody else was written to.",
        "You can close this page.",
        link=f"https://slack.com/app_redirect?app={app}&team={workspace}",
        label="Open Close Coach in Slack",
    )


def declined() -> Answer:
    return page(
        400,
        "Close Coach was not installed",
        "The request was declined in Slack, so nothing has changed.",
        "In some workspaces only an admin may install apps: ask one to open this page.",
    )


def out_of_date() -> Answer:
    return page(
        400,
        "This link does not work any more",
        "A link of an installation works once, for ten minutes, in the browser that began it.",
    )


def refused_by_slack() -> Answer:
    return page(
        400,
        "Slack did not confirm the installation",
        "Nothing was installed. Begin again; if it fails again, tell the person who runs this bot.",
    )


def out_of_reach() -> Answer:
    return page(
        503,
        "Slack could not be reached",
        "Nothing was installed. Please try again in a minute.",
    )


def organization() -> Answer:
    return page(
        400,
        "Close Coach serves single workspaces",
        "It cannot be installed for a whole organization yet, and nothing of it was kept.",
        "Choose one workspace when you install it, and repeat that for each one that wants it.",
    )


def rotating() -> Answer:
    return page(
        400,
        "This app cannot be installed yet",
        "Token rotation is switched on in the app's settings at Slack, and this bot does without."
        " Tell the person who runs it to switch it off, under OAuth & Permissions.",
    )


def too_many() -> Answer:
    return page(
        429,
        "Many people are installing at once",
        "Please wait a minute, then try again.",
    )
