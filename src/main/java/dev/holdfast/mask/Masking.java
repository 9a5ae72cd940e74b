package dev.holdfast.mask;

import dev.holdfast.mask.Automaton.Pattern;
import dev.holdfast.secret.SecretValue;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The secrets that are to be masked in what a program prints, each with the name that stands in its place:
 * {@code [REDACTED:NAME]}, which {@link SecretValue} takes for no value, should anybody want to store it.
 *
 * <p>Holds every form of every secret until it is closed. Immutable but for that, and the streams of one masking may be
 * used by different threads.
 */
public final class Masking implements AutoCloseable {

    /** The longest name that a mark shows, so that it stays one that is refused as a value. */
    private static final int LONGEST_NAME = 36;

    private final Automaton automaton;
    private final byte[][] marks;

    private Masking(Automaton automaton, byte[][] marks) {
        this.automaton = automaton;
        this.marks = marks;
    }

    /** Collects secrets. */
    public static final class Builder {

        private final List<Pattern> patterns = new ArrayList<>();
        private final List<byte[]> marks = new ArrayList<>();

        /**
         * Adds a secret, which stays the caller's.
         *
         * @param name of the variable that has it
         * @return whether it can be masked; one of fewer than four bytes would be found everywhere
         */
        public boolean add(String name, SecretValue secret) {
            String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
            List<byte[]> forms = SecretForms.of(secret);
            forms.forEach(form -> patterns.add(new Pattern(form, marks.size())));
            marks.add(("[REDACTED:" + shown + "]").getBytes(StandardCharsets.UTF_8));
            return !forms.isEmpty();
        }

        /** The masking of what was added; this builder is empty afterwards. */
        public Masking build() {
            try {
                return new Masking(new Automaton(patterns), marks.toArray(byte[][]::new));
            } finally {
                wipe();
            }
        }

        /** Forgets what was added. */
        public void wipe() {
            patterns.forEach(Pattern::wipe);
            patterns.clear();
            marks.clear();
        }
    }

    /** A stream that passes on to {@code out} what is no secret. */
    public MaskedStream stream(OutputStream out) {
        return new MaskedStream(automaton, marks, out);
    }

    /** Forgets the secrets; streams that were not finished mask nothing any more, so finish them first. */
    @Override
    public void close() {
        automaton.wipe();
    }
}
