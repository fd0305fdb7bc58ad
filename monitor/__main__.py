"""``monitor`` and ``python -m monitor``."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Runs the command line; the exit status is 0 done, 1 with failures, 2 wrong usage."""
    from monitor.cli.main import run_and_leave

    run_and_leave(sys.argv[1:])


if __name__ == "__main__":
    main()
