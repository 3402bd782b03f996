CREATE TABLE stepstream_checkpoints (
  session_id uuid PRIMARY KEY,
  user_id text COLLATE "C",
  sequence bigint NOT NULL,
  saved_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  model text NOT NULL,
  format_version integer NOT NULL,
  checksum bigint NOT NULL,
  payload bytea NOT NULL
) WITH (fillfactor = 50);

-- In the row itself, and a page has room for the next version: nothing else is written then, no index, and the old
-- version's room is used again. Elsewhere (TOAST), the table grew to four times its size within minutes.
ALTER TABLE stepstream_checkpoints ALTER COLUMN payload SET STORAGE PLAIN;

-- None for expires_at: it changes with each checkpoint, and would cost each a new entry in every index.
CREATE INDEX stepstream_checkpoints_user ON stepstream_checkpoints (user_id)
  WHERE user_id IS NOT NULL;

-- A minute names its user by a number: half of the space.
CREATE TABLE stepstream_users (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL UNIQUE
);

-- The count is in the index, so that sums read nothing else.
CREATE TABLE stepstream_minutes (
  user_number integer NOT NULL,
  minute integer NOT NULL,
  session_id uuid NOT NULL,
  count integer NOT NULL,
  PRIMARY KEY (user_number, minute, session_id) INCLUDE (count)
) WITH (fillfactor = 80);

-- Rows come in the order of time, so this is tiny; it finds those that are too old.
CREATE INDEX stepstream_minutes_age ON stepstream_minutes USING brin (minute);
