-- What is tracked, what was read about it, and what follows. JSON columns hold the objects
-- of the command line's --json output.

CREATE TABLE entities (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  part_of TEXT NOT NULL,
  tracked INTEGER NOT NULL           -- 0: no longer in the configuration
) STRICT;

CREATE TABLE facts (
  id TEXT PRIMARY KEY,
  entity TEXT NOT NULL REFERENCES entities (id),
  attribute TEXT NOT NULL,
  kind TEXT NOT NULL,
  believed TEXT,                     -- JSON: the configured value
  as_of TEXT,
  source TEXT NOT NULL,
  tracked INTEGER NOT NULL,
  terms TEXT NOT NULL,               -- what its ledger was last derived with
  listening TEXT NOT NULL            -- since when news of it would have been noticed
) STRICT;

-- An article that is about an entity; rewritten when the article is edited.
CREATE TABLE hits (
  id TEXT PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (number),
  version INTEGER NOT NULL,
  entity TEXT NOT NULL,
  score REAL NOT NULL,
  reasons TEXT NOT NULL,             -- JSON: [[rule, detail, weight], ...]
  mention TEXT NOT NULL,             -- JSON: the best one
  mentions TEXT NOT NULL,            -- JSON: all of them
  dated TEXT NOT NULL,
  recorded TEXT NOT NULL,
  withdrawn INTEGER,                 -- the version of the article that no longer has it
  resembles TEXT,                    -- a rejected hit of the same name in the same source
  review TEXT                        -- the last judgement on it, or on what it resembles
) STRICT;
CREATE INDEX hits_article ON hits (article);
CREATE INDEX hits_dated ON hits (dated);
CREATE INDEX hits_entity ON hits (entity, dated);
CREATE INDEX hits_score ON hits (score);
CREATE INDEX hits_judged ON hits (entity) WHERE review IS NOT NULL;

-- One article saying one value for one fact. Rows are added, never removed.
CREATE TABLE claims (
  id TEXT PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (number),
  version INTEGER NOT NULL,          -- the first version that says so
  fact TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,               -- JSON
  modality TEXT NOT NULL,
  confidence REAL NOT NULL,
  quote TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  value_start INTEGER NOT NULL,
  value_end INTEGER NOT NULL,
  scope TEXT NOT NULL,
  speaker TEXT NOT NULL,
  reasons TEXT NOT NULL,             -- JSON: [[rule, detail, weight], ...]
  dated TEXT NOT NULL,
  recorded TEXT NOT NULL,
  withdrawn INTEGER,                 -- the version that no longer says so; 0: it was misread
  withdrawn_at TEXT,
  review TEXT                        -- the last judgement on it
) STRICT;
CREATE INDEX claims_article ON claims (article);
CREATE INDEX claims_dated ON claims (dated);
CREATE INDEX claims_fact ON claims (fact, dated);

-- A person's judgement on a hit, claim or change, or a fact's value. Rows are added, never changed.
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY,
  target TEXT NOT NULL,
  fact TEXT,                         -- what it is about; none for a hit
  judgement TEXT NOT NULL CHECK (judgement IN ('accept', 'reject', 'correct', 'undo')),
  kind TEXT,                         -- of the value
  value TEXT,                        -- JSON, for correct
  at TEXT NOT NULL,
  "by" TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;
CREATE INDEX reviews_target ON reviews (target, id);
CREATE INDEX reviews_fact ON reviews (fact, id);
CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews
BEGIN SELECT raise(ABORT, 'a review is never changed'); END;
CREATE TRIGGER reviews_are_kept BEFORE DELETE ON reviews
BEGIN SELECT raise(ABORT, 'a review is never removed'); END;

-- Derived from claims and reviews: changes as they are now, and every state they went through.
CREATE TABLE changes (
  id TEXT PRIMARY KEY,
  fact TEXT NOT NULL,
  verdict TEXT NOT NULL,
  kind TEXT NOT NULL,
  old TEXT,                          -- JSON
  new TEXT NOT NULL,                 -- JSON
  state TEXT NOT NULL CHECK (state IN ('unconfirmed', 'confirmed', 'reverted')),
  confidence REAL NOT NULL,
  published TEXT NOT NULL,
  recorded TEXT NOT NULL,
  claims TEXT NOT NULL,              -- JSON: ids, the first told first
  stories INTEGER NOT NULL,
  article INTEGER REFERENCES articles (number),
  why TEXT NOT NULL,
  reverts TEXT NOT NULL,             -- JSON: ids of changes that it takes back
  moved INTEGER NOT NULL,            -- 0: it waits and has not moved the standing value
  review TEXT,                       -- the last judgement on it
  replaced_by TEXT                   -- the change that tells the same, from an earlier article
) STRICT;
CREATE INDEX changes_fact ON changes (fact, published);
CREATE INDEX changes_published ON changes (published);
CREATE INDEX changes_state ON changes (state, published);

CREATE TABLE change_history (
  number INTEGER PRIMARY KEY,
  change TEXT NOT NULL REFERENCES changes (id),
  at TEXT NOT NULL,
  state TEXT NOT NULL,
  verdict TEXT NOT NULL,
  old TEXT,
  new TEXT NOT NULL,
  confidence REAL NOT NULL,
  stories INTEGER NOT NULL,
  why TEXT NOT NULL
) STRICT;
CREATE INDEX change_history_change ON change_history (change, number);

-- Derived: what is held true now, and what each claim did.
CREATE TABLE standing (
  fact TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  value TEXT,                        -- JSON
  since TEXT,
  sources INTEGER NOT NULL,
  last_seen TEXT,
  state TEXT NOT NULL,
  open_changes TEXT NOT NULL,        -- JSON: ids
  claims TEXT NOT NULL,              -- JSON: ids
  outlets TEXT NOT NULL              -- JSON: names of the sources that hold it
) STRICT;

CREATE TABLE timelines (
  fact TEXT NOT NULL,
  position INTEGER NOT NULL,         -- the order of those with the same time
  verdict TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,               -- JSON
  old TEXT,                          -- JSON
  at TEXT NOT NULL,
  claim TEXT,
  review INTEGER,
  change TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (fact, position)
) STRICT, WITHOUT ROWID;
