-- Which server writes here, and what is written to find out whether there is room.
create table server (
  id integer primary key check (id = 1),
  instance text not null,
  ballast text
);

insert into server (id, instance) values (1, '');

create table room (
  id integer primary key,
  name text not null,
  -- The name as it is compared; null once the room is deleted and its lines are being removed.
  name_key text unique,
  epoch text not null,
  topic text not null,
  persistent boolean not null,
  secret boolean not null,
  room_key text,
  max_members integer not null,
  slow_mode_seconds integer not null,
  -- Whether the room has a retention of its own, and the bounds of it (an ISO 8601 duration).
  own_retention boolean not null,
  keep_lines bigint,
  keep_age text,
  created_at bigint not null,
  first_offset bigint not null,
  -- The high-water mark: it stays when lines expire.
  last_offset bigint not null,
  -- Whether offsets beyond last_offset may have been given to lines that were never stored.
  unlogged boolean not null
);

-- Times are milliseconds since 1970, UTC.
create table line (
  room_id integer not null references room (id),
  "offset" bigint not null check ("offset" > 0),
  at bigint not null,
  kind text not null,
  sender text not null,
  text text not null,
  redacted boolean not null default false,
  -- The words of the text, cut up by the program, and one that stands for the room.
  words tsvector,
  primary key (room_id, "offset")
);

create index line_words on line using gin (words);
