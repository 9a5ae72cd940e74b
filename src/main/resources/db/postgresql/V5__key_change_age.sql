-- What is forgotten of changes is found by its age, at each change.

CREATE INDEX key_change_at ON key_change (at);
