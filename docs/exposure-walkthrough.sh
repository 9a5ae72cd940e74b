#!/usr/bin/env bash
# From an empty OpenBao to a service that fetches its keys, step by step, each held against what it promises.
#
# It starts an OpenBao and a Holdfast of its own in a folder that it removes again, and ends, with a line that says why, at the
# first step that is not as it should be. It prints no secret and no token; those lie in files of mode 0600, so that none is
# an argument of a command, which every user of the machine could read.
#
# Needs bash, curl, python3, OpenBao's bao, Holdfast, and an empty database of PostgreSQL with two logins:
#
#   AUDIT_URL             jdbc:postgresql://db.example.org:5432/holdfast
#   AUDIT_USER            the login of the servers, and AUDIT_PASSWORD_FILE
#   AUDIT_OWNER           the login that makes the tables, and AUDIT_OWNER_PASSWORD_FILE
#   HOLDFAST_REDIS_URL    optional: a Redis in which servers share their cache, and HOLDFAST_REDIS_PASSWORD
#   HOLDFAST, BAO         optional: the programs, where they are not on the PATH
set -euo pipefail
umask 077

here=$(cd "$(dirname "$0")" && pwd)
holdfast=${HOLDFAST:-$here/../bin/holdfast}
bao=${BAO:-bao}
work=$(mktemp -d)
step="the beginning"
held=0
vault_pid=
server_pid=

finish() {
  local code=$?
  [ "$code" -eq 0 ] || echo "NOT AS IT SHOULD BE: $step" >&2
  [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
  [ -z "$vault_pid" ] || kill "$vault_pid" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# --- How this script asks, and how it looks at answers --------------------------------------------------------------

step() {
  step=$1
  echo "== $1"
}

# A random text, for passwords and values that nobody has to know.
random() { python3 -c 'import secrets; print(secrets.token_urlsafe(32))'; }

# A port that nobody has taken.
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# ask METHOD PATH TOKEN [-]: sends a request, with a file's token unless that is "", and with standard input as its body
# where "-" says so. The answer is in the file $answer, its status in $status. More options of curl stand in $more.
answer=$work/answer
more=()
ask() {
  local options=(--silent --show-error --request "$1" --output "$answer" --write-out '%{http_code}')
  [ -z "$3" ] || printf 'Authorization: Bearer %s' "$(cat "$3")" >"$answer.header"
  [ -z "$3" ] || options+=(--header "@$answer.header")
  [ "${4:-}" != - ] || options+=(--data-binary @-)
  status=$(curl "${options[@]}" "${more[@]}" "$url$2")
}

# holds STATUS EXPRESSION…: the last answer has this status, and each expression of Python holds of its object a; got are
# its rows of the audit that tell of keys which were asked for by REST.
holds() {
  local expected=$1
  shift
  [ "$status" = "$expected" ] || { echo "status $status, not $expected" >&2; return 1; }
  python3 - "$answer" "$@" <<'PYTHON' || return 1
import base64, datetime, json, sys
def claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
def seconds_until(time):
    then = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
    return (then - datetime.datetime.now(datetime.timezone.utc)).total_seconds()
a = json.load(open(sys.argv[1]))
rows = a.get("audit_logs", [])
got = [row for row in rows if row["action"] == "GET"]
for expression in sys.argv[2:]:
    if not eval(expression):
        sys.exit("does not hold: " + expression)
PYTHON
  held=$((held + $#))
}

# keep FIELD FILE: a field of the last answer, such as a token, into a file.
keep() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]], end="")' "$work/answer" "$1" >"$work/$2"; }

# rows QUERY: the rows of the audit that a query names; they become the last answer.
rows() { ask GET "/audit/logs?days=1&$1" "$work/admin"; }

# until_true SECONDS COMMAND…: again and again, until it succeeds.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >"$work/until" 2>&1; do
    [ "$SECONDS" -lt "$end" ] || { tail -n 5 "$work/until" >&2; return 1; }
    sleep 0.2
  done
}

# metric SERIES: what the server tells Prometheus of it, such as 1.0.
metric() {
  curl --silent --show-error --output "$work/metrics" "http://127.0.0.1:$metrics_port/metrics"
  grep -F "$1 " "$work/metrics" | sed 's/.* //'
}

denied() { ! "$@" >"$work/denied" 2>&1 && grep -q 'permission denied' "$work/denied"; }

