CREATE TABLE checkpoints (
  session_id TEXT PRIMARY KEY,
  user_id TEXT,
  sequence INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  model TEXT NOT NULL,
  format_version INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  payload BLOB NOT NULL
) STRICT;

CREATE INDEX checkpoints_by_user ON checkpoints (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX checkpoints_by_expiry ON checkpoints (expires_at);

-- A minute names its user by a number: a third of the space.
CREATE TABLE users (
  number INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL UNIQUE
) STRICT;

-- Sessions are UUIDs, here as their 16 bytes. Clustered by user and minute, as they are read.
CREATE TABLE minutes (
  user INTEGER NOT NULL,
  minute INTEGER NOT NULL,
  session BLOB NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (user, minute, session)
) STRICT, WITHOUT ROWID;
