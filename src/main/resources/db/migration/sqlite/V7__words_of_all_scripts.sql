-- The lines whose words are in the index as earlier versions analyzed them: those up to an offset. The
-- server analyzes them again while it runs, from the newest to the oldest.
create table line_words_rest (
  room_id integer primary key references room (id) on delete cascade,
  "offset" integer not null
);

insert into line_words_rest (room_id, "offset")
  select room_id, "offset" from line_words_end where "offset" > 0;

-- Has a row while words of redacted lines are to be removed from the index for good: until now they were
-- only marked as deleted there.
create table line_words_purge (
  id integer primary key check (id = 1)
);

insert into line_words_purge select 1 where exists (select 1 from line_words_end where "offset" > 0);
