-- The services that fetch their keys at run time.

CREATE TABLE registered_service (
  id             text    PRIMARY KEY,
  name           text    NOT NULL UNIQUE,
  description    text    NOT NULL,
  environment    text    NOT NULL,
  permissions    text    NOT NULL,
  rate_requests  integer NOT NULL,
  rate_window_ms bigint  NOT NULL,
  notify_url     text,
  active         integer NOT NULL,
  registered_at  bigint  NOT NULL,
  ended_at       bigint
);

-- Which secrets are changing or have changed lately, for the caches of other processes.
CREATE TABLE key_change (
  number bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  change text    NOT NULL,
  path   text    NOT NULL,
  ended  integer NOT NULL,
  at     bigint  NOT NULL
);

REVOKE ALL ON registered_service, key_change FROM PUBLIC;
