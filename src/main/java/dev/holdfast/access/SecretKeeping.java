package dev.holdfast.access;

import dev.holdfast.access.Recorder.Decision;
import dev.holdfast.access.Recorder.Subject;
import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of the door for what surrounds a secret: its facts, its versions, whether a value is it, and taking it away.
 *
 * <p>Goes by the rules of {@link SecretAccess}. No method gives a value back. Where several acts need the same right, the
 * row's reason says which it was: {@code DESCRIBE}, {@code HISTORY}, {@code VERIFY}, {@code DELETE}, {@code UNDELETE}.
 * Thread-safe.
 */
public final class SecretKeeping {

    /** How long the version before stays readable when what is said of a secret changes; it has the same value. */
    private static final Duration GRACE = Duration.ofDays(7);

    private final SecretAccess access;
    private final SecretStore store;
    private final Recorder recorder;
    private final Clock clock;

    SecretKeeping(SecretAccess access, SecretStore store, Recorder recorder, Clock clock) {
        this.access = access;
        this.store = store;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** A version without its value. */
    public record Past(SecretInfo info, @Nullable Remark reason) {}

    /** The facts of the current version. Needs {@code list}. */
    public SecretInfo describe(Call call, KeyPath path) {
        Subject subject = new Subject(Action.LIST, path).noting("DESCRIBE");
        access.require(call, Action.LIST, path);
        SecretInfo info = facts(call, subject, path);
        recorder.granted(call, subject.at(info.version(), info.fingerprint()));
        return info;
    }

    private SecretInfo facts(Call call, Subject subject, KeyPath path) {
        SecretInfo info = access.refusing(
                call, subject, () -> Optional.ofNullable(store.describe(path)).orElseThrow(Refusals::notFound));
        recorder.require(call, subject, info);
        return info;
    }

    /** The versions that can be read, the oldest first. Needs {@code list}. */
    public List<Past> history(Call call, KeyPath path) {
        Subject subject = new Subject(Action.LIST, path).noting("HISTORY");
        access.require(call, Action.LIST, path);
        List<Past> versions = access.refusing(call, subject, () -> versions(path));
        versions.forEach(past -> recorder.require(call, subject, past.info()));
        recorder.granted(call, subject);
        return versions;
    }

    private List<Past> versions(KeyPath path) {
        try (SecretHistory history = store.history(path)) {
            if (history == null) {
                throw Refusals.notFound();
            }
            Instant now = clock.instant();
            return history.versions().stream()
                    .map(version -> new Past(version.secret().info(), version.reason()))
                    .filter(past -> past.info().validUntil() == null
                            || now.isBefore(past.info().validUntil()))
                    .toList();
        }
    }

    /**
     * Whether this is the current value. Needs {@code list} and no right to read: it answers a guess, so each one leaves a
     * row, which names the version only when they are equal.
     *
     * @param value reads it, once the caller may ask
     */
    public boolean verify(Call call, KeyPath path, SecretSource value) {
        Subject subject = new Subject(Action.LIST, path).noting("VERIFY");
        access.require(call, Action.LIST, path);
        SecretInfo info = facts(call, subject, path);
        boolean equal = access.refusing(call, subject, () -> {
            try (SecretValue guess = value.read()) {
                return store.fingerprint(path, guess).equals(info.fingerprint());
            }
        });
        recorder.granted(call, equal ? subject.at(info.version(), info.fingerprint()) : subject);
        return equal;
    }

    /** Gives a value. */
    public interface SecretSource {

        /**
         * Reads the value, which the caller closes.
         *
         * @throws dev.holdfast.secret.InvalidInput when it is none
         */
        SecretValue read();
    }

    /**
     * What is said of a secret.
     *
     * @param description null leaves the present one
     */
    public record Words(@Nullable Description description, Labels labels) {}

    /** Says what is to be said of a secret. */
    public interface Wording {

        /**
         * The words, none of which may tell the value.
         *
         * @param present what is said of it now
         * @throws dev.holdfast.secret.InvalidInput when they break a rule
         */
        Words of(SecretInfo present, SecretValue value);
    }

    /**
     * Changes what is said of a secret: a next version of the same value, written by check-and-set, so that value and words
     * are never of two writers. Needs {@code store}. A compromised one is refused, since its next version would not be
     * marked.
     *
     * @param expected the version that must be current, or null
     */
    public Written redescribe(Call call, KeyPath path, Wording wording, @Nullable Integer expected) {
        Subject subject = new Subject(Action.STORE, path).noting("DESCRIBE");
        access.require(call, Action.STORE, path);
        List<Decision> decisions = recorder.decided(call, List.of(subject));
        Written written = access.attempt(call, decisions, () -> {
            try (ReadSecret secret =
                    access.readable(call, Action.STORE, new Wanted(path, null)).orElseThrow(Refusals::notFound)) {
                int current = secret.info().version();
                if (expected != null && expected != current) {
                    throw conflict();
                }
                Words words = wording.of(secret.info(), secret.value());
                if (!call.authority().permits(Action.STORE, path, words.labels().tags())) {
                    throw Refusals.denied(Action.STORE);
                }
                Remark reason = reason(secret.info().labels(), words);
                // By check-and-set: another write in between is refused, never undone.
                Write write = new Write(words.description(), current, GRACE, false, reason, words.labels());
                return access.stored(path, secret.value(), write);
            }
        });
        SecretInfo info = written.info();
        Decision done = decisions.get(0).at(info.version(), info.fingerprint());
        Recorder.afterStoring(path, info.version(), () -> recorder.done(call, List.of(done)));
        return written;
    }

    /** Which of them changed, never to what. */
    private static Remark reason(Labels before, Words words) {
        List<String> changed = new ArrayList<>();
        if (words.description() != null) {
            changed.add("description");
        }
        if (!Objects.equals(words.labels().owner(), before.owner())) {
            changed.add("owner");
        }
        if (!words.labels().tags().equals(before.tags())) {
            changed.add("tags");
        }
        return Remark.stored((changed.isEmpty() ? "nothing" : String.join(", ", changed)) + " changed");
    }

    private static Refusal conflict() {
        return new Refusal(
                Reason.VERSION_CONFLICT,
                "The current version is not the expected one.",
                "Look at the current version, then decide anew.");
    }

    /**
     * Takes a secret out of sight until {@link #undelete} or the next write. Needs {@code store} and {@code rotate}: a
     * secret that is stored anew ends the versions before, as a rotation without grace does.
     */
    public void delete(Call call, KeyPath path) {
        access.require(call, Action.STORE, path);
        access.require(call, Action.ROTATE, path);
        Subject subject = new Subject(Action.STORE, path).noting("DELETE");
        change(call, subject, () -> {
            SecretInfo info = store.describe(path);
            if (info != null && !call.permits(Action.STORE, info)) {
                throw Refusals.denied(Action.STORE);
            }
            return store.delete(path);
        });
    }

    /** Brings a deleted secret back. Needs {@code store}. */
    public void undelete(Call call, KeyPath path) {
        access.require(call, Action.STORE, path);
        change(call, new Subject(Action.STORE, path).noting("UNDELETE"), () -> store.undelete(path));
    }

    private void change(Call call, Subject subject, BooleanSupplier act) {
        List<Decision> decisions = recorder.decided(call, List.of(subject));
        access.attempt(call, decisions, () -> {
            if (!act.getAsBoolean()) {
                throw Refusals.notFound();
            }
            return true;
        });
        recorder.done(call, decisions);
    }
}
