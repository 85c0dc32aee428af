-- Finds the line that set the topic of a room.
create index line_topic on line (kind, room_id, "offset", redacted) where kind = 'TOPIC';
