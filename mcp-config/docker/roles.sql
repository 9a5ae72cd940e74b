-- The two roles and the database of docs/operations.md, run once by the image of PostgreSQL when its volume is empty.
\set ON_ERROR_STOP on
\set owner `cat /run/secrets/owner-password`
\set writer `cat /run/secrets/writer-password`
CREATE ROLE holdfast_owner LOGIN PASSWORD :'owner';
CREATE ROLE holdfast LOGIN PASSWORD :'writer';
CREATE DATABASE holdfast OWNER holdfast_owner;
REVOKE ALL ON DATABASE holdfast FROM PUBLIC;
GRANT CONNECT ON DATABASE holdfast TO holdfast;
