# Writes target/proof.md from the figures that tests and benchmarks left behind; sourced by run.
#
# points.tsv has a line for each point: how the names of its figures begin (a regular expression), the tests that show
# it, and the point. Where the name is "tests", the figure is how many of these tests passed.

lines=target/proof/lines.txt

# The figures of the names that begin so, each once; a name of several words says something itself.
figures() {
  grep -aiE "^PROOF $1" "$lines" | awk '
    { sub(/^PROOF (bench-)?/, ""); if (!/^(start|set|list|memory)/) sub(/^[^ ]+: /, "") }
    !seen[$0]++ { all = all (all == "" ? "" : "; ") $0 }
    END { gsub(/\|/, "\\|", all); gsub(/MISSED/, "**MISSED**", all); print all }'
}

# "N passed", from the reports of these tests; nothing when one has no report or did not pass.
passed_tests() {
  local test report passed failed skipped all=0
  for test in ${1//,/ }; do
    report=$(find target/surefire-reports target/failsafe-reports -name "TEST-*.$test.xml" 2>/dev/null | head -n 1)
    [ -n "$report" ] || return 0
    read -r passed failed skipped < <(counts "$report")
    [ "$passed" -gt 0 ] && [ "$failed" -eq 0 ] && [ "$skipped" -eq 0 ] || return 0
    all=$((all + passed))
  done
  echo "$all tests passed"
}

# The command that shows a point again.
command_for() {
  case $1,$2 in
    bench*) echo "bench/all" ;;
    *IT) echo "mvn verify -Pproof -Dit.test=$2" ;;
    *Test) echo "mvn test -Dtest=$2" ;;
  esac
}

proof_row() {
  local name=$1 test=$2 point=$3 figure
  if [ "$name" = tests ]; then figure=$(passed_tests "$test"); else figure=$(figures "$name"); fi
  if [ -z "$figure" ]; then
    figure="**NOT SHOWN**"
    not_shown+=("$point")
  fi
  case $figure in *MISSED*) missed+=("$point") ;; esac
  printf '| %s | `%s` | %s |\n' "$point" "$(command_for "$name" "$test")" "$figure"
}

# What was shown beyond the points.
further() {
  grep -aviE -f <(cut -d $'\t' -f 1 .ci/points.tsv | sed 's/^/^PROOF /') "$lines" | sort -u |
    sed -e 's/^PROOF //' -e 's/|/\\|/g' -e 's/^/| beyond the list | `mvn verify -Pproof` | /' -e 's/$/ |/'
}

write_proof() {
  local name test point outcome
  not_shown=()
  missed=()
  touch "$lines"
  {
    printf '# What this run has shown\n\n'
    printf 'Commit %s, %s cores, %s.\n\n' "$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" "$(nproc)" \
      "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)"
    printf '| point | command | figure |\n|---|---|---|\n'
    # A tab between two tabs would be lost as white space.
    while IFS=$'\037' read -r name test point; do
      proof_row "$name" "$test" "$point"
    done < <(tr '\t' '\037' <.ci/points.tsv)
    further
    printf '\n| step | outcome |\n|---|---|\n'
    printf '| %s |\n' "${outcomes[@]}"
  } >target/proof.md
}