# --- Phase 1: the servers -------------------------------------------------------------------------------------------

step "1.1 OpenBao is started, initialised and unsealed"
vault_port=$(port)
export BAO_ADDR=http://127.0.0.1:$vault_port VAULT_ADDR=http://127.0.0.1:$vault_port HOME=$work
mkdir "$work/vault"
cat >"$work/vault.hcl" <<HCL
storage "raft" {
  path = "$work/vault"
  node_id = "one"
  performance_multiplier = 1
}
listener "tcp" {
  address = "127.0.0.1:$vault_port"
  cluster_address = "127.0.0.1:$(port)"
  tls_disable = true
}
api_addr = "$BAO_ADDR"
cluster_addr = "https://127.0.0.1:$(port)"
HCL
vault_answers() { [ "$(curl --silent --output "$work/health" --write-out '%{http_code}' "$BAO_ADDR/v1/sys/seal-status")" = 200 ]; }
vault_active() { [ "$(curl --silent --output "$work/health" --write-out '%{http_code}' "$BAO_ADDR/v1/sys/health")" = 200 ]; }
start_vault() {
  "$bao" server -config="$work/vault.hcl" >>"$work/vault.log" 2>&1 &
  vault_pid=$!
  until_true 60 vault_answers
}
unseal() {
  "$bao" write sys/unseal key=@"$work/unseal-key" >"$work/unsealed"
  until_true 60 vault_active
}
start_vault
"$bao" operator init -key-shares=1 -key-threshold=1 -format=json >"$work/answer"
python3 - "$work" <<'PYTHON'
import json, sys
made = json.load(open(sys.argv[1] + "/answer"))
open(sys.argv[1] + "/unseal-key", "w").write(made["unseal_keys_b64"][0])
open(sys.argv[1] + "/root", "w").write(made["root_token"])
PYTHON
unseal
# From here on this shell is the security team's: root of OpenBao.
BAO_TOKEN=$(cat "$work/root")
export BAO_TOKEN
"$bao" secrets enable -path=secret -version=2 kv >"$work/out"

step "1.1 Holdfast gets a token of OpenBao that may do what Holdfast needs and no more"
for policy in holdfast holdfast-init; do
  "$bao" policy write "$policy" "$here/../mcp-config/vault/$policy.hcl" >"$work/out"
done
mounted() { "$bao" read secret/config >"$work/out"; }
until_true 30 mounted
"$bao" token create -policy=holdfast -period=24h -field=token >"$work/vault-token"

step "1.1 Holdfast is configured, with its values in OpenBao and its audit in PostgreSQL, and started"
mkdir "$work/home"
cat >"$work/home/holdfast.yaml" <<YAML
store: vault
vault:
  address: $BAO_ADDR
  login: {method: token, token_file: $work/vault-token}
audit:
  url: $AUDIT_URL
  user: $AUDIT_USER
  password_file: $AUDIT_PASSWORD_FILE
  owner: {user: $AUDIT_OWNER, password_file: $AUDIT_OWNER_PASSWORD_FILE}
  checkpoint_file: checkpoints.jsonl
YAML
export HOLDFAST_HOME=$work/home
env -u BAO_TOKEN "$holdfast" migrate --schema >"$work/out"
HOLDFAST_VAULT_TOKEN=$("$bao" token create -policy=holdfast -policy=holdfast-init -ttl=10m -field=token) \
  env -u BAO_TOKEN "$holdfast" init >"$work/out"
random | tr -d '\n' >"$work/bootstrap"
metrics_port=$(port)
serve() {
  HOLDFAST_BOOTSTRAP_TOKEN=$(cat "$work/bootstrap") env -u BAO_TOKEN "$holdfast" serve --port 0 --metrics-port "$metrics_port" \
    >"$work/serve.out" 2>"$work/serve.log" &
  server_pid=$!
}
serve
where() { sed -n 's|.* \(http[^ ]*\)/mcp .*|\1|p' "$work/serve.out"; }
named() { [ -n "$(where)" ]; }
until_true 60 named
url=$(where)

step "1.1 everything is healthy"
ask GET /health ""
holds 200 'a["status"] == "healthy"' \
  'a["checks"]["vault"] == "healthy"' 'a["checks"]["postgres"] == "healthy"' 'a["checks"]["jwt_signing"] == "healthy"'
