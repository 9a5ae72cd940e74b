package dev.holdfast.dotenv;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The proof that a change is right: in every dialect the changed name reads as exactly the value, and every other name
 * reads as it did before.
 *
 * <p>Names are compared without what a reader leaves on them ({@link Binding#plainName()}): a file that begins with a byte
 * order mark had its first name misread before, and it would be no help to refuse the change for that.
 */
final class EnvProof {

    private EnvProof() {}

    static boolean holds(byte[] before, byte[] after, String name, byte[] value) {
        for (EnvDialect dialect : EnvDialect.values()) {
            List<Binding> old = dialect.read(before);
            List<Binding> now = dialect.read(after);
            try {
                if (!holdsIn(dialect, last(old), last(now), name, value)) {
                    return false;
                }
            } finally {
                old.forEach(Binding::wipe);
                now.forEach(Binding::wipe);
            }
        }
        return true;
    }

    private static boolean holdsIn(
            EnvDialect dialect, Map<String, Binding> old, Map<String, Binding> now, String name, byte[] value) {
        Binding written = now.get(name);
        if (written == null || !readsAs(dialect, written, value)) {
            return false;
        }
        Set<String> others = new HashSet<>(old.keySet());
        others.addAll(now.keySet());
        others.remove(name);
        for (String other : others) {
            if (!same(old.get(other), now.get(other))) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Binding> last(List<Binding> bindings) {
        Map<String, Binding> last = new HashMap<>();
        bindings.forEach(binding -> last.put(binding.plainName(), binding));
        return last;
    }

    private static boolean readsAs(EnvDialect dialect, Binding written, byte[] value) {
        char[] chars = written.value();
        if (chars == null || dialect.changesAfterwards(chars)) {
            return false;
        }
        byte[] read = EnvUtf8.encode(chars);
        boolean same = MessageDigest.isEqual(read, value);
        Arrays.fill(read, (byte) 0);
        return same;
    }

    private static boolean same(@Nullable Binding a, @Nullable Binding b) {
        return a != null && b != null && Arrays.equals(a.value(), b.value());
    }
}
