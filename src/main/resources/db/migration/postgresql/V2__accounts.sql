-- Times are milliseconds since 1970, UTC.
create table account (
  id text primary key,
  name text not null,
  -- The name as it is compared.
  name_key text not null unique,
  -- Encoded, with the way in which it is before it.
  password text not null,
  admin boolean not null,
  disabled boolean not null,
  created_at bigint not null,
  last_login_at bigint
);

create table token (
  id text primary key,
  name text not null,
  name_key text not null unique,
  -- The SHA-256 of the token, and how the token begins.
  hash text not null unique,
  prefix text not null,
  -- Separated by spaces.
  scopes text not null,
  -- Null where the token stands alone.
  account_id text references account (id),
  created_at bigint not null,
  expires_at bigint,
  last_used_at bigint
);
