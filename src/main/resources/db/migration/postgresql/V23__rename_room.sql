-- Renames a room, with its roles, bans, metadata and idempotency keys. What was left of an earlier room of that name is
-- deleted. Returns 'done', 'taken' where another room has the name, or 'gone'.
create function rename_room(p_node text, p_room integer, p_name text, p_key text) returns text language plpgsql as $$
declare
  v_key text;
  v_epoch text;
begin
  select name_key, epoch into v_key, v_epoch from room
    where id = p_room and name_key is not null for no key update;
  if not found then
    return 'gone';
  end if;
  update room set name = p_name, name_key = p_key where id = p_room;
  if v_key <> p_key then
    delete from room_role where room_key = p_key;
    delete from ban where room_key = p_key;
    delete from room_metadata where room_key = p_key;
  end if;
  update room_role set room = p_name, room_key = p_key where room_key = v_key;
  update ban set room = p_name, room_key = p_key where room_key = v_key;
  update room_metadata set room = p_name, room_key = p_key where room_key = v_key;
  update idempotency_key set room = p_name where epoch = v_epoch;
  perform publish_change(p_node, 'room', p_room::text);
  return 'done';
exception
  when unique_violation then
    return 'taken';
end
$$;
