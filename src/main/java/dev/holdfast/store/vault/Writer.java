package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Precondition;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.StoreException.Kind;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes the next version of a secret: mark, data, copy, destruction, in this order.
 *
 * <p>The data alone count, and are written at once or not at all. A process that ends before leaves an entry without a
 * version, which nobody reads or lists; one that ends after leaves a copy of another version, which counts as absent, or
 * a version past its end, which nobody is given and the next write destroys. Thread-safe.
 */
final class Writer {

    private static final int MOST_ATTEMPTS = 40;
    private static final long LONGEST_PAUSE_MILLIS = 60;

    private final Kv kv;
    private final Places places;
    private final Reader reader;
    private final Marks marks;
    private final Clock clock;
    private final FaultPoints steps;

    Writer(Kv kv, Places places, Reader reader, Marks marks, Clock clock, FaultPoints steps) {
        this.kv = kv;
        this.places = places;
        this.reader = reader;
        this.marks = marks;
        this.clock = clock;
        this.steps = steps;
    }

    /** As {@code SecretStore.put}. Others who write at the same time make it begin anew, unless a version is expected. */
    Written put(KeyPath path, SecretValue value, Write write) {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Written written = attempt(path, value, write);
            if (written != null) {
                return written;
            }
            pause(attempt);
        }
        throw new StoreException(
                Kind.CONFLICT,
                "Others write this secret all the time, so no version of ours came through.",
                "Call again in a moment.");
    }

    private @Nullable Written attempt(KeyPath path, SecretValue value, Write write) {
        Place place = places.of(path);
        KvMetadata metadata = kv.metadata(place);
        boolean live = metadata != null && metadata.live();
        Current current = live ? reader.unmended(path) : null;
        if (metadata != null && live && (current == null || current.number() != metadata.current())) {
            return null;
        }
        Precondition.check(current == null ? 0 : current.number(), write);
        Plan plan = new Plan(path, metadata, current, write, Instant.ofEpochMilli(clock.millis()), marks);
        Facts next = plan.next(value);
        plan.refusePruning(next);
        prepare(place, metadata, plan);
        KvData before = current == null ? KvData.none() : current.data();
        if (!kv.write(place, before.next(value, next), plan.number(), next.write())) {
            return null;
        }
        steps.reached("vault.data");
        settle(place, metadata, next, plan.ended(next));
        return written(path, current, next, write);
    }

    /** Before the data, so that a secret which lacks its copy is not taken for someone else's. */
    private void prepare(Place place, @Nullable KvMetadata metadata, Plan plan) {
        int raised = plan.raisedMaxVersions();
        if (metadata == null) {
            kv.create(place, raised, new CustomMetadata(JsonNodeFactory.instance.objectNode()).marking());
        } else if (!metadata.custom().ours()) {
            kv.change(place, raised, metadata.custom().marking());
        } else if (raised > 0) {
            kv.change(place, raised, JsonNodeFactory.instance.objectNode());
        }
        steps.reached("vault.mark");
    }

    /** What follows from the data; whoever sees that it is missing makes up for it. */
    private void settle(Place place, @Nullable KvMetadata metadata, Facts next, List<Integer> ended) {
        CustomMetadata custom =
                metadata == null ? new CustomMetadata(JsonNodeFactory.instance.objectNode()) : metadata.custom();
        ObjectNode copy = custom.replacingWithNewValue(next);
        try {
            kv.change(place, 0, copy);
            steps.reached("vault.copy");
            if (!ended.isEmpty()) {
                kv.destroy(place, ended);
            }
            steps.reached("vault.destroyed");
        } catch (StoreException mendedLater) {
            // The value is stored, and that is what was asked.
        }
    }

    private static Written written(KeyPath path, @Nullable Current current, Facts next, Write write) {
        if (current == null) {
            return new Written(next.current(path, false), null, null);
        }
        Instant end = write.grace().isZero() ? null : next.updatedAt().plus(write.grace());
        return new Written(next.current(path, false), current.number(), end);
    }

    /** Longer from attempt to attempt, and never the same for two writers. */
    private static void pause(int attempt) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, 4L * attempt);
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, most + 1)));
    }
}
