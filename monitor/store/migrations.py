"""How an older database becomes today's.

``STEPS[n]`` leads from version n + 1 to n + 2 and gets a ``sqlite_utils.Database`` inside
the transaction of the whole migration. Whoever changes ``schema/*.sql`` after a release
adds a step here; a test compares the two ways.
"""

from __future__ import annotations

from monitor.store.schema import Step

STEPS: tuple[Step, ...] = ()
