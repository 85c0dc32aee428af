-- The names in use on all servers of a cluster. Not logged: after a crash of the database it is
-- empty, and each server claims the names of its people again.
create unlogged table node_name (
  -- The name, without case.
  name_key text not null primary key,
  -- The server of the person, an incarnation.
  node uuid not null,
  -- The id of the person.
  person text not null
);

create index node_name_node on node_name (node);

-- The sessions that can be resumed at another server. Not logged either.
create unlogged table node_session (
  -- The SHA-256 of the resume token.
  token_hash text not null primary key,
  node uuid not null,
  -- What the session was shown, its rooms and its settings, as JSON.
  state text not null
) with (fillfactor = 50);

create index node_session_node on node_session (node);
