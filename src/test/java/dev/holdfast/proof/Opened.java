package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.app.StepMain;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuditRow;
import dev.holdfast.audit.Channel;
import dev.holdfast.cli.Backend;
import dev.holdfast.dotenv.EnvAccess.Entry;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.ReadSecret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A home folder, opened in this process as a start of the server opens it. */
final class Opened implements AutoCloseable {

    private final Backend.Opened parts;

    private Opened(Backend.Opened parts) {
        this.parts = parts;
    }

    static Opened of(Holdfast holdfast) {
        Backend.Who who = new Backend.Who(null, null, holdfast.workspace(), Channel.STDIO);
        return new Opened(StepMain.backend(holdfast.home()).open(who));
    }

    AuditLog audit() {
        return parts.audit();
    }

    private Call call() {
        return parts.services().calls().get();
    }

    /** Whether a version of a path has exactly this value. */
    boolean holds(String path, int version, String value) {
        try (ReadSecret secret = parts.services().access().get(call(), KeyPath.parse(path), version);
                SecretValue expected = SecretValue.of(value)) {
            return secret.value().sameAs(expected);
        } catch (Refusal e) {
            assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
            return false;
        }
    }

    void requireStored(Acknowledged one) {
        try (ReadSecret secret = parts.services().access().get(call(), KeyPath.parse(one.path()), one.version());
                SecretValue expected = SecretValue.of(one.value())) {
            assertThat(secret.value().sameAs(expected))
                    .as("the acknowledged value")
                    .isTrue();
            assertThat(secret.info().fingerprint().text()).isEqualTo(one.fingerprint());
        }
    }

    /** As {@link #requireStored} for many, side by side so that their rows share commits. */
    void requireAllStored(Collection<Acknowledged> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Callable<Object>> checks = all.stream()
                    .map(one -> Executors.callable(() -> requireStored(one)))
                    .toList();
            for (Future<Object> check : threads.invokeAll(checks)) {
                check.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    void writeEnv(String file, String name, String path) {
        parts.services().env().write(call(), file, List.of(new Entry(name, KeyPath.parse(path))));
    }

    /** Whether everything secret in a file is stored. */
    boolean checkEnv(String file) {
        return parts.services().env().check(call(), file).ok();
    }

    /** How many rows say {@code INTERRUPTED}. */
    int interrupted() {
        return (int) rows().stream()
                .filter(row -> row.text("status").equals("INTERRUPTED"))
                .count();
    }

    /** Decisions without an outcome. */
    Set<String> openDecisions() {
        Set<String> open = new HashSet<>();
        for (AuditRow row : rows()) {
            String act = row.text("request_id") + " " + row.text("action") + " " + row.text("key_path");
            if (row.text("phase").equals("decision")) {
                open.add(act);
            } else {
                open.remove(act);
            }
        }
        return open;
    }

    List<AuditRow> rows() {
        List<AuditRow> rows = new ArrayList<>();
        audit().read(AuditQuery.ALL, rows::add);
        return rows;
    }

    @Override
    public void close() throws Exception {
        parts.close();
    }
}
