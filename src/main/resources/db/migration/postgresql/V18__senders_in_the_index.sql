-- The index has the sender of each line among its words. The server analyzes the lines again while it runs, from the
-- newest to the oldest.
insert into line_words_rest (room_id, "offset")
  select id, newest
  from (select id, (select max("offset") from line where room_id = room.id) as newest from room) as newest_lines
  where newest is not null
  on conflict (room_id) do update set "offset" = excluded."offset";
