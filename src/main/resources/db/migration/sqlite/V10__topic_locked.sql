-- Whether only moderators change a room's topic.
alter table room add column topic_locked boolean not null default false;
