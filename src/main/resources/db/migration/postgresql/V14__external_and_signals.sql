-- Whether those who are not in a room speak there, and whether it takes requests to clients.
alter table room add column external boolean not null default false;
alter table room add column no_signals boolean not null default false;
