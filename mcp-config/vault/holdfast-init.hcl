# What 'holdfast init' needs in addition to holdfast.hcl, once for each mount: making the keyset, never changing it.
# Give it to the person who sets Holdfast up, and take it away again.
#
#   bao policy write holdfast-init holdfast-init.hcl        vault policy write holdfast-init holdfast-init.hcl

path "secret/data/holdfast/keys" { capabilities = ["create", "read"] }
