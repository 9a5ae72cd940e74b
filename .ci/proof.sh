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

# The tests of the exposure service, by their full names without "dev.holdfast."; what it shares with the agents' side is
# not among them.
exposure='app\.(AccessLog|DatabaseDown|Metrics|OpenApi|Outage|Rest|RevocationLoad|Shared)|client\.|redis\.|rest\.|metrics\.'
exposure+='|store\.cached\.|clients\.Schemathesis|docs\.(Monitoring|Walkthrough)|proof\.(KilledChange|RestCanary)'

# Whole seconds of those tests, of the reports in a folder.
exposure_seconds() {
  suites "$1" | grep -aE " name=\"dev\.holdfast\.($exposure)" | sed -nE 's/.* time="([0-9.,]+)".*/\1/p' | tr -d , |
    awk '{ all += $1 } END { print int(all + 0.5) }'
}

# The part of this run that the proofs of the exposure service take, as a line of proof; nothing where a part of it did not run.
exposure_share() {
  local unit both bench install share target=420
  unit=$(exposure_seconds target/surefire-reports)
  both=$(exposure_seconds target/failsafe-reports)
  bench=$(sed -n 's/^keys took \([0-9]*\) s$/\1/p' target/ci/bench.log 2>/dev/null)
  install=$(printf '%s\n' "${outcomes[@]}" | sed -n 's/^schemathesis | done in \([0-9]*\) s$/\1/p')
  [ "$unit" -gt 0 ] && [ "$both" -gt 0 ] && [ -n "$bench" ] && [ -n "$install" ] || return 0
  share=$((unit + both / 2 + bench + install))
  echo "PROOF exposure-share: $share s: $unit of unit tests, $both of integration tests two at a time, $bench of bench/keys," \
    "$install of installing Schemathesis (target $target s)$([ "$share" -le "$target" ] || echo ' MISSED')"
}

# The command that shows a point again.
command_for() {
  case $1,$2 in
    bench*) echo "bench/all" ;;
    exposure-share,) echo ".ci/run" ;;
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
  exposure_share >>"$lines"
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
