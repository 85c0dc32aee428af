-- After a fail-over to a standby that lagged behind, lines that servers have shown are gone, and their offsets
-- would be given again. So each room begins a new epoch then.

-- Which history of the database it was written in: another after a fail-over, or where a backup was restored.
alter table server add column timeline text;

-- Since when it is not known whether lines are gone; null where it is known.
alter table server add column undecided_since bigint;

-- Whether the server was alive when the history of the database ended, and has not said yet what it knew.
alter table node add column awaited boolean not null default false;

-- The last offset of the epoch before this one.
alter table room add column epoch_base bigint not null default 0;

-- Returns the history that the database continues; fails on a standby.
create function current_timeline() returns text language plpgsql as $$
begin
  return (select system_identifier || '-' || left(pg_walfile_name(pg_current_wal_lsn()), 8) from pg_control_system());
exception
  when insufficient_privilege or undefined_function or feature_not_supported then
    return 'unknown';
end
$$;

-- Notes where the history of the database has changed, before a server changes anything. What a server that had
-- no lease any more when the last lease was renewed has shown was stored before that, and so is not gone.
create function enter_timeline() returns void language plpgsql as $$
declare
  v_now text := current_timeline();
  v_server server;
begin
  select * into v_server from server;
  if v_server.timeline = v_now then
    return;
  end if;
  select * into v_server from server for update;
  if v_server.timeline <> v_now then
    update node set awaited =
      (awaited and v_server.undecided_since is not null)
        or (lease_until > 0 and lease_until > (select max(lease_until) from node) - 5000);
    update server set undecided_since = log_time();
  end if;
  update server set timeline = v_now;
end
$$;

-- Tells what a server knows of rooms: the last offset in each epoch. Returns the history of the database once it is
-- decided which epochs go on, and null before: they do where nobody who was alive knows of anything that is not
-- there. A server that says nothing for ten seconds may know of something.
create function adopt_timeline(p_node text, p_epochs text[], p_lasts bigint[]) returns text language plpgsql as $$
declare
  v_server server;
  v_lost boolean;
begin
  perform enter_timeline();
  select * into v_server from server;
  if v_server.undecided_since is null then
    return v_server.timeline;
  end if;
  select * into v_server from server for update;
  if v_server.undecided_since is null then
    return v_server.timeline;
  end if;
  v_lost := log_time() - v_server.undecided_since > 10000
    or exists (
      select from unnest(p_epochs, p_lasts) as known (epoch, last) left join room using (epoch)
      where last > coalesce(last_offset, 0));
  update node set awaited = false where id = p_node;
  if v_lost then
    with renewed as (
      update room set epoch = next.epoch, epoch_base = last_offset
      from (
        select id, epoch as before, gen_random_uuid()::text as epoch from room where name_key is not null
      ) as next
      where room.id = next.id
      returning next.before, next.epoch, last_offset),
    marked as (
      update read_marker set epoch = renewed.epoch, "offset" = least("offset", last_offset)
      from renewed where read_marker.epoch = renewed.before)
    update idempotency_key set epoch = renewed.epoch
    from renewed where idempotency_key.epoch = renewed.before;
  elsif exists (select from node where awaited) then
    return null;
  end if;
  update node set awaited = false where awaited;
  update server set undecided_since = null;
  return v_server.timeline;
end
$$;