if [ -n "${HOLDFAST_REDIS_URL:-}" ]; then
  step "1.1 … Redis too"
  holds 200 'a["checks"]["redis"] == "healthy"'
fi

step "1.2 OpenBao believes the tokens of Holdfast: it fetches the public keys itself"
"$bao" auth enable jwt >"$work/out"
"$bao" write auth/jwt/config jwks_url="$url/.well-known/jwks.json" bound_issuer=holdfast >"$work/out"
"$bao" policy write service-keys - >"$work/out" <<'HCL'
path "secret/data/*" { capabilities = ["read", "list"] }
path "secret/metadata/*" { capabilities = ["read", "list"] }
HCL
# The claim that names the user belongs to the role. Only tokens for the audience holdfast get in.
"$bao" write auth/jwt/role/service role_type=jwt bound_audiences=holdfast user_claim=service_name \
  token_policies=service-keys token_ttl=10m >"$work/out"

step "1.3 keys are stored with OpenBao's own program"
random | tr -d '\n' >"$work/jules-key"
printf 'postgresql://pact:%s@postgres.internal:5432/pact' "$(random)" >"$work/database-url"
"$bao" kv put secret/service_keys/jules_api/production value=@"$work/jules-key" >"$work/out"
"$bao" kv put secret/database_connections/postgres_main value=@"$work/database-url" >"$work/out"
"$bao" kv list secret/service_keys/ | grep -q '^jules_api/$'
"$bao" kv list secret/database_connections/ | grep -q '^postgres_main$'

step "1.4 Prometheus may scrape the metrics, on a port of their own"
[ "$(metric 'holdfast_store_state{state="up"}')" = 1.0 ]

step "1.5 rows of the audit older than 90 days go into an archive, by a command for the owner of the tables"
env -u BAO_TOKEN "$holdfast" retention >"$work/out"

step "2.1 the bootstrap token of the server's environment gives an administrator's token, which ends in an hour"
ask POST /auth/admin-token "$work/bootstrap" - <<<'{"expires_in": 3600}'
holds 200 '3500 < seconds_until(a["expires_at"]) <= 3600'
keep token admin

step "1.3 … and a key by the administrator, with a description that says what it is for"
random | tr -d '\n' >"$work/oauth-id"
ask POST /keys/store "$work/admin" - < <(
  printf '{"key_path": "external_apis.google_services.oauth_client_id", "value": "%s",' "$(cat "$work/oauth-id")"
  printf '"description": "Names our application at Google when its users log in"}'
)
holds 200 'a["version"] == 1' 'a["created"] is True' 'a["key_path"] == "external_apis.google_services.oauth_client_id"'

# --- Phase 2: a service comes on board ------------------------------------------------------------------------------

step "2.1 the service is registered, with the three keys that it needs and 60 requests a minute"
ask POST /services/register "$work/admin" - <<'JSON'
{
  "name": "jules-mcp",
  "description": "MCP server of Jules, which writes code",
  "environment": "production",
  "rate_limit_requests": 60,
  "rate_limit_window": 60000,
  "permissions": [
    "service_keys.jules_api.production",
    "database_connections.postgres_main",
    "external_apis.google_services.oauth_client_id"
  ]
}
JSON
holds 200 'a["service_id"]' 'a["name"] == "jules-mcp"' 'a["status"] == "registered"' 'a["permissions_count"] == 3'

step "2.2 the service's token is issued, for a year"
ask POST /auth/service-token "$work/admin" - <<<'{"service_name": "jules-mcp", "expires_in": 31536000}'
holds 200 'claims(a["token"])["service_name"] == "jules-mcp"' \
  'claims(a["token"])["permissions"][0] == "service_keys.jules_api.production"' 'len(claims(a["token"])["permissions"]) == 3' \
  'claims(a["token"])["environment"] == "production"' 'claims(a["token"])["active"] is True' \
  'claims(a["token"])["exp"] - claims(a["token"])["iat"] == 31536000' \
  'claims(a["token"])["iss"] == "holdfast"' 'claims(a["token"])["aud"] in ("holdfast", ["holdfast"])' 'claims(a["token"])["jti"]'
step "2.3 the service's token goes where the service finds it: here a file that nobody else may read"
keep token service
[ "$(stat -c %a "$work/service")" = 600 ]

