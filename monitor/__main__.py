"""``monitor`` and ``python -m monitor``."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the command line; the exit status is 0 done, 1 with failures, 2 wrong usage."""
    from monitor.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
