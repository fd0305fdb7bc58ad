-- What is to be told, what was tried, and what each route was last told.
-- Instants are RFC 3339 in UTC with whole seconds, so that they sort as text.

-- One row per alert. state: waiting, sent, settled (nothing was left to tell),
-- failed (given up), dropped (by a person). While it is being sent it is leased.
CREATE TABLE alerts (
  id           TEXT PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  route        TEXT NOT NULL,
  channel      TEXT NOT NULL,
  event        TEXT NOT NULL,
  subjects     TEXT NOT NULL,              -- JSON array: change ids, or what a health event is about
  fact         TEXT NOT NULL DEFAULT '',
  details      TEXT NOT NULL DEFAULT '{}', -- JSON object
  created      TEXT NOT NULL,
  due          TEXT NOT NULL,
  state        TEXT NOT NULL DEFAULT 'waiting',
  note         TEXT NOT NULL DEFAULT '',   -- why it was settled, given up or dropped
  attempts     INTEGER NOT NULL DEFAULT 0,
  recipients   TEXT NOT NULL DEFAULT '[]', -- JSON array: those still to be reached; empty for all
  batch        TEXT NOT NULL DEFAULT '',   -- the message it is or was part of
  leased_by    TEXT NOT NULL DEFAULT '',
  leased_until TEXT NOT NULL DEFAULT '',
  subject      TEXT NOT NULL DEFAULT '',   -- of the message that told it
  handle       TEXT NOT NULL DEFAULT '',   -- what an answer refers to
  finished     TEXT
) STRICT;

CREATE INDEX alerts_waiting ON alerts (channel, due) WHERE state = 'waiting';
CREATE INDEX alerts_fact ON alerts (fact, created);
CREATE INDEX alerts_finished ON alerts (route, channel, finished) WHERE state = 'sent';

-- One row per attempt. outcome: sent, partly, failed, refused, unsure (nobody
-- knows), interrupted.
CREATE TABLE deliveries (
  id      INTEGER PRIMARY KEY,
  alert   TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  at      TEXT NOT NULL,
  took    REAL NOT NULL,
  outcome TEXT NOT NULL,
  detail  TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX deliveries_alert ON deliveries (alert, id);

-- What a route was last told of a fact over a channel.
CREATE TABLE told (
  route   TEXT NOT NULL,
  channel TEXT NOT NULL,
  fact    TEXT NOT NULL,
  change  TEXT NOT NULL,
  state   TEXT NOT NULL,
  verdict TEXT NOT NULL,
  kind    TEXT NOT NULL,
  value   TEXT NOT NULL,                   -- JSON object as in a claim
  at      TEXT NOT NULL,
  handle  TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (route, channel, fact)
) STRICT, WITHOUT ROWID;

-- How a channel is doing: while it fails, everything for it waits until next_try.
CREATE TABLE channels (
  name          TEXT PRIMARY KEY,
  failures      INTEGER NOT NULL DEFAULT 0,
  failing_since TEXT,
  next_try      TEXT,
  last_sent     TEXT,
  error         TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- Nothing is told of a fact, an entity or a source until then.
CREATE TABLE mutes (
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL CHECK (kind IN ('fact', 'entity', 'source')),
  target  TEXT NOT NULL,
  until   TEXT NOT NULL,
  why     TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL
) STRICT;