step "2.4 OpenBao lets the service in by the same token, to read and to list, and not to write"
"$bao" write -field=token auth/jwt/login role=service jwt=@"$work/service" >"$work/service-vault"
as_service() { BAO_TOKEN=$(cat "$work/service-vault") "$bao" "$@"; }
as_service kv get -field=value secret/service_keys/jules_api/production >"$work/read"
cmp -s "$work/read" "$work/jules-key"
as_service kv list secret/service_keys/ | grep -q '^jules_api/$'
denied as_service kv put secret/service_keys/jules_api/production value=@"$work/oauth-id"
denied as_service kv delete secret/service_keys/jules_api/production

step "2.5 without a token nobody gets a key, and with it no key that the service was not registered for"
ask GET "/keys/get?path=service_keys.jules_api.production" ""
holds 401 'a["code"] == "UNAUTHENTICATED"' 'a["request_id"]'
ask GET "/keys/get?path=service_keys.stripe.production" "$work/service"
holds 403 'a["code"] == "ACCESS_DENIED"' 'a["request_id"]'
ask POST /keys/store "$work/service" - <<<'{"key_path": "service_keys.jules_api.production", "value": "another one"}'
holds 403 'a["code"] == "ACCESS_DENIED"'
rows "service=jules-mcp&status=DENIED&key_path=service_keys.stripe.production"
holds 200 'len(got) == 1' 'got[0]["reason"] == "ACCESS_DENIED"'

# --- Phase 3: the service runs --------------------------------------------------------------------------------------

step "3.1 the service starts: its token is good"
ask GET /auth/validate "$work/service"
holds 200 'a["valid"] is True' 'a["service_name"] == "jules-mcp"' 'a["environment"] == "production"'

step "3.1 … and gets its keys in one request, from OpenBao"
ask POST /keys/batch "$work/service" - <<'JSON'
{"key_paths": ["service_keys.jules_api.production", "database_connections.postgres_main"], "cache_ttl": 3600}
JSON
holds 200 'len(a["keys"]) == 2' 'a["keys"][0]["key_path"] == "service_keys.jules_api.production"' \
  "a['keys'][0]['value'] == open('$work/jules-key').read()" "a['keys'][1]['value'] == open('$work/database-url').read()" \
  'all(k["cached"] is False for k in a["keys"])' 'all(k["version"] == 1 for k in a["keys"])' \
  'all(3500 < seconds_until(k["expires_at"]) <= 3600 for k in a["keys"])'
rows "service=jules-mcp&status=GRANTED"
holds 200 'len(got) == 2' \
  '{r["key_path"] for r in got} == {"service_keys.jules_api.production", "database_connections.postgres_main"}' \
  'all(r["service_name"] == "jules-mcp" and r["environment"] == "production" for r in got)' \
  'all(r["status"] == "GRANTED" and r["cached"] is False for r in got)' 'all(r["timestamp"] and r["request_id"] for r in got)'

step "3.2 the next time a key comes from the cache"
ask GET "/keys/get?path=service_keys.jules_api.production" "$work/service"
holds 200 'a["cached"] is True' "a['value'] == open('$work/jules-key').read()" 'a["version"] == 1'

step "3.3 three pods ask at the same time, and the audit tells them apart by the request ids that they sent"
pods=()
pod() {
  answer=$work/pod-$1
  more=(--header "X-Request-Id: req-pod-$1-001")
  ask GET "/keys/get?path=$2" "$work/service"
  [ "$status" = 200 ]
}
for one in "a service_keys.jules_api.production" "b database_connections.postgres_main" "c service_keys.jules_api.production"; do
  # shellcheck disable=SC2086 # two words
  pod $one &
  pods+=($!)
done
for one in "${pods[@]}"; do wait "$one"; done
rows "service=jules-mcp&status=GRANTED"
holds 200 'len(got) == 6' \
  'sorted(r["request_id"].split("/")[-1] for r in got if "req-pod" in r["request_id"]) == ["req-pod-%s-001" % x for x in "abc"]' \
  'all(r["cached"] is True for r in got if "req-pod" in r["request_id"])'

# --- Phase 5: something fails ---------------------------------------------------------------------------------------

