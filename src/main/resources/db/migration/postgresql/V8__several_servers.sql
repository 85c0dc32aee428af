-- Several servers can share the database.

-- Whether the database belongs to several servers; a server that is by itself does not use it then.
alter table server add column clustered boolean not null default false;

-- A server while it runs, by an id that is new at each start. Times are by the clock of the database, in
-- milliseconds since 1970, UTC.
create table node (
  id text primary key,
  name text not null,
  version text not null,
  started_at bigint not null,
  -- After this time others take it for dead, and it cannot write; it never gets another lease.
  lease_until bigint not null
) with (fillfactor = 50);

-- Whether a server needs a lease to append.
alter table writer add column leased boolean not null default false;

-- What several servers apply in one order. The versions have no gap and are committed in their order: the
-- row of the head is locked until the end of the statement that gives one.
create table change (
  version bigint primary key,
  node text not null,
  kind text not null,
  body text not null,
  at bigint not null
);

create index change_at on change (at);

create table change_head (
  id integer primary key check (id = 1),
  version bigint not null
) with (fillfactor = 50);

insert into change_head (id, version) values (1, 0);

create function publish_change(p_node text, p_kind text, p_body text) returns bigint language sql as $$
  with next as (update change_head set version = version + 1 returning version)
  insert into change (version, node, kind, body, at)
    select version, p_node, p_kind, p_body, log_time() from next
    returning version
$$;

-- Gives ids to rooms, where several servers create them.
create sequence room_id as integer owned by room.id;

-- Marks the database as shared, unless it is. The caller shares the lock that a server by itself would hold
-- alone. Rooms that may have given offsets to lines that are not stored begin a new epoch, as from now on all
-- offsets are stored.
create function begin_cluster() returns void language plpgsql as $$
declare
  v_room room;
begin
  perform 1 from server where not clustered for update;
  if not found then
    return;
  end if;
  perform setval('room_id', greatest(1, (select max(id) from room)));
  for v_room in select * from room where unlogged and name_key is not null order by id loop
    update room set name_key = null where id = v_room.id;
    v_room.id := nextval('room_id');
    v_room.epoch := gen_random_uuid()::text;
    v_room.first_offset := 1;
    v_room.last_offset := 0;
    v_room.last_at := 0;
    v_room.unlogged := false;
    insert into room select v_room.*;
  end loop;
  delete from writer;
  update server set clustered = true, instance = '';
end
$$;

-- Deletes a room, with its roles and bans, so that they do not apply to another room of its name. Its lines
-- stay until they are deleted.
create function delete_room(p_node text, p_room integer) returns void language plpgsql as $$
declare
  v_key text;
begin
  select name_key into v_key from room where id = p_room and name_key is not null for no key update;
  if found then
    delete from room_role where room_key = v_key;
    delete from ban where room_key = v_key;
    update room set name_key = null where id = p_room;
    perform publish_change(p_node, 'room', p_room::text);
  end if;
end
$$;

-- Removes the text of a line; returns whether there is one.
create function redact_line(p_node text, p_room integer, p_offset bigint) returns boolean language plpgsql as $$
begin
  update line set text = '', redacted = true, words = null
    where room_id = p_room and "offset" = p_offset;
  if not found then
    return false;
  end if;
  perform publish_change(p_node, 'redacted', p_room || ' ' || p_offset);
  return true;
end
$$;

-- Appends a batch, for a server that needs a lease only while it has one. Each array has one element for each room, line or key. A step is the number of a line in
-- its room and batch, from 1; lines that are not kept have one too. For each room that exists, returns a row
-- with the last offset before the batch and the time of its lines (of_kind is null), and then the lines that
-- others appended since the offset that the caller knew, where those are not too many.
create or replace function append_lines(
  p_node text, p_session text, p_batch bigint,
  p_rooms integer[], p_known bigint[], p_counts integer[], p_topics text[],
  p_line_rooms integer[], p_line_steps integer[], p_kinds text[], p_senders text[], p_texts text[],
  p_words text[],
  p_key_rooms integer[], p_key_steps integer[], p_key_hashes text[], p_key_digests text[],
  p_key_kept boolean[])
returns table (
  of_room integer, of_offset bigint, of_at bigint, of_kind text, of_sender text, of_text text,
  of_redacted boolean)
language plpgsql as $$
declare
  v_leased boolean;
  v_rooms integer[];
  v_bases bigint[];
  v_times bigint[];
  v_known bigint[];
  v_now bigint;
begin
  select leased into v_leased from writer
    where node = p_node and session = p_session for no key update;
  if not found then
    raise exception 'another connection writes for this server' using errcode = 'PY001';
  end if;
  perform 1 from room where id = any (p_rooms) order by id for no key update;
  v_now := log_time();
  -- After the wait for the rows: the time that counts is that of the lines.
  if v_leased and not exists (select 1 from node where id = p_node and lease_until >= v_now) then
    raise exception 'the lease of this server is over' using errcode = 'PY002';
  end if;
  with changed as (
    update room set
      last_offset = greatest(last_offset, known) + lines,
      -- Not before the line before, unless that has the time of a clock that was wrong.
      last_at = case
        when lines = 0 then last_at
        when last_at between v_now and v_now + 60000 then last_at
        else v_now end,
      topic = coalesce(new_topic, topic)
    from unnest(p_rooms, p_known, p_counts, p_topics) as batch (room, known, lines, new_topic)
    where id = room and name_key is not null
    returning id, last_offset - lines as base, last_at, known)
  select array_agg(id order by id), array_agg(base order by id), array_agg(last_at order by id),
    array_agg(known order by id)
    into v_rooms, v_bases, v_times, v_known
    from changed;
  insert into line (room_id, "offset", at, kind, sender, text, words)
    select room, base + step, at, kind, sender, text, cast(words as tsvector)
    from unnest(p_line_rooms, p_line_steps, p_kinds, p_senders, p_texts, p_words)
        as line (room, step, kind, sender, text, words)
      join unnest(v_rooms, v_bases, v_times) as place (room, base, at) using (room);
  if p_key_rooms is not null then
    insert into idempotency_key (key_hash, digest, room, epoch, "offset", at, used_at, kept)
      select distinct on (hash) hash, digest, name, epoch, base + step, at, at, kept
      from unnest(p_key_rooms, p_key_steps, p_key_hashes, p_key_digests, p_key_kept)
          with ordinality as key (room, step, hash, digest, kept, number)
        join unnest(v_rooms, v_bases, v_times) as place (room, base, at) using (room)
        join room on room.id = place.room
      order by hash, number desc
      on conflict (key_hash) do update set
        digest = excluded.digest, room = excluded.room, epoch = excluded.epoch,
        "offset" = excluded."offset", at = excluded.at, used_at = excluded.used_at,
        kept = excluded.kept;
  end if;
  update writer set
    batch = p_batch, rooms = coalesce(v_rooms, '{}'), bases = coalesce(v_bases, '{}'),
    times = coalesce(v_times, '{}')
    where node = p_node;
  for i in 1 .. coalesce(cardinality(v_rooms), 0) loop
    return query select v_rooms[i], v_bases[i], v_times[i], null::text, null::text, null::text, null::boolean;
    if v_bases[i] - v_known[i] between 1 and 1000 then
      return query
        select room_id, "offset", at, kind, sender, text, redacted from line
        where room_id = v_rooms[i] and "offset" > v_known[i] and "offset" <= v_bases[i]
        order by "offset";
    end if;
  end loop;
end
$$;
