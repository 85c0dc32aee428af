-- Store a value, unless it has a new name and there are as many values as there may be (0 for no limit), and
-- return whether it is stored. The lock is that of the owner, so that several servers count one after the other.
create function set_account_metadata(p_account text, p_name text, p_value text, p_most integer)
  returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('account_metadata ' || p_account, 0));
  if p_most > 0
      and not exists (select from account_metadata where account_id = p_account and name = p_name)
      and (select count(*) from account_metadata where account_id = p_account) >= p_most then
    return false;
  end if;
  insert into account_metadata (account_id, name, value)
    select id, p_name, p_value from account where id = p_account
    on conflict (account_id, name) do update set value = excluded.value;
  return true;
end
$$;

create function set_room_metadata(p_room text, p_room_key text, p_name text, p_value text, p_most integer)
  returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('room_metadata ' || p_room_key, 0));
  if p_most > 0
      and not exists (select from room_metadata where room_key = p_room_key and name = p_name)
      and (select count(*) from room_metadata where room_key = p_room_key) >= p_most then
    return false;
  end if;
  insert into room_metadata (room, room_key, name, value) values (p_room, p_room_key, p_name, p_value)
    on conflict (room_key, name) do update set value = excluded.value;
  return true;
end
$$;
