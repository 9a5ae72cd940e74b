package dev.holdfast.intake;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.dotenv.EnvAccess;
import dev.holdfast.dotenv.EnvAccess.Entry;
import dev.holdfast.dotenv.EnvAccess.WrittenEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A {@code .env} that was lost or broken, written again from what the store knows was in it, in current versions. */
public final class Restoration {

    private Restoration() {}

    /**
     * What came back.
     *
     * @param refused what did not, with the reason
     */
    public record Restored(String file, List<WrittenEntry> written, Map<Entry, Refusal> refused) {}

    /**
     * Writes all that was noted of a file, in one go; where something of it is refused, each variable by itself.
     *
     * @throws Refusal when nothing was noted of the file, or store or audit cannot be reached
     */
    public static Restored restore(EnvAccess env, Supplier<Call> calls, String file) {
        List<Entry> entries = env.placed(calls.get(), file);
        if (entries.isEmpty()) {
            throw new Refusal(
                    Reason.NOT_FOUND,
                    "Holdfast has not written this file, and has not imported it, so it knows nothing of it.",
                    "Name the file as it was named then, from the same folder; or name its variables with env write.");
        }
        try {
            List<WrittenEntry> written = env.write(calls.get(), file, entries).entries();
            return new Restored(file, written, Map.of());
        } catch (Refusal e) {
            requireReachable(e);
            return oneByOne(env, calls, file, entries);
        }
    }

    private static Restored oneByOne(EnvAccess env, Supplier<Call> calls, String file, List<Entry> entries) {
        List<WrittenEntry> written = new ArrayList<>();
        Map<Entry, Refusal> refused = new LinkedHashMap<>();
        for (Entry entry : entries) {
            try {
                written.addAll(env.write(calls.get(), file, List.of(entry)).entries());
            } catch (Refusal e) {
                requireReachable(e);
                refused.put(entry, e);
            }
        }
        return new Restored(file, written, refused);
    }

    private static void requireReachable(Refusal refusal) {
        if (refusal.reason() == Reason.STORE_UNAVAILABLE || refusal.reason() == Reason.AUDIT_UNAVAILABLE) {
            throw refusal;
        }
    }
}
