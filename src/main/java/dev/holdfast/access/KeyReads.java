package dev.holdfast.access;

import dev.holdfast.access.Recorder.Read;
import dev.holdfast.access.Recorder.Subject;
import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.Delivery;
import dev.holdfast.audit.LaterRows;
import dev.holdfast.audit.Status;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.cached.CachedReads;
import dev.holdfast.store.cached.Fetched;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of the door for services, which read the same few keys again and again, many at once, and also while the store
 * is down.
 *
 * <p>Goes by the rules of {@link SecretAccess}: may they → read → rows → answer. The rows of one call are written together,
 * and nothing is answered without them. Thread-safe.
 */
public final class KeyReads {

    private final CachedReads cache;
    private final Recorder recorder;
    private final @Nullable LaterRows later;
    private final Predicate<KeyPath> stale;
    private final Clock clock;
    private final SideBySide sideBySide = new SideBySide();

    /**
     * @param later takes the rows of reads that were answered; null where each is durable before its answer
     * @param stale which secrets may be handed out as they were last known, while the store is down
     */
    public KeyReads(
            CachedReads cache, AuditLog audit, @Nullable LaterRows later, Predicate<KeyPath> stale, Clock clock) {
        this.cache = cache;
        this.recorder = new Recorder(audit);
        this.later = later;
        this.stale = stale;
        this.clock = clock;
    }

    /**
     * What is asked for: a version of a path, or the refusal of what is no path.
     *
     * @param wanted null where there is a refusal
     */
    public record Asked(@Nullable Wanted wanted, @Nullable Refusal refusal) {

        public static Asked of(KeyPath path, @Nullable Integer version) {
            return new Asked(new Wanted(path, version), null);
        }

        public static Asked refused(Refusal refusal) {
            return new Asked(null, refusal);
        }
    }

    /** What became of one key that was asked for: a value, or a refusal. Closing it wipes the value. */
    public static final class Answer implements AutoCloseable {

        private final @Nullable Fetched fetched;
        private final @Nullable Instant expiresAt;
        private final @Nullable Refusal refusal;

        private Answer(@Nullable Fetched fetched, @Nullable Instant expiresAt, @Nullable Refusal refusal) {
            this.fetched = fetched;
            this.expiresAt = expiresAt;
            this.refusal = refusal;
        }

        /** Null when there is a value. */
        public @Nullable Refusal refusal() {
            return refusal;
        }

        /** @throws Refusal when there is none */
        public ReadSecret secret() {
            return fetched().secret();
        }

        /** Whether the store was not asked, or did not answer. */
        public boolean cached() {
            return fetched().from() != Fetched.From.STORE;
        }

        /** When the value is to be asked for again. */
        public Instant expiresAt() {
            if (expiresAt == null) {
                throw thrown();
            }
            return expiresAt;
        }

        private Fetched fetched() {
            if (fetched == null) {
                throw thrown();
            }
            return fetched;
        }

        private Refusal thrown() {
            return refusal == null ? Refusals.notFound() : refusal;
        }

        @Override
        public void close() {
            if (fetched != null) {
                fetched.close();
            }
        }
    }

    /** Whether the caller may read there; leaves no row, for whoever asks goes on to {@link #read} or {@link #limited}. */
    public boolean permitted(Call call, KeyPath path) {
        return call.recognised() && call.authority().permits(Action.READ, path);
    }

    /**
     * Waits until the rows of all that was answered before can be read in the audit.
     *
     * @throws AuditException when they cannot be written
     */
    public void awaitRows() {
        if (later != null) {
            later.awaitWritten();
        }
    }

    /** The refusal of a call that is one too many, with its row. */
    public Refusal limited(Call call, @Nullable KeyPath path, int usage, int limit, Refusal refusal) {
        Subject subject = new Subject(Action.READ, path).delivered(Delivery.limited(usage, limit));
        return recorder.refused(call, subject, refusal);
    }

