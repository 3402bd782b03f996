-- Each save had to change it, and only the search for what has expired used it, once a minute.
DROP INDEX checkpoints_by_expiry;
