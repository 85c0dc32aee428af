alter table room add column moderated boolean not null default false;
alter table room add column read_only boolean not null default false;
alter table room add column invite_only boolean not null default false;

-- Names have a key: the name as it is compared.
create table room_role (
  room text not null,
  room_key text not null,
  account text not null,
  account_key text not null,
  role text not null,
  primary key (room_key, account_key)
) without rowid;

-- Bans and mutes. Times are milliseconds since 1970, UTC.
create table ban (
  id text primary key,
  kind text not null,
  -- Empty for the whole server.
  room text not null,
  room_key text not null,
  target_kind text not null,
  target text not null,
  target_key text not null,
  since integer not null,
  -- Null for good.
  until_time integer,
  reason text not null,
  imposed_by text not null,
  unique (kind, room_key, target_kind, target_key)
);

create table defence (
  id integer primary key check (id = 1),
  level text not null,
  reason text not null
);

create table audit (
  id integer primary key autoincrement,
  at integer not null,
  -- ADMIN, ACCOUNT, TOKEN or GUEST.
  actor_kind text not null,
  actor text not null,
  actor_key text not null,
  address text not null,
  action text not null,
  subject text not null,
  subject_key text not null,
  reason text not null,
  state_before text,
  state_after text
);

create index audit_at on audit (at);
create index audit_actor on audit (actor_key, id);
create index audit_subject on audit (subject_key, id);

create trigger audit_stays before update on audit begin
  select raise(abort, 'the audit is only added to');
end;

create trigger audit_is_kept before delete on audit begin
  select raise(abort, 'the audit is only added to');
end;
