-- The TLS certificates by which the owners of accounts log in.
create table certificate (
  -- The SHA-256, in hexadecimal digits.
  fingerprint text primary key,
  account_id text not null references account (id),
  -- Milliseconds since 1970, UTC.
  added_at integer not null
) without rowid;

create index certificate_account on certificate (account_id);
