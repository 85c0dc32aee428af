-- What the owners of accounts and the moderators of rooms tell: values by names, the keys of metadata.
create table account_metadata (
  account_id text not null references account (id),
  name text not null,
  value text not null,
  primary key (account_id, name)
) without rowid;

create table room_metadata (
  room text not null,
  room_key text not null,
  name text not null,
  value text not null,
  primary key (room_key, name)
) without rowid;
