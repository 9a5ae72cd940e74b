# OpenBao of compose.yaml: one node, its data in a volume, TLS by the files that are its secrets.
storage "raft" {
  path    = "/openbao/file"
  node_id = "compose"
}

listener "tcp" {
  address       = "0.0.0.0:8200"
  tls_cert_file = "/run/secrets/openbao-certificate"
  tls_key_file  = "/run/secrets/openbao-key"
}

api_addr     = "https://openbao:8200"
cluster_addr = "https://openbao:8201"