step "5.1 OpenBao goes down, and the service wants a value that is not older than a second: it gets the last that is known"
kill -9 "$vault_pid"
wait "$vault_pid" 2>/dev/null || true
vault_pid=
sleep 1.1
ask POST /keys/batch "$work/service" - <<'JSON'
{"key_paths": ["service_keys.jules_api.production", "external_apis.google_services.oauth_client_id"], "cache_ttl": 1}
JSON
holds 200 "a['keys'][0]['value'] == open('$work/jules-key').read()" 'a["keys"][0]["cached"] is True'
# … and of what was never asked before, an error that says so.
holds 200 'a["keys"][1]["code"] == "STORE_UNAVAILABLE"' '"value" not in a["keys"][1]'
rows "service=jules-mcp&status=FALLBACK_CACHE"
holds 200 'len(got) == 1' 'got[0]["service_name"] == "jules-mcp"' 'got[0]["cache_age_seconds"] >= 1' \
  'got[0]["fallback_used"] is True' 'got[0]["reason"] == "STORE_UNAVAILABLE"'
ask GET /health ""
holds 200 'a["status"] == "degraded"' 'a["checks"]["vault"] == "unhealthy"'

step "5.1 … OpenBao comes back, and so does all the rest, by itself"
start_vault
unseal
healthy() { ask GET /health "" && holds 200 'a["status"] == "healthy"'; }
until_true 90 healthy
# It is asked about once a second whether it is there again.
fetched() {
  ask POST /keys/batch "$work/service" - <<<'{"key_paths": ["external_apis.google_services.oauth_client_id"], "cache_ttl": 1}'
  holds 200 '"value" in a["keys"][0]' 'a["keys"][0]["cached"] is False' "a['keys'][0]['value'] == open('$work/oauth-id').read()"
}
until_true 30 fetched

step "5.2 a service that asks more than 60 times in a minute is told how long to wait"
ask POST /services/register "$work/admin" - <<'JSON'
{
  "name": "burst",
  "description": "A service that asks too often",
  "environment": "production",
  "rate_limit_requests": 60,
  "rate_limit_window": 60000,
  "required_keys": ["service_keys.jules_api.production"]
}
JSON
holds 200 'a["permissions_count"] == 1'
ask POST /auth/service-token "$work/admin" - <<<'{"service_name": "burst", "expires_in": "1h"}'
keep token burst
printf 'Authorization: Bearer %s' "$(cat "$work/burst")" >"$work/burst-header"
for ((i = 0; i < 60; i++)); do
  printf 'url = "%s/keys/get?path=service_keys.jules_api.production"\noutput = "%s/burst-answer"\n' "$url" "$work"
done >"$work/sixty"
curl --silent --header "@$work/burst-header" --write-out '%{http_code}\n' --config "$work/sixty" >"$work/statuses"
[ "$(grep -c '^200$' "$work/statuses")" = 60 ]
more=(--dump-header "$work/headers")
ask GET "/keys/get?path=service_keys.jules_api.production" "$work/burst"
more=()
holds 429 'a["error"] == "Rate limit exceeded"' 'a["code"] == "RATE_LIMITED"' 'a["service"] == "burst"' 'a["limit"] == 60' \
  'a["window_seconds"] == 60' '1 <= a["retry_after"] <= 60' 'a["current_usage"] == 61' 'a["request_id"]' 'len(a) == 8'
grep -qi "^retry-after: $(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["retry_after"])' "$work/answer")" "$work/headers"
rows "service=burst&status=RATE_LIMITED"
holds 200 'len(got) == 1' 'got[0]["service_name"] == "burst"' 'got[0]["current_usage"] == 61' 'got[0]["rate_limit"] == 60'

step "the metrics have counted all that, for the alerts: old values that were handed out, and a limit that was passed"
[ "$(metric 'holdfast_key_reads_total{source="stale"}')" = 1.0 ]
[ "$(metric 'holdfast_rate_limited_total{service="burst"}')" = 1.0 ]

step "the audit, of which no row was changed, holds no value and no token"
ask GET "/audit/logs?days=1" "$work/admin"
for secret in jules-key database-url oauth-id service burst admin bootstrap; do
  if grep -qF -f "$work/$secret" "$work/answer" "$work/serve.log" "$work/serve.out"; then
    step="$step: $secret is in the audit or in the log"
    exit 1
  fi
done
env -u BAO_TOKEN "$holdfast" audit verify >"$work/out"

trap - EXIT
finish
echo "all as it should be: $held checks"
