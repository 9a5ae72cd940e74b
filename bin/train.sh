# Makes the start-up archive. Read by bin/holdfast for "init", "demo" and "train"; leaves 0 or 1 in "trained".
#
# A session with made-up values is served in a folder that is thrown away, and the JVM keeps what that session loaded. It is
# done on the machine that uses it, since an archive holds for one jar and one Java alone. A failure slows later starts only.

# One run at a time. A lock that is older than ten minutes, or whose run has died, is nobody's.
take_lock() {
  lock=$cache/train.lock
  if [ -d "$lock" ]; then
    owner=
    [ -r "$lock/pid" ] && read -r owner <"$lock/pid"
    if [ -n "$(find "$lock" -prune -mmin +10 2>/dev/null)" ] || { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; }; then
      # A rename succeeds for one of those who find it.
      mv "$lock" "$lock.$$" 2>/dev/null && rm -rf "$lock.$$"
    fi
  fi
  mkdir "$lock" 2>/dev/null || return 1
  echo $$ >"$lock/pid"
}

# Sends a request and waits for its answer, so that the calls come in this order. The values are made up.
ask() {
  printf '%s\n' "$1" >&3 && read -r answer <&4
}
call() {
  ask "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"$1\",\"arguments\":{$2}}}"
}
session() {
  ask '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"roots":{"listChanged":true},"elicitation":{}},"clientInfo":{"name":"train","version":"1"}}}' || return 1
  printf '%s\n' '{"jsonrpc":"2.0","method":"notifications/initialized"}' >&3
  ask '{"jsonrpc":"2.0","id":"list","method":"tools/list","params":{}}'
  call set_secret '"keyPath":"project/training/stripe_api_key","value":"made-up-value-1","description":"Made up for a training run","envFile":".env"'
  call set_secret '"keyPath":"meta/training/api_token","generate":{"format":"base64"},"description":"Made up for a training run"'
  call set_secret '"keyPath":"project/training/stripe_api_key","value":"made-up-value-2","expectedVersion":1'
  call get_secret '"keyPath":"project/training/stripe_api_key"'
  call get_secret '"keyPath":"project/TRAINING/missing"'
  call get_secret '"keyPath":"project/training/missing"'
  call list_secrets '"scope":"project","project":"training"'
  call rotate_secret '"keyPath":"project/training/stripe_api_key","reason":"a training run","newValue":"made-up-value-3"'
  call request_key '"keyPath":"project/training/stripe_api_key","purpose":"a training run of the server"'
  call write_env '"file":".env","entries":[{"name":"API_TOKEN","keyPath":"meta/training/api_token"}]'
  call check_env '"file":".env"'
  # The JVM also keeps what it found worth compiling.
  round=0
  while [ "$round" -lt 250 ]; do
    round=$((round + 1))
    call set_secret "\"keyPath\":\"project/training/secret_$round\",\"value\":\"made-up-value-$round\",\"description\":\"Made up for a training run\""
    call get_secret "\"keyPath\":\"project/training/secret_$round\""
  done
  call list_secrets '"limit":250'
  ask '{"jsonrpc":"2.0","id":2,"method":"ping"}'
}

# Ends a server that does not answer, so that "init" comes back.
watch() {
  sleep 120 &
  sleeper=$!
  trap 'kill "$sleeper"' TERM
  wait "$sleeper" && kill -9 "$server"
}

# Serves the session by this same launcher, told to record, between two pipes.
record() (
  trap '' PIPE
  mkdir "$place/workspace" && cd "$place/workspace" && mkfifo "$place/in" "$place/out" || exit 1
  # Nothing of the user's settings: a key or an agent that they name is not for training.
  env -i PATH="$PATH" HOME="$place" HOLDFAST_HOME="$place/home" HOLDFAST_CACHE="$cache" \
    HOLDFAST_JAVA_HOME="$java_home" HOLDFAST_RECORD="$made" \
    "$root/bin/holdfast" mcp <"$place/in" >"$place/out" 2>"$place/errors" &
  server=$!
  watch </dev/null >/dev/null 2>&1 &
  watchdog=$!
  exec 3>"$place/in" 4<"$place/out"
  session
  answered=$?
  exec 3>&- 4<&-
  wait "$server" && [ "$answered" -eq 0 ]
  ended=$?
  kill "$watchdog" 2>/dev/null
  exit "$ended"
)

# The hook's own, for a command: one that writes a .env is judged, any other passes. The home is that of the session above,
# which has a store.
record_hook() (
  cd "$place/workspace" || exit 1
  hook_made=$made-hook
  printf '%s' '{"hook_event_name":"PreToolUse","tool_name":"Bash","cwd":"'"$place/workspace"'","tool_input":{"command":"'"$1"'"}}' |
    env -i PATH="$PATH" HOME="$place" HOLDFAST_HOME="$place/home" HOLDFAST_CACHE="$cache" \
      HOLDFAST_JAVA_HOME="$java_home" HOLDFAST_RECORD="$hook_made" \
      "$root/bin/holdfast" guard --client claude-code >/dev/null 2>&1
  [ -s "$hook_made" ] || exit 1
  sync "$hook_made" 2>/dev/null || sync
  mv -f "$hook_made" "$2"
)

make_archive() (
  place=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-train.XXXXXX") || exit 1
  made=$cache/made-$$
  trap 'rm -rf "$place" "$lock" "$made" "$made-hook"' EXIT
  trap 'exit 1' HUP INT TERM
  say "preparing a fast start, once ..."
  record && [ -s "$made" ] || exit 1
  # On the disk before it has its name: a JVM believes an archive that a power cut left half empty.
  sync "$made" 2>/dev/null || sync
  mv -f "$made" "$archive" || exit 1
  record_hook 'echo OTHER_KEY=made-up-value-4 >> .env' "$hook_archive"
  record_hook 'ls -l src | grep -c java' "$pass_archive"
  # Those of this folder's earlier builds.
  for old in "$cache"/start-*"${archive##*/start-"$id"}" "$cache"/hook-*"${archive##*/start-"$id"}" \
    "$cache"/pass-*"${archive##*/start-"$id"}"; do
    case $old in "$archive" | "$hook_archive" | "$pass_archive") ;; *) rm -f "$old" ;; esac
  done
)

trained=1
if [ -z "$archive" ]; then
  say "a fast start cannot be prepared: there is no folder of yours to keep it in. Set HOLDFAST_CACHE to one."
elif take_lock; then
  make_archive && trained=0 || say "a fast start could not be prepared; Holdfast works without."
else
  trained=0
fi
