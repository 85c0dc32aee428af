-- Which server writes here, and what is written to find out whether there is room.
create table server (
  id integer primary key check (id = 1),
  instance text not null,
  ballast text
);

insert into server (id, instance) values (1, '');

create table room (
  id integer primary key check (id between 1 and 0x7fffff),
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
  keep_lines integer,
  keep_age text,
  created_at integer not null,
  first_offset integer not null,
  -- The high-water mark: it stays when lines expire.
  last_offset integer not null,
  -- Whether offsets beyond last_offset may have been given to lines that were never stored.
  unlogged boolean not null
);

-- Times are milliseconds since 1970, UTC.
create table line (
  room_id integer not null references room (id),
  "offset" integer not null check ("offset" between 1 and 0xffffffffff),
  at integer not null,
  kind text not null,
  sender text not null,
  text text not null,
  redacted boolean not null default false,
  primary key (room_id, "offset")
) without rowid;

-- The words of the lines. They come cut up and in lower case, separated by spaces; to this tokenizer
-- all that is not ASCII is part of a word. The rowid is the room's id and, in the lower 40 bits, the offset.
create virtual table line_words using fts5 (
  words,
  content = '',
  contentless_delete = 1,
  detail = none,
  tokenize = 'ascii'
);

create trigger line_deleted after delete on line begin
  delete from line_words where rowid = (old.room_id << 40) | old."offset";
end;

create trigger line_redacted after update of redacted on line when new.redacted begin
  delete from line_words where rowid = (new.room_id << 40) | new."offset";
end;

-- A line with its words, to be inserted into.
create view line_with_words as
  select room_id, "offset", at, kind, sender, text, '' as words from line;

create trigger line_with_words_inserted instead of insert on line_with_words begin
  insert into line (room_id, "offset", at, kind, sender, text)
    values (new.room_id, new."offset", new.at, new.kind, new.sender, new.text);
  insert into line_words (rowid, words)
    values ((new.room_id << 40) | new."offset", new.words);
end;
