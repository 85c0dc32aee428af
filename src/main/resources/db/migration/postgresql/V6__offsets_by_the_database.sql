-- Lines get their offsets and times from the database, in one statement: the rows of their rooms are
-- locked for as long as that runs, and never while the database waits for a client.

-- The time of the newest line, in milliseconds since 1970, UTC.
alter table room add column last_at bigint not null default 0;

-- From now on the last offset counts the lines that are stored too.
update room set last_offset = greatest(last_offset, newest."offset"), last_at = newest.at
  from (select distinct on (room_id) room_id, "offset", at from line order by room_id, "offset" desc) as newest
  where newest.room_id = room.id;

-- Each batch changes the rows of its rooms.
alter table room set (fillfactor = 50);

-- The last batch of each server that writes, stored along with its lines: after a lost connection it tells
-- whether they are stored, and where.
create table writer (
  node text primary key,
  -- The connection over which the server writes; a statement that is late from another one is refused.
  session text not null,
  batch bigint not null,
  -- For each room of the batch: the last offset before its lines, and the time of its lines.
  rooms integer[] not null,
  bases bigint[] not null,
  times bigint[] not null
) with (fillfactor = 50);

-- The time of lines that are appended now, in milliseconds since 1970, UTC.
create function log_time() returns bigint language sql as $$
  select floor(extract(epoch from clock_timestamp()) * 1000)::bigint
$$;

-- Appends a batch. Each array has one element for each room, line or key. A step is the number of a line in
-- its room and batch, from 1; lines that are not kept have one too. For each room that exists, returns a row
-- with the last offset before the batch and the time of its lines (of_kind is null), and then the lines that
-- others appended since the offset that the caller knew, where those are not too many.
create function append_lines(
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
  v_rooms integer[];
  v_bases bigint[];
  v_times bigint[];
  v_known bigint[];
  v_now bigint;
begin
  perform 1 from writer where node = p_node and session = p_session for no key update;
  if not found then
    raise exception 'another connection writes for this server' using errcode = 'PY001';
  end if;
  perform 1 from room where id = any (p_rooms) order by id for no key update;
  v_now := log_time();
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
