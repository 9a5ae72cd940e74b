package dev.holdfast.guard;

import dev.holdfast.dotenv.Assignment;
import dev.holdfast.dotenv.EnvReport;
import dev.holdfast.dotenv.EnvReport.Standing;
import dev.holdfast.dotenv.EnvText;
import dev.holdfast.secret.SecretValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of the variables that are not stored, or are let through by a comment alone, come by this edit: an edit does not
 * answer for what was there before.
 */
final class ChangedNames {

    private ChangedNames() {}

    /** Line by line, since of a name that stands there twice each line holds a value of its own. */
    static List<String> of(EnvWriting writing, EnvReport report) {
        Set<String> notStored = report.entries().stream()
                .filter(entry -> entry.status() == Standing.NOT_STORED)
                .map(EnvReport.Entry::name)
                .collect(Collectors.toSet());
        try (EnvText before = EnvText.of(writing.before());
                EnvText after = EnvText.of(writing.after())) {
            List<Assignment> were = before.assignments();
            return after.assignments().stream()
                    .filter(now -> notStored.contains(now.name()))
                    .filter(now -> !now.readings().stream().allMatch(value -> held(were, now.name(), value)))
                    .map(Assignment::name)
                    .distinct()
                    .toList();
        }
    }

    /** Those that an allow comment lets through which no line of that name and value had before. */
    static List<String> marked(EnvWriting writing, EnvReport report) {
        Set<String> allowed = Set.copyOf(report.allowed());
        try (EnvText before = EnvText.of(writing.marked());
                EnvText after = EnvText.of(writing.after())) {
            List<Assignment> were =
                    before.assignments().stream().filter(Assignment::allowed).toList();
            return after.assignments().stream()
                    .filter(now -> now.allowed() && allowed.contains(now.name()))
                    .filter(now -> !now.readings().stream().allMatch(value -> held(were, now.name(), value)))
                    .map(Assignment::name)
                    .distinct()
                    .toList();
        }
    }

    private static boolean held(List<Assignment> were, String name, SecretValue value) {
        return were.stream()
                .filter(one -> one.name().equals(name) || (odd(name) && odd(one.name())))
                .anyMatch(one -> one.readings().stream().anyMatch(value::sameAs));
    }

    /** Whether the line stands for a name that may be a piece of a secret: the lines before it may have become more. */
    private static boolean odd(String name) {
        return name.startsWith("(");
    }
}
