package dev.holdfast.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A scope as somebody writes it down, in words alone: what is tested and its oracle both begin here. */
record ScopeWords(String environment, List<RuleWords> allow, List<RuleWords> deny) {

    /** A rule in words. */
    record RuleWords(List<String> actions, List<String> paths) {

        private Rule rule() {
            return new Rule(
                    actions.stream().map(Action::of).collect(Collectors.toSet()),
                    paths.stream().map(KeyPattern::parse).toList());
        }
    }

    static RuleWords rule(String actions, String... paths) {
        return new RuleWords(Arrays.asList(actions.split(" ", -1)), List.of(paths));
    }

    /** The scope that the program makes of the words. */
    Scope scope() {
        return new Scope(
                Objects.requireNonNull(Environment.of(environment)),
                allow.stream().map(RuleWords::rule).toList(),
                deny.stream().map(RuleWords::rule).toList());
    }
}
