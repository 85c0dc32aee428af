-- The words of a line are written and deleted along with it: triggers had the index write out, at each
-- line, all that it had gathered.
drop trigger line_deleted;
drop trigger line_redacted;
drop trigger line_with_words_inserted;
drop view line_with_words;
