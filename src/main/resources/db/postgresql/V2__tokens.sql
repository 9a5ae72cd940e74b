-- The keys that tokens are signed by, each sealed under the store's own key, and the tokens that were issued.

CREATE TABLE signing_key (
  id         text   PRIMARY KEY,
  public_key bytea  NOT NULL,
  sealed     bytea  NOT NULL,
  created_at bigint NOT NULL
);

CREATE TABLE issued_token (
  jti         text   PRIMARY KEY,
  holder      text   NOT NULL,
  kind        text   NOT NULL,
  roles       text   NOT NULL,
  environment text,
  issued_at   bigint NOT NULL,
  expires_at  bigint NOT NULL,
  revoked_at  bigint
);
CREATE INDEX issued_token_revoked ON issued_token (expires_at) WHERE revoked_at IS NOT NULL;

REVOKE ALL ON signing_key, issued_token FROM PUBLIC;
