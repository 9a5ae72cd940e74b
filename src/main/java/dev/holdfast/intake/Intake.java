package dev.holdfast.intake;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.dotenv.EnvAccess;
import dev.holdfast.dotenv.EnvAccess.Entry;
import dev.holdfast.dotenv.EnvAccess.WrittenEntry;
import dev.holdfast.dotenv.EnvSource;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.Write;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secrets of existing {@code .env} files over: plan, store and read back, then note where they are, or put
 * references in their place.
 *
 * <p>Interrupted at any moment and called again, it goes on: what is stored is found by its value. Used by one thread.
 */
public final class Intake {

    /** Writers at once, so that their audit rows share commits. */
    private static final int WRITERS = 8;

    private final SecretAccess access;
    private final EnvAccess env;
    private final Clock clock;
    private final Supplier<Call> calls;
    private volatile @Nullable Refusal unreachable;

    /** @param calls makes a call of whoever takes the files over; thread-safe */
    public Intake(SecretAccess access, EnvAccess env, Clock clock, Supplier<Call> calls) {
        this.access = access;
        this.env = env;
        this.clock = clock;
        this.calls = calls;
    }

    /**
     * Plans, changing nothing.
     *
     * @param sources stay the caller's, who closes them when the plan is done with
     */
    public Plan plan(List<EnvSource> sources, Projects projects) {
        return new Planner(access, env, projects, clock, calls.get()).plan(sources);
    }

    /**
     * Stores what is new, reads each secret back and compares it; the plan says afterwards what came of it.
     *
     * @throws Refusal when store or audit cannot be reached; what was stored by then is found by the next run
     */
    public void store(Plan plan, Watch watch) {
        List<Secret> wanted = plan.wanted();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            wanted.forEach(secret -> all.add(writers.submit(() -> store(secret))));
            for (int i = 0; i < all.size(); i++) {
                watch.at(i, String.valueOf(wanted.get(i).path()));
                all.get(i).get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            writers.shutdownNow();
        }
        Refusal why = unreachable;
        if (why != null) {
            throw why;
        }
    }

    private static Refusal stopped() {
        return new Refusal(
                Reason.STORE_UNAVAILABLE, "The import was interrupted.", "Call it again: it goes on where it was.");
    }

    private void store(Secret secret) {
        if (unreachable != null) {
            return;
        }
        try {
            // What could not be read back is not stored in the first place.
            access.require(calls.get(), Action.READ, path(secret));
            if (secret.fate() == Fate.NEW) {
                Write write = new Write(secret.description(), 0, Duration.ZERO, false);
                secret.wasStored(access.put(calls.get(), path(secret), secret.value(), write)
                        .info()
                        .version());
            }
            verify(secret);
        } catch (Refusal e) {
            if (e.reason() == Reason.STORE_UNAVAILABLE || e.reason() == Reason.AUDIT_UNAVAILABLE) {
                unreachable = e;
            } else {
                Fate fate = e.reason() == Reason.VERSION_CONFLICT ? Fate.CONFLICT : Fate.LEFT;
                secret.isLeft(fate, secret.path(), e.reason() + ": " + e.problem());
            }
        }
    }

    private static KeyPath path(Secret secret) {
        if (secret.path() == null) {
            throw new IllegalStateException("a secret without a path is not wanted");
        }
        return secret.path();
    }

    private void verify(Secret secret) {
        try (ReadSecret read = access.get(calls.get(), path(secret), secret.version())) {
            if (!read.value().sameAs(secret.value())) {
                throw new Refusal(
                        Reason.STORE_UNAVAILABLE,
                        "What the store gives back is not what was stored.",
                        "Run 'holdfast doctor' before you store anything else. The .env files are as they were.");
            }
        }
    }

    /** Notes for each file which secrets it holds, so that it can be restored; before {@link #replace}. */
    public void note(Plan plan) {
        eachFile(plan, (source, entries) -> env.note(source, entries));
    }

    /**
     * Puts references in the place of the values that are stored.
     *
     * @return the files that could not be written, with the reason
     */
    public Map<String, Refusal> replace(Plan plan) {
        Map<String, Refusal> refused = new LinkedHashMap<>();
        eachFile(plan, (source, entries) -> {
            List<Entry> references = entries.stream()
                    .map(entry -> new Entry(entry.name(), entry.path()))
                    .toList();
            try {
                env.refer(calls.get(), source.label(), references);
            } catch (Refusal e) {
                refused.put(source.label(), e);
            }
        });
        return refused;
    }

    private static void eachFile(Plan plan, BiConsumer<EnvSource, List<WrittenEntry>> use) {
        Map<EnvSource, List<WrittenEntry>> files = new LinkedHashMap<>();
        for (Secret secret : plan.secrets()) {
            Integer version = secret.version();
            if (secret.wanted() && version != null) {
                secret.places().stream()
                        .filter(place -> place.variable().writable())
                        .forEach(place -> files.computeIfAbsent(place.source(), any -> new ArrayList<>())
                                .add(new WrittenEntry(place.variable().name(), path(secret), version)));
            }
        }
        files.forEach(use);
    }
}
