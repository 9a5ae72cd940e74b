package dev.holdfast.access;

import dev.holdfast.access.Recorder.Decision;
import dev.holdfast.access.Recorder.Subject;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Holding;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The one door to the store. Nothing else holds a store.
 *
 * <p>A read: may they → read → row → answer. A write: may they → row of the decision → write → row of the outcome →
 * answer. Every method throws {@link Refusal}, whose row is written before it is thrown; a row that cannot be written makes
 * it {@code AUDIT_UNAVAILABLE}. Policy is asked before existence. Thread-safe.
 */
public final class SecretAccess {

    private final SecretStore store;
    private final Recorder recorder;
    private final Clock clock;
    private final FaultPoints steps;

    public SecretAccess(SecretStore store, AuditLog audit, Clock clock, FaultPoints steps) {
        this.store = store;
        this.recorder = new Recorder(audit);
        this.clock = clock;
        this.steps = steps;
    }

    /** What may be done with a secret besides storing it and handing it out. */
    public SecretKeeping keeping() {
        return new SecretKeeping(this, store, recorder, clock);
    }

    /** What a caller is told of a version it names. */
    public record Wanted(KeyPath path, @Nullable Integer version) {}

    /** Refuses, with its row, unless the caller may do this there. */
    public void require(Call call, Action action, KeyPath path) {
        recorder.require(call, new Subject(action, path), () -> call.authority().permits(action, path));
    }

    /** Writes the row of a refusal that an edge made, and gives the refusal back to be thrown. */
    public Refusal refuse(Call call, Action action, @Nullable KeyPath path, Refusal refusal) {
        return recorder.refused(call, new Subject(action, path), refusal);
    }

    /** Writes the row of an answer that needed no store. */
    public void noted(Call call, Action action, @Nullable KeyPath path) {
        recorder.granted(call, new Subject(action, path));
    }

    /** Writes the row that an earlier version was archived. */
    public void archived(Call call, KeyPath path, int version, Fingerprint fingerprint) {
        Subject subject = new Subject(Action.ADMIN, path).noting("ARCHIVE");
        recorder.granted(call, subject.at(version, fingerprint));
    }

    /** Refuses, with its row, who may not administer. */
    public void administer(Call call) {
        recorder.require(
                call, new Subject(Action.ADMIN, null), () -> call.authority().administers());
    }

    /** Refuses a caller that nobody recognised, with its row. */
    public void recognise(Call call, Action action) {
        recorder.require(call, new Subject(action, null), () -> true);
    }

    /** Stores a value as the next version of a path, as a rotation where {@code write} says so. */
    public Written put(Call call, KeyPath path, SecretValue value, Write write) {
        return put(call, path, value, write, null);
    }

    /**
     * As the other.
     *
     * @param environment that the secret is to be of, or null
     */
    public Written put(Call call, KeyPath path, SecretValue value, Write asked, @Nullable Environment environment) {
        Subject subject = new Subject(asked.rotation() ? Action.ROTATE : Action.STORE, path);
        require(call, subject.action(), path);
        refuseUndescribed(call, subject, path, asked);
        List<Decision> decisions = recorder.decided(call, List.of(subject));
        steps.reached("audit.decided");
        Written written = attempt(call, decisions, () -> {
            // Whose path names an environment is of no other, whatever lies there.
            SecretInfo present = Environment.of(path) == null ? store.describe(path) : null;
            return stored(path, value, TaggedWrite.of(call, path, asked, present, environment));
        });
        steps.reached("store.put");
        SecretInfo info = written.info();
        Decision decision = decisions.get(0).at(info.version(), info.fingerprint());
        Recorder.afterStoring(path, info.version(), () -> recorder.done(call, List.of(decision)));
        steps.reached("audit.settled");
        return written;
    }

    /** Asked before the decision, so that a forgotten description costs one row and no write. */
    private void refuseUndescribed(Call call, Subject subject, KeyPath path, Write write) {
        boolean described = write.rotation() || write.description() != null;
        if (!described && refusing(call, subject, () -> store.describe(path) == null)) {
            throw recorder.refused(call, subject, Refusals.undescribed());
        }
    }

    /** A write that nobody answered is told with the version that it may have become. */
    Written stored(KeyPath path, SecretValue value, Write write) {
        try {
            return store.put(path, value, write);
        } catch (StoreException e) {
            Refusal refusal = Refusals.of(e);
            throw e.possiblyStored() == null ? refusal : refusal.after(path, e.possiblyStored());
        }
    }

    /** The value of a version, the current one for null. The caller closes it. */
    public ReadSecret get(Call call, KeyPath path, @Nullable Integer version) {
        require(call, Action.READ, path);
        Subject subject = new Subject(Action.READ, path);
        ReadSecret secret = refusing(call, subject, () -> readable(call, Action.READ, new Wanted(path, version)))
                .orElseThrow(() -> recorder.refused(call, subject, Refusals.notFound()));
        try {
            SecretInfo info = secret.info();
            recorder.granted(call, subject.at(info.version(), info.fingerprint()));
            return secret;
        } catch (RuntimeException e) {
            secret.close();
            throw e;
        }
    }

    /**
     * A page of the secrets whose slashed path begins with {@code prefix} and which the caller may list.
     *
     * @param after the slashed path to begin behind, or an empty string
     * @param limit 1 or more
     */
    public Listing list(Call call, String prefix, String after, int limit) {
        return list(call, prefix, after, limit, info -> true);
    }

