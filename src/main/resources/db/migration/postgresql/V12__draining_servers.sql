-- Whether the server stops, and sends its people to the others.
alter table node add column draining boolean not null default false;
