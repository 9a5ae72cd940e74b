# What Holdfast needs of a KV version 2 mount named "secret": replace the name where yours is another, and put your prefix
# in front of the category ("secret/data/PREFIX/project/*") where one is configured. Nothing under sys/ is needed.
#
#   bao policy write holdfast holdfast.hcl        vault policy write holdfast holdfast.hcl

# The key of fingerprints and audit. Whoever may write it could make every proof worthless, so agents only read it.
path "secret/data/holdfast/keys" { capabilities = ["read"] }

# Values and the facts beside them; a write is a check-and-set.
path "secret/data/project/*" { capabilities = ["create", "read", "update"] }
path "secret/data/meta/*" { capabilities = ["create", "read", "update"] }
path "secret/data/service_keys/*" { capabilities = ["create", "read", "update"] }
path "secret/data/external_apis/*" { capabilities = ["create", "read", "update"] }
path "secret/data/database_connections/*" { capabilities = ["create", "read", "update"] }
path "secret/data/third_party_integrations/*" { capabilities = ["create", "read", "update"] }

# Lists without values, and the copy of the facts that they need.
path "secret/metadata/project/*" { capabilities = ["create", "read", "update", "patch", "list"] }
path "secret/metadata/meta/*" { capabilities = ["create", "read", "update", "patch", "list"] }
path "secret/metadata/service_keys/*" { capabilities = ["create", "read", "update", "patch", "list"] }
path "secret/metadata/external_apis/*" { capabilities = ["create", "read", "update", "patch", "list"] }
path "secret/metadata/database_connections/*" { capabilities = ["create", "read", "update", "patch", "list"] }
path "secret/metadata/third_party_integrations/*" { capabilities = ["create", "read", "update", "patch", "list"] }

# OpenBao lists names and metadata at once; Vault does not know it, and does without.
path "secret/detailed-metadata/project/*" { capabilities = ["list"] }
path "secret/detailed-metadata/meta/*" { capabilities = ["list"] }
path "secret/detailed-metadata/service_keys/*" { capabilities = ["list"] }
path "secret/detailed-metadata/external_apis/*" { capabilities = ["list"] }
path "secret/detailed-metadata/database_connections/*" { capabilities = ["list"] }
path "secret/detailed-metadata/third_party_integrations/*" { capabilities = ["list"] }

# Taking a secret out of sight, and bringing it back.
path "secret/delete/project/*" { capabilities = ["update"] }
path "secret/delete/meta/*" { capabilities = ["update"] }
path "secret/delete/service_keys/*" { capabilities = ["update"] }
path "secret/delete/external_apis/*" { capabilities = ["update"] }
path "secret/delete/database_connections/*" { capabilities = ["update"] }
path "secret/delete/third_party_integrations/*" { capabilities = ["update"] }

path "secret/undelete/project/*" { capabilities = ["update"] }
path "secret/undelete/meta/*" { capabilities = ["update"] }
path "secret/undelete/service_keys/*" { capabilities = ["update"] }
path "secret/undelete/external_apis/*" { capabilities = ["update"] }
path "secret/undelete/database_connections/*" { capabilities = ["update"] }
path "secret/undelete/third_party_integrations/*" { capabilities = ["update"] }

# Versions whose grace is over are destroyed.
path "secret/destroy/project/*" { capabilities = ["update"] }
path "secret/destroy/meta/*" { capabilities = ["update"] }
path "secret/destroy/service_keys/*" { capabilities = ["update"] }
path "secret/destroy/external_apis/*" { capabilities = ["update"] }
path "secret/destroy/database_connections/*" { capabilities = ["update"] }
path "secret/destroy/third_party_integrations/*" { capabilities = ["update"] }