    /** As {@link #list(Call, String, String, int)}, of those alone that are wanted. */
    public Listing list(Call call, String prefix, String after, int limit, Predicate<SecretInfo> wanted) {
        Subject subject = new Subject(Action.LIST, null);
        recorder.require(call, subject, () -> call.authority().permitsSomewhere(Action.LIST));
        Predicate<SecretInfo> visible = info -> call.permits(Action.LIST, info);
        Listing listing = refusing(call, subject, () -> Listing.of(store, prefix, after, limit, visible.and(wanted)));
        recorder.granted(call, subject);
        return listing;
    }

    /**
     * Lends receipts for secrets to what writes a {@code .env} or starts a process, one for each in the same order.
     *
     * @param use runs between the rows of decision and outcome; a {@link Refusal} that it throws becomes the outcome
     */
    public <T> T export(Call call, List<Wanted> wanted, Function<List<StoreReceipt>, T> use) {
        List<Subject> subjects = new ArrayList<>();
        for (Wanted one : wanted) {
            require(call, Action.EXPORT, one.path());
            subjects.add(new Subject(Action.EXPORT, one.path()));
        }
        List<Decision> decisions = recorder.decided(call, subjects);
        steps.reached("export.decided");
        List<StoreReceipt> receipts = new ArrayList<>();
        try {
            T result = attempt(call, decisions, () -> {
                wanted.forEach(one -> receipts.add(receipt(call, one)));
                steps.reached("export.read");
                return use.apply(receipts);
            });
            recorder.done(call, exported(decisions, receipts));
            steps.reached("export.settled");
            return result;
        } finally {
            receipts.forEach(receipt -> receipt.value().close());
        }
    }

    private StoreReceipt receipt(Call call, Wanted wanted) {
        ReadSecret secret = readable(call, Action.EXPORT, wanted)
                .orElseThrow(() -> new Refusal(
                        Reason.STORE_FIRST,
                        "The secret " + wanted.path() + " is not stored, so it may not be written anywhere.",
                        "Store it with set_secret first; then write the .env."));
        return new StoreReceipt(wanted.path(), secret.info().version(), secret.value());
    }

    private static List<Decision> exported(List<Decision> decisions, List<StoreReceipt> receipts) {
        return IntStream.range(0, decisions.size())
                .mapToObj(i -> decisions.get(i).at(receipts.get(i).version(), null))
                .toList();
    }

    /** Where each value is stored under a path that the caller may list: the valid holding first, else any, else none. */
    public List<Optional<Holding>> locate(Call call, List<SecretValue> values) {
        return holdings(call, values).stream()
                .map(all -> all.stream().min(Comparator.comparing(holding -> !holding.validAt(clock.instant()))))
                .toList();
    }

    /** All versions that have each value, valid or not, under paths that the caller may list. */
    public List<List<Holding>> holdings(Call call, List<SecretValue> values) {
        Subject subject = new Subject(Action.LIST, null);
        recorder.require(call, subject, () -> call.authority().permitsSomewhere(Action.LIST));
        List<List<Holding>> all = refusing(call, subject, () -> store.holding(values));
        recorder.granted(call, subject);
        Predicate<Holding> visible = holding -> call.authority().permits(Action.LIST, holding.path(), holding.tags());
        return all.stream().map(one -> one.stream().filter(visible).toList()).toList();
    }

    /** Lets {@code grant} give time-limited access to a secret that exists, where the caller may request it. */
    public <T> T request(Call call, KeyPath path, Function<SecretInfo, T> grant) {
        require(call, Action.REQUEST, path);
        List<Decision> decisions = recorder.decided(call, List.of(new Subject(Action.REQUEST, path)));
        T granted = attempt(call, decisions, () -> {
            SecretInfo info = store.describe(path);
            if (info == null) {
                throw Refusals.notFound();
            }
            if (!call.permits(Action.REQUEST, info)) {
                throw Refusals.denied(Action.REQUEST);
            }
            if (info.compromised()) {
                throw Refusals.compromised();
            }
            return grant.apply(info);
        });
        recorder.done(call, decisions);
        return granted;
    }

    /** What may be read of a path that the caller may do this with. */
    Optional<ReadSecret> readable(Call call, Action action, Wanted wanted) {
        ReadSecret secret = store.read(wanted.path(), wanted.version());
        if (secret == null) {
            return Optional.empty();
        }
        if (!call.permits(action, secret.info())) {
            secret.close();
            throw Refusals.denied(action);
        }
        // By our own clock: a version past its end is gone, also before the store has destroyed it.
        if (secret.info().validUntil() != null
                && !clock.instant().isBefore(secret.info().validUntil())) {
            secret.close();
            return Optional.empty();
        }
        if (secret.info().compromised()) {
            secret.close();
            throw Refusals.compromised();
        }
        return Optional.of(secret);
    }

    /** Asks the store for a read; a failure becomes a refusal with its row. */
    <T> T refusing(Call call, Subject subject, Supplier<T> read) {
        try {
            return read.get();
        } catch (RuntimeException e) {
            throw recorder.refused(call, subject, Refusals.of(e));
        }
    }

    /** Carries out what was decided; a failure becomes the outcome. */
    <T> T attempt(Call call, List<Decision> decisions, Supplier<T> act) {
        try {
            return act.get();
        } catch (RuntimeException e) {
            throw recorder.failed(call, decisions, Refusals.of(e));
        }
    }
}
