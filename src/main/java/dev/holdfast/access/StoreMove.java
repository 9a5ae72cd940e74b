package dev.holdfast.access;

import dev.holdfast.access.Recorder.Decision;
import dev.holdfast.access.Recorder.Subject;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies secrets from one store into another, with all their versions, and proves each by reading it back.
 *
 * <p>The source is never changed. A move that was interrupted is called again: what is there already is proven and left. A
 * secret that cannot be copied is refused with its row, and the others can go on. For callers with {@code admin} alone.
 */
public final class StoreMove {

    private static final int PAGE = 500;

    private final SecretStore source;
    private final SecretStore target;
    private final Recorder recorder;

    public StoreMove(SecretStore source, SecretStore target, AuditLog audit) {
        this.source = source;
        this.target = target;
        this.recorder = new Recorder(audit);
    }

    /**
     * What became of a secret.
     *
     * @param versions how many the secret has that can be read
     * @param written how many of them were written now; 0 when all were there already
     */
    public record Moved(KeyPath path, int versions, int written) {}

    /** The secrets of the source, in the order of their paths. */
    public List<KeyPath> paths(Call call) {
        Subject subject = new Subject(Action.ADMIN, null);
        recorder.require(call, subject, () -> call.authority().permitsSomewhere(Action.ADMIN));
        List<KeyPath> paths = new ArrayList<>();
        try {
            String after = "";
            List<SecretInfo> page;
            do {
                page = source.list("", after, PAGE);
                for (SecretInfo info : page) {
                    paths.add(info.path());
                    after = info.path().slashed();
                }
            } while (page.size() == PAGE);
        } catch (StoreException e) {
            throw recorder.refused(call, subject, Refusals.of(e));
        }
        recorder.granted(call, subject);
        return paths;
    }

    /** Copies one secret and proves that the target gives back what the source has. */
    public Moved move(Call call, KeyPath path) {
        Subject subject = new Subject(Action.ADMIN, path);
        recorder.require(call, subject, () -> call.authority().permits(Action.ADMIN, path));
        List<Decision> decisions = recorder.decided(call, List.of(subject));
        Decision decision = decisions.get(0);
        Moved moved;
        Subject done;
        try (SecretHistory history = source.history(path)) {
            if (history == null) {
                throw Refusals.notFound();
            }
            moved = new Moved(path, history.versions().size(), target.adopt(history));
            done = subject.at(history.current().number(), proven(history));
        } catch (RuntimeException e) {
            throw recorder.failed(call, decisions, Refusals.of(e));
        }
        recorder.done(call, List.of(new Decision(decision.ticket(), done)));
        return moved;
    }

    /** The fingerprint of the current version, when every version of the target is what it should be. */
    private Fingerprint proven(SecretHistory history) {
        KeyPath path = history.path();
        for (SecretHistory.Version version : history.versions()) {
            try (ReadSecret copy = target.read(path, version.number())) {
                ReadSecret original = version.secret();
                boolean same = copy != null
                        && copy.value().sameAs(original.value())
                        && copy.info().fingerprint().equals(target.fingerprint(path, original.value()))
                        && copy.info().labels().equals(original.info().labels())
                        && copy.info()
                                .description()
                                .text()
                                .equals(original.info().description().text());
                if (!same) {
                    throw new Refusal(
                            Reason.STORE_UNAVAILABLE,
                            "What was copied does not come back as it was.",
                            "Nothing was removed from the source; look at the target with 'holdfast doctor' and call again.");
                }
            }
        }
        return target.fingerprint(path, history.current().secret().value());
    }
}
