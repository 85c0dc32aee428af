-- How far the owner of an account has read in a room, whose epoch is the room's for good.
create table read_marker (
  account_id text not null references account (id),
  epoch text not null,
  "offset" integer not null,
  primary key (account_id, epoch)
) without rowid;
