-- The idempotency keys of posts in progress, so that several servers do not post under one key. Not logged:
-- after a crash of the database no post is in progress.
create unlogged table idempotency_claim (
  -- The SHA-256 of the key.
  key_hash text not null primary key,
  -- The server that posts, by its id in node.
  node text not null
);
