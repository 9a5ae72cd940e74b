-- The tables of the audit, and those of what changes. docs/file-format.md says what each column holds.

CREATE TABLE key_access_audit (
  "timestamp"       timestamptz NOT NULL,
  request_id        text        NOT NULL,
  phase             text        NOT NULL,
  service_name      text,
  person            text,
  environment       text,
  action            text        NOT NULL,
  key_path          text,
  version           bigint,
  status            text        NOT NULL,
  reason            text,
  cached            bigint,
  cache_age_seconds bigint,
  fallback_used     bigint,
  current_usage     bigint,
  rate_limit        bigint,
  fingerprint       text,
  channel           text        NOT NULL,
  ip_address        text,
  user_agent        text,
  writer            bigint      NOT NULL,
  seq               bigint      NOT NULL,
  prev_hash         text        NOT NULL,
  hash              text        NOT NULL,
  PRIMARY KEY (writer, seq, "timestamp")
) PARTITION BY RANGE ("timestamp");

CREATE TABLE service_auth_audit (
  "timestamp"  timestamptz NOT NULL,
  request_id   text        NOT NULL,
  service_name text,
  event        text        NOT NULL,
  status       text        NOT NULL,
  reason       text,
  jti          text,
  ip_address   text,
  user_agent   text,
  writer       bigint      NOT NULL,
  seq          bigint      NOT NULL,
  prev_hash    text        NOT NULL,
  hash         text        NOT NULL,
  PRIMARY KEY (writer, seq, "timestamp")
) PARTITION BY RANGE ("timestamp");

-- A chain begins with a row here, in the statement that writes its first row.
CREATE TABLE audit_chain (
  table_name text        NOT NULL,
  writer     bigint      NOT NULL,
  opened_at  timestamptz NOT NULL,
  PRIMARY KEY (table_name, writer)
);

CREATE TABLE audit_checkpoint (
  number    bigint PRIMARY KEY,
  at        text NOT NULL,
  heads     text NOT NULL,
  prev_hash text NOT NULL,
  hash      text NOT NULL
);

-- A chain that will not go on ends with a row here; the checkpoint says so too, under its hash.
CREATE TABLE audit_chain_end (
  table_name text   NOT NULL,
  writer     bigint NOT NULL,
  seq        bigint NOT NULL,
  hash       text   NOT NULL,
  checkpoint bigint NOT NULL REFERENCES audit_checkpoint (number),
  PRIMARY KEY (table_name, writer)
);

-- The partitions that were archived and dropped.
CREATE TABLE audit_retired (
  number     bigint PRIMARY KEY,
  table_name text   NOT NULL,
  day        date   NOT NULL,
  at         text   NOT NULL,
  file       text   NOT NULL,
  rows       bigint NOT NULL,
  chains     text   NOT NULL,
  seal       text   NOT NULL,
  prev_hash  text   NOT NULL,
  hash       text   NOT NULL,
  UNIQUE (table_name, day)
);

CREATE TABLE access_grant (
  id         text    PRIMARY KEY,
  token_hash bytea   NOT NULL UNIQUE,
  path       text    NOT NULL,
  key_id     text    NOT NULL,
  agent      text    NOT NULL,
  purpose    text    NOT NULL,
  expires_at bigint  NOT NULL,
  uses       integer NOT NULL,
  max_uses   integer NOT NULL
);

-- Makes the partitions of a day, of both tables, where they are missing. Made apart and attached, so that nobody who
-- writes has to wait. For the owner, for any day.
CREATE FUNCTION audit_make_partitions(day date) RETURNS void
LANGUAGE plpgsql
SET search_path = "${flyway:defaultSchema}", pg_temp
AS $$
DECLARE
  parent text;
  part   text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['key_access_audit', 'service_auth_audit'] LOOP
    part := parent || '_' || to_char(day, 'YYYYMMDD');
    IF to_regclass(quote_ident(part)) IS NULL THEN
      -- One of those who come at once makes them; the others then find them made. They look into the catalogue itself: what
      -- to_regclass remembers may be older than the lock.
      PERFORM pg_advisory_xact_lock(5210387412098345);
      IF NOT EXISTS (SELECT 1 FROM pg_class
          WHERE relname = part AND relnamespace = current_schema()::regnamespace) THEN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part, parent);
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', part);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
          parent, part, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
      END IF;
    END IF;
  END LOOP;
END
$$;

-- The same for those who write, under the owner's rights and for the days around today alone.
CREATE FUNCTION audit_partitions(day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = "${flyway:defaultSchema}", pg_temp
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
  IF day < today - 1 OR day > today + 7 THEN
    RAISE EXCEPTION 'no partition for that day' USING ERRCODE = '22023';
  END IF;
  PERFORM audit_make_partitions(day);
END
$$;

REVOKE ALL ON FUNCTION audit_make_partitions(date) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit_partitions(date) FROM PUBLIC;
REVOKE ALL ON key_access_audit, service_auth_audit, audit_chain, audit_checkpoint, audit_chain_end, audit_retired,
  access_grant FROM PUBLIC;
