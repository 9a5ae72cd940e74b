-- What the role that Holdfast runs under may do: add to the audit and read it, never change it.

-- In schema public everybody has it, and the owner of our tables could not grant it.
DO $$
BEGIN
  IF NOT has_schema_privilege('${role}', current_schema(), 'USAGE') THEN
    GRANT USAGE ON SCHEMA "${flyway:defaultSchema}" TO "${role}";
  END IF;
END
$$;
GRANT SELECT, INSERT ON key_access_audit, service_auth_audit, audit_chain, audit_checkpoint, audit_chain_end TO "${role}";
GRANT SELECT ON audit_retired, holdfast_schema_history TO "${role}";
GRANT SELECT, INSERT, UPDATE, DELETE ON access_grant TO "${role}";
GRANT SELECT, INSERT ON signing_key TO "${role}";
GRANT SELECT, INSERT, DELETE ON key_change TO "${role}";
GRANT SELECT, INSERT, UPDATE ON issued_token, registered_agent, registered_service TO "${role}";
GRANT EXECUTE ON FUNCTION audit_partitions(date) TO "${role}";
