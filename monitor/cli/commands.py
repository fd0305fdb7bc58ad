"""Every command: the file that knows it, and what it does in one line."""

from __future__ import annotations

GROUPS: tuple[tuple[str, dict[str, tuple[str, str]]], ...] = (
    (
        "Watching",
        {
            "run": ("running", "the daemon, until SIGTERM or Ctrl-C"),
            "poll": ("running", "one round: all due sources, then the alerts"),
            "status": ("status", "is the daemon alive, and how is it doing"),
            "check": ("checking", "explain the configuration and every problem in it"),
            "demo": ("running", "a recorded month, from polling to delivered alerts"),
        },
    ),
    (
        "Looking",
        {
            "hits": ("listings", "articles about what is tracked"),
            "claims": ("listings", "what articles say about facts"),
            "changes": ("listings", "facts that moved"),
            "facts": ("listings", "what is held true now"),
            "timeline": ("timeline", "the whole story of one fact"),
            "alerts": ("alerts", "what was told, to whom, and whether it arrived"),
            "sources": ("sources", "where news comes from, and how that goes"),
            "search": ("searching", "full-text search over everything stored"),
        },
    ),
    (
        "Judging",
        {
            "review": ("reviewing", "go through what waits, one key each"),
            "accept": ("judging", "accept a hit, claim or change"),
            "reject": ("judging", "reject a hit, claim or change"),
            "correct": ("judging", "say what the value really is"),
            "undo": ("judging", "take the reviews of a hit, claim or change back"),
        },
    ),
    (
        "Understanding",
        {
            "explain": ("explaining", "why this hit, claim or change"),
            "try": ("trying", "read one text as if it were news; store nothing"),
            "names": ("explaining", "every form in which an entity is found"),
            "replay": ("replaying", "dated articles through the same pipeline; nothing is sent"),
            "evaluate": ("replaying", "precision and recall against labels"),
        },
    ),
    (
        "Sharing and keeping",
        {
            "report": ("reporting", "one self-contained page: board, charts, reviews, sources"),
            "web": ("web", "the same, live, on this machine; judging with a token"),
            "export": (
                "exporting",
                "claims, changes, hits, facts as CSV, JSON Lines, calendar, feed",
            ),
            "backup": ("replaying", "a consistent copy of the database, while running"),
            "rebuild": ("replaying", "derive the ledger again and compare"),
            "completion": ("completing", "shell completion for bash, zsh or fish"),
            "help": ("topics", "help on a command or a topic"),
        },
    ),
)

COMMANDS = {name: about for _, group in GROUPS for name, about in group.items()}
