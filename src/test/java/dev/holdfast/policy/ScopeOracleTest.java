package dev.holdfast.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.policy.ScopeCases.Case;
import dev.holdfast.policy.ScopeOracle.Answer;
import dev.holdfast.secret.KeyPath;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The program and the oracle decide alike. Run a seed again with {@code -Dscope.seed=N}. */
final class ScopeOracleTest {

    private static final int QUESTIONS = 20;

    @Test
    void permits_manyScopesByChance_decidesAsTheOracleDoes() {
        int wanted = Proof.scaled(50_000, 1_000_000);
        long seed = Long.getLong("scope.seed", System.nanoTime());
        ScopeCases cases = new ScopeCases(seed);
        Map<Answer, Integer> answers = new EnumMap<>(Answer.class);
        int decisions = 0;
        while (decisions < wanted) {
            Case asked = cases.next();
            Scope scope = asked.scope().scope();
            ScopeOracle oracle = new ScopeOracle(asked.scope());
            for (int i = 0; i < QUESTIONS; i++, decisions++) {
                String action = cases.one(ScopeCases.ACTIONS);
                String path = cases.one(asked.paths());
                Answer answer = oracle.answer(action, path);
                boolean permitted = scope.permits(Action.of(action), KeyPath.parse(path));
                if (permitted != (answer == Answer.ALLOWED)) {
                    throw new AssertionError("seed %d, decision %d: %s on %s is %s, the oracle says %s; %s"
                            .formatted(seed, decisions, action, path, permitted, answer, asked.scope()));
                }
                answers.merge(answer, 1, Integer::sum);
            }
        }
        // Each sentence of the contract has had its say often enough to be believed.
        for (Answer answer : Answer.values()) {
            assertThat(answers.getOrDefault(answer, 0))
                    .as("seed %d: %s", seed, answers)
                    .isGreaterThan(wanted / 20);
        }
        Proof.line(
                "scope-oracle",
                "%,d decisions, no difference: %s"
                        .formatted(
                                decisions,
                                answers.entrySet().stream()
                                        .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
                                        .collect(Collectors.joining(", "))));
    }
}
