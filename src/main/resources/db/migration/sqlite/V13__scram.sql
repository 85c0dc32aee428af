-- The verifier of the password for SCRAM-SHA-256; null where the password is older than that.
alter table account add column scram text;

-- Makes what is shown of names that have no verifier; null until the first server has made it.
alter table server add column scram_key text;
