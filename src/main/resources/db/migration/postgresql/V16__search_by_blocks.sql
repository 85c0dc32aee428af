-- An index of words alone gives all lines of the room that have a word, in no order. Therefore each word is indexed
-- along with its room and a block of 65,536 offsets, and a search goes from block to block until its page is full.
-- Lines that are not in the main part of the index yet are few, as each search reads all of them.
drop index line_words;

-- Returns words with their room and block before each.
create function block_words(p_room integer, p_offset bigint, p_words tsvector) returns tsvector
language sql immutable parallel safe
return cast(
  replace(
    ' ' || cast(p_words as text), ' ''',
    ' ''' || cast(p_room as text) || '.' || cast(p_offset >> 16 as text) || ':')
  as tsvector);

create index line_words on line using gin (block_words(room_id, "offset", words))
  with (gin_pending_list_limit = 128);

-- Returns the newest or oldest lines of a range that have all terms, in the order in which they were searched. Begins
-- with 1,024 lines of the table; where those have few results, continues with a block by the index. Where a block has
-- many results, it is read from the table instead, 1,024 lines at a time, as far as the page needs it. The plans do
-- not depend on statistics, which are missing after many lines were stored.
create function search_lines(
  p_room integer, p_from bigint, p_to bigint, p_since bigint, p_newest boolean, p_limit integer,
  p_terms text[])
returns table (
  of_offset bigint, of_at bigint, of_kind text, of_sender text, of_text text, of_redacted boolean)
language plpgsql stable
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  v_words tsquery := cast('''' || array_to_string(p_terms, ''' & ''') || '''' as tsquery);
  v_prefix text;
  v_bits integer := 10;
  v_from bigint;
  v_to bigint;
  v_at bigint;
  v_low bigint;
  v_high bigint;
  v_crowded bigint;
  v_offsets bigint[];
  v_returned integer;
  v_missing integer := p_limit;
begin
  select greatest(p_from, coalesce(min("offset"), 1)), least(p_to, coalesce(max("offset"), 0)) into v_from, v_to
    from line where room_id = p_room;
  while v_missing > 0 and v_from <= v_to loop
    v_at := case when p_newest then v_to else v_from end;
    v_low := greatest(v_from, v_at >> v_bits << v_bits);
    v_high := least(v_to, ((v_at >> v_bits) + 1 << v_bits) - 1);
    if v_bits = 16 then
      v_prefix := p_room || '.' || (v_at >> 16) || ':';
      v_offsets := array(
        select "offset" from line
        where block_words(room_id, "offset", words)
          @@ cast('''' || v_prefix || array_to_string(p_terms, ''' & ''' || v_prefix) || '''' as tsquery)
        limit 2049);
      if cardinality(v_offsets) > 2048 then
        v_crowded := v_at >> 16;
        v_bits := 10;
        continue;
      end if;
    else
      v_offsets := array(
        select "offset" from line
        where room_id = p_room and "offset" between v_low and v_high and words @@ v_words);
    end if;
    if cardinality(v_offsets) > 0 then
      return query
        select "offset", at, kind, sender, text, redacted from line
        where room_id = p_room and at >= p_since and "offset" = any (array(
          select "offset" from unnest(v_offsets) as "offset"
          where "offset" between v_low and v_high
          order by case when p_newest then -"offset" else "offset" end limit v_missing))
        order by case when p_newest then -"offset" else "offset" end;
      get diagnostics v_returned = row_count;
      v_missing := v_missing - v_returned;
    end if;
    if p_newest then
      v_to := v_low - 1;
      v_at := v_to;
    else
      v_from := v_high + 1;
      v_at := v_from;
    end if;
    v_bits := case
      when cardinality(v_offsets) <= 32 and v_crowded is distinct from v_at >> 16 then 16
      else 10 end;
  end loop;
end
$$;
