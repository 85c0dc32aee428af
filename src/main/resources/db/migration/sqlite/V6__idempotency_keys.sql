-- The keys that lines were posted under, stored along with the lines. They outlive the rooms.
create table idempotency_key (
  -- The SHA-256 of the key.
  key_hash text primary key,
  -- The SHA-256 of the key and of what was asked for.
  digest text not null,
  room text not null,
  epoch text not null,
  "offset" integer not null,
  -- When the line was said and when the key was used last, in milliseconds since 1970, UTC.
  at integer not null,
  used_at integer not null,
  -- Whether the line was stored; otherwise it only got its offset.
  kept boolean not null
);

create index idempotency_key_at on idempotency_key (at);
create index idempotency_key_used_at on idempotency_key (used_at);
create index idempotency_key_epoch on idempotency_key (epoch, "offset");
