"""What Slack says when it refuses."""


class SlackRefusal(Exception):
    """Slack's answer to a request it does not accept.

    `code` is Slack's own error code (`channel_not_found`); `problems` are the sentences of
    `response_metadata.messages`, which name the place in the request that is wrong.
    """

    def __init__(self, code: str, *problems: str) -> None:
        super().__init__(": ".join([code, *problems[:1]]))
        self.code = code
        self.problems = problems
