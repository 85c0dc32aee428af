-- The lines whose words are in the index as earlier versions analyzed them: those up to an offset. The
-- server analyzes them again while it runs, from the newest to the oldest.
create table line_words_rest (
  room_id integer primary key references room (id) on delete cascade,
  "offset" bigint not null
);

insert into line_words_rest (room_id, "offset")
  select id, newest
  from (select id, (select max("offset") from line where room_id = id) as newest from room) as room
  where newest is not null;
