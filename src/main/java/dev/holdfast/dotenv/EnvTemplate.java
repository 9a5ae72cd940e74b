package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.secret.SecretValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .env} whose values may be references to secrets: what a process is given that is started with it.
 *
 * <p>Taken only where npm dotenv, Node and python-dotenv read the same in it, so that a program gets from its environment
 * what it would have read from the file. Holds the plain values until it is closed.
 */
public final class EnvTemplate implements AutoCloseable {

    private static final List<EnvDialect> READERS =
            List.of(EnvDialect.NPM_DOTENV, EnvDialect.NODE_PARSE_ENV, EnvDialect.PYTHON_DOTENV);

    /** A variable: either a reference, or a plain value. */
    public static final class Entry {

        private final String name;
        private final @Nullable Wanted reference;
        private final @Nullable SecretValue plain;

        private Entry(String name, @Nullable Wanted reference, @Nullable SecretValue plain) {
            this.name = name;
            this.reference = reference;
            this.plain = plain;
        }

        /** Letters, digits, {@code _}, {@code .} and {@code -}. */
        public String name() {
            return name;
        }

        /** The secret that is meant, or null where the value is plain. */
        public @Nullable Wanted reference() {
            return reference;
        }

        /** The value as it stands in the file, which may be empty; null where it is a reference. */
        public @Nullable SecretValue plain() {
            return plain;
        }

        @Override
        public String toString() {
            return "Entry[" + name + "]";
        }
    }

    private final List<Entry> entries;

    private EnvTemplate(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * @throws Refusal {@code INVALID_ARGUMENT}, {@code INVALID_KEY_PATH} or {@code ENV_REFUSED} with the line
     */
    static EnvTemplate of(EnvText text) {
        if (!text.isUtf8()) {
            throw EnvRefusals.refused("The file is not UTF-8.", "Save it as UTF-8, then call again.");
        }
        List<Map<String, Binding>> readings = new ArrayList<>();
        List<Binding> all = new ArrayList<>();
        try {
            for (EnvDialect reader : READERS) {
                readings.add(last(reader.read(text.bytes()), all));
            }
            return new EnvTemplate(entries(readings));
        } finally {
            all.forEach(Binding::wipe);
        }
    }

    /** Of a repeated name the last line counts; a name without a value is none. */
    private static Map<String, Binding> last(List<Binding> bindings, List<Binding> all) {
        all.addAll(bindings);
        Map<String, Binding> last = new LinkedHashMap<>();
        for (Binding binding : bindings) {
            if (binding.value() != null && !binding.plainName().isEmpty()) {
                last.put(binding.plainName(), binding);
            }
        }
        return last;
    }

    private static List<Entry> entries(List<Map<String, Binding>> readings) {
        List<Entry> entries = new ArrayList<>();
        try {
            for (Map<String, Binding> reading : readings) {
                for (Map.Entry<String, Binding> read : reading.entrySet()) {
                    requireAgreement(read.getKey(), read.getValue(), readings);
                }
            }
            readings.get(0).forEach((name, binding) -> entries.add(entry(name, binding)));
            return entries;
        } catch (RuntimeException e) {
            close(entries);
            throw e;
        }
    }

    private static void requireAgreement(String name, Binding binding, List<Map<String, Binding>> readings) {
        char[] value = binding.value();
        boolean same = value != null
                && READERS.stream().noneMatch(reader -> reader.changesAfterwards(value))
                && readings.stream().allMatch(reading -> {
                    Binding other = reading.get(name);
                    return other != null && Arrays.equals(value, other.value());
                });
        if (!same) {
            throw EnvRefusals.refused(
                    "Programs read the variable " + EnvName.shown(name, binding.line())
                            + " of the file in different ways, so its value is in doubt.",
                    "Put the value in single quotes, or let a reference stand for it: holdfast:// and its key path.");
        }
    }

    private static Entry entry(String name, Binding binding) {
        char[] value = binding.value();
        if (value == null || !EnvName.shown(name, binding.line()).equals(name)) {
            throw EnvRefusals.argument(
                    "Line " + binding.line() + " of the file has a name that is none of a variable.",
                    "Use letters, digits and _ in the names.");
        }
        if (EnvReference.isIn(value)) {
            return new Entry(name, EnvReference.parse(value, binding.line()), null);
        }
        byte[] utf8 = EnvUtf8.encode(value);
        try {
            return new Entry(name, null, SecretValue.stored(utf8));
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    /** In the order of the file, each name once. */
    public List<Entry> entries() {
        return entries;
    }

    private static void close(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.plain != null) {
                entry.plain.close();
            }
        }
    }

    @Override
    public void close() {
        close(entries);
    }
}
