-- What the owners of accounts and the moderators of rooms tell: values by names, the keys of metadata.
create table account_metadata (
  account_id text not null references account (id),
  name text not null,
  value text not null,
  primary key (account_id, name)
);

create table room_metadata (
  room text not null,
  room_key text not null,
  name text not null,
  value text not null,
  primary key (room_key, name)
);

-- Deletes a room, with its roles, bans and metadata, so that they do not apply to another room of its name.
-- Its lines stay until they are deleted.
create or replace function delete_room(p_node text, p_room integer) returns void language plpgsql as $$
declare
  v_key text;
begin
  select name_key into v_key from room where id = p_room and name_key is not null for no key update;
  if found then
    delete from room_role where room_key = v_key;
    delete from ban where room_key = v_key;
    delete from room_metadata where room_key = v_key;
    update room set name_key = null where id = p_room;
    perform publish_change(p_node, 'room', p_room::text);
  end if;
end
$$;
