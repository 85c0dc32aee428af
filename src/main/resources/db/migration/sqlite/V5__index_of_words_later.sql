-- How far the words of a room's lines are in the index: they are put there many lines at a time. What
-- there is was put there line by line.
create table line_words_end (
  room_id integer primary key references room (id) on delete cascade,
  "offset" integer not null
);

insert into line_words_end (room_id, "offset")
  select id, coalesce((select max(line."offset") from line where line.room_id = room.id), 0) from room;