    /**
     * Reads keys, each with an answer in the same order, of which the caller closes every one.
     *
     * @param ttl how old a value may be, at the most; null for as old as the settings say
     * @throws Refusal {@code AUDIT_UNAVAILABLE} when the rows cannot be written
     */
    public List<Answer> read(Call call, List<Asked> asked, @Nullable Duration ttl) {
        Duration bound = cache.ttl(ttl);
        @Nullable Answer[] answers = new Answer[asked.size()];
        List<Integer> open = new ArrayList<>();
        try {
            for (int i = 0; i < answers.length; i++) {
                answers[i] = atOnce(call, asked.get(i), bound);
                if (answers[i] == null) {
                    open.add(i);
                }
            }
            sideBySide.each(open.size(), i -> answers[open.get(i)] = answer(call, asked.get(open.get(i)), bound));
            return recorded(call, asked, answers);
        } catch (RuntimeException e) {
            Stream.of(answers).filter(Objects::nonNull).forEach(Answer::close);
            throw e;
        }
    }

    private List<Answer> recorded(Call call, List<Asked> asked, @Nullable Answer[] answers) {
        List<Answer> all = new ArrayList<>();
        List<Read> rows = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            Answer answer = Objects.requireNonNull(answers[i]);
            all.add(answer);
            rows.add(row(asked.get(i), answer));
        }
        recorder.read(call, rows, later);
        return all;
    }

    /** The answer for which nobody else has to be asked; null when there is none. */
    private @Nullable Answer atOnce(Call call, Asked asked, Duration ttl) {
        Wanted wanted = asked.wanted();
        if (wanted == null) {
            return refused(call, asked.refusal() == null ? Refusals.notFound() : asked.refusal());
        }
        if (!call.recognised()) {
            return refused(call, Refusals.unauthenticated());
        }
        if (!permitted(call, wanted.path())) {
            return refused(call, Refusals.denied(Action.READ));
        }
        Fetched fresh = cache.fresh(wanted.path(), wanted.version(), ttl);
        return fresh == null ? null : told(call, fresh, ttl);
    }

    private Answer answer(Call call, Asked asked, Duration ttl) {
        Wanted wanted = Objects.requireNonNull(asked.wanted());
        try {
            Fetched fetched = cache.fetch(wanted.path(), wanted.version(), ttl, stale.test(wanted.path()));
            return fetched == null ? refused(call, Refusals.notFound()) : told(call, fetched, ttl);
        } catch (RuntimeException e) {
            return refused(call, Refusals.of(e));
        }
    }

    private Answer told(Call call, Fetched fetched, Duration ttl) {
        SecretInfo info = fetched.secret().info();
        if (!call.permits(Action.READ, info)) {
            fetched.close();
            return refused(call, Refusals.denied(Action.READ));
        }
        Instant end = info.validUntil();
        // By our own clock, and at each answer: what was readable when it was fetched may have ended since.
        boolean ended = end != null && !clock.instant().isBefore(end);
        if (ended || info.compromised()) {
            fetched.close();
            return refused(call, ended ? Refusals.notFound() : Refusals.compromised());
        }
        Instant until = fetched.at().plus(ttl);
        return new Answer(fetched, end != null && end.isBefore(until) ? end : until, null);
    }

    private static Answer refused(Call call, Refusal refusal) {
        return new Answer(null, null, refusal.of(call.requestId()));
    }

    private Read row(Asked asked, Answer answer) {
        Wanted wanted = asked.wanted();
        Subject subject = new Subject(Action.READ, wanted == null ? null : wanted.path());
        Refusal refusal = answer.refusal();
        if (refusal != null) {
            return Read.refused(subject, refusal);
        }
        SecretInfo info = answer.secret().info();
        Fetched fetched = answer.fetched();
        Subject read = subject.at(info.version(), info.fingerprint());
        if (fetched.from() != Fetched.From.STALE) {
            return new Read(read.delivered(Delivery.of(answer.cached())), Status.GRANTED, null);
        }
        long age = Duration.between(fetched.at(), clock.instant()).toSeconds();
        Subject fallback = read.delivered(Delivery.fallback(age)).noting(Reason.STORE_UNAVAILABLE.name());
        return new Read(fallback, Status.FALLBACK_CACHE, null);
    }
}
