# Writes target/proof.md from the figures that tests and benchmarks left behind; sourced by run.

lines=target/proof/lines.txt

# The figures of a point, each once.
figures() {
  awk -v name="$1" 'index($0, "PROOF " name ": ") == 1 {
    figure = substr($0, length("PROOF " name ": ") + 1)
    if (!seen[figure]++) all = all (all == "" ? "" : "; ") figure
  } END { gsub(/\|/, "\\|", all); print all }' "$lines"
}

# The command that shows a point again: the test is the one that names it.
command_for() {
  local file class
  case $1 in bench-*) echo "bench/all"; return ;; esac
  file=$(grep -rlF --include='*.java' "\"$1\"" src/test/java | head -n 1) || true
  class=$(basename "${file:-}" .java)
  case $class in
    *IT) echo "mvn verify -Pproof -Dit.test=$class" ;;
    *Test) echo "mvn test -Pproof -Dtest=$class" ;;
    *) echo "mvn verify -Pproof" ;;
  esac
}

proof_row() {
  local name=$1 point=$2 figure
  figure=$(figures "$name")
  if [ -z "$figure" ]; then
    figure="**NOT SHOWN**"
    not_shown+=("$name")
  fi
  printf '| %s | `%s` | %s |\n' "$point" "$(command_for "$name")" "$figure"
}

# Names that no point asks for.
further_names() {
  sed -n 's/^PROOF \([a-z0-9-]*\): .*/\1/p' "$lines" | sort -u | grep -vxF -f <(cut -f 1 .ci/points.tsv) || true
}

write_proof() {
  not_shown=()
  touch "$lines"
  {
    printf '# What this run has shown\n\n'
    printf 'Commit %s, %s cores, %s.\n\n' "$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" "$(nproc)" \
      "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)"
    printf '| point | command | figure |\n|---|---|---|\n'
    while IFS=$'\t' read -r name point; do proof_row "$name" "$point"; done <.ci/points.tsv
    while read -r name; do proof_row "$name" "beyond the list: $name"; done < <(further_names)
    printf '\n| step | outcome |\n|---|---|\n'
    for outcome in "${outcomes[@]}"; do printf '| %s |\n' "$outcome"; done
  } >target/proof.md
}
