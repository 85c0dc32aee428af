-- Accounts whose owners stay in their rooms without a connection.
alter table account add column always_on boolean not null default false;

-- Their sessions: the state that one goes on from after a restart.
create table always_on_session (
  account_id text primary key references account (id),
  -- The rooms, what was shown of them, and the settings of the session, as JSON.
  state text not null,
  -- Milliseconds since 1970, UTC; null while it has a connection.
  absent_since bigint,
  -- The server of a cluster that has the session, an incarnation; null if that server is alone.
  node text
);
