-- The newest lines of all rooms, in the order in which they were stored: to append them to one place costs
-- much less than to insert each into the place of its room. From here they are moved to the table of lines,
-- and their words into the index, many at a time.
create table line_tail (
  id integer primary key,
  room_id integer not null,
  "offset" integer not null check ("offset" between 1 and 0xffffffffff),
  at integer not null,
  kind text not null,
  sender text not null,
  text text not null
);

-- Lines whose words were not in the index yet. Redacted ones have no words.
insert into line_tail (room_id, "offset", at, kind, sender, text)
  select line.room_id, line."offset", line.at, line.kind, line.sender, line.text
  from line left join line_words_end on line_words_end.room_id = line.room_id
  where line."offset" > coalesce(line_words_end."offset", 0) and not line.redacted
  order by line.room_id, line."offset";

delete from line
  where exists (
    select 1 from line_words_end
    where line_words_end.room_id = line.room_id and line."offset" > line_words_end."offset")
    and not redacted;
delete from line
  where not exists (select 1 from line_words_end where line_words_end.room_id = line.room_id)
    and not redacted;

drop table line_words_end;
