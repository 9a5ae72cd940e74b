-- Agents whose rules every server shares, and which agents are active.

CREATE TABLE registered_agent (
  name       text    PRIMARY KEY,
  rules      text,
  active     integer NOT NULL,
  changed_at bigint  NOT NULL
);

REVOKE ALL ON registered_agent FROM PUBLIC;
