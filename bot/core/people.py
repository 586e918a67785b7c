"""Who acts: the key of a member, and what the workspace lets them do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a workspace. Both ids come from a payload that Slack vouches for."""

    workspace: str
    id: str
