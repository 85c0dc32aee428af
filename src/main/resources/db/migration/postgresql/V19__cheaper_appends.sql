-- Appends a batch as before, by statements for one room each, whose plans are kept: one for all rooms was planned
-- again for each batch where there are many rooms, which was half of its cost. The row of the writer is touched at the
-- end alone: where another connection of the server, or its lease, says no, all of it is rolled back.
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
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  v_rooms integer[] := '{}';
  v_bases bigint[] := '{}';
  v_times bigint[] := '{}';
begin
  if cardinality(p_rooms) > 1 then
    -- In one order, so that servers do not wait for each other for ever.
    perform 1 from room where id = any (p_rooms) order by id for no key update;
  end if;
  for i in 1 .. coalesce(cardinality(p_rooms), 0) loop
    update room set
      last_offset = greatest(last_offset, p_known[i]) + p_counts[i],
      -- Not before the line before, unless that has the time of a clock that was wrong.
      last_at = case
        when p_counts[i] = 0 then last_at
        when last_at > log_time() + 60000 then log_time()
        else greatest(last_at, log_time()) end,
      topic = coalesce(p_topics[i], topic)
      where id = p_rooms[i] and name_key is not null
      returning id, last_offset - p_counts[i], last_at into of_room, of_offset, of_at;
    if found then
      v_rooms := v_rooms || of_room;
      v_bases := v_bases || of_offset;
      v_times := v_times || of_at;
      return next;
      if of_offset - p_known[i] between 1 and 1000 then
        return query
          select room_id, "offset", at, kind, sender, text, redacted from line
          where room_id = p_rooms[i] and "offset" > p_known[i] and "offset" <= of_offset
          order by "offset";
      end if;
    end if;
  end loop;
  if p_line_rooms is not null then
    insert into line (room_id, "offset", at, kind, sender, text, words)
      select room, base + step, at, kind, sender, text, cast(words as tsvector)
      from unnest(p_line_rooms, p_line_steps, p_kinds, p_senders, p_texts, p_words)
          as line (room, step, kind, sender, text, words)
        join unnest(v_rooms, v_bases, v_times) as place (room, base, at) using (room);
  end if;
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
  -- The lease is checked after the wait for the rows: the time that counts is that of the lines.
  update writer set batch = p_batch, rooms = v_rooms, bases = v_bases, times = v_times
    where node = p_node and session = p_session
      and (not leased or exists (select from node where id = p_node and lease_until >= log_time()));
  if not found then
    if exists (select from writer where node = p_node and session = p_session) then
      raise exception 'the lease of this server is over' using errcode = 'PY002';
    end if;
    raise exception 'another connection writes for this server' using errcode = 'PY001';
  end if;
end
$$;
