package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.Call;
import dev.holdfast.access.Refusal;
import dev.holdfast.app.StepMain;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuditRow;
import dev.holdfast.audit.Channel;
import dev.holdfast.cli.Backend;
import dev.holdfast.mcp.Services;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The door to servers, opened in this process as a start of the program opens it. Thread-safe. */
final class ServersDoor implements AutoCloseable {

    static final String DESCRIPTION = "A value that many write";
    private static final Duration GRACE = Duration.ofDays(7);

    private final Backend.Opened parts;

    private ServersDoor(Backend.Opened parts) {
        this.parts = parts;
    }

    static ServersDoor of(Holdfast holdfast) {
        Backend.Who who = new Backend.Who(null, null, holdfast.workspace(), Channel.STDIO);
        return new ServersDoor(StepMain.backend(holdfast.home()).open(who));
    }

    Services services() {
        return parts.services();
    }

    Call call() {
        return parts.services().calls().get();
    }

    AuditLog audit() {
        return parts.audit();
    }

    /**
     * Stores a value.
     *
     * @throws Refusal as the door says
     */
    Acknowledged set(String path, String value, @Nullable Integer expectedVersion) {
        try (SecretValue secret = SecretValue.of(value)) {
            Write write = new Write(Description.of(DESCRIPTION, secret), expectedVersion, GRACE, false);
            Written written = parts.services().access().put(call(), KeyPath.parse(path), secret, write);
            return new Acknowledged(
                    path, written.info().version(), written.info().fingerprint().text(), value);
        }
    }

    List<AuditRow> rows() {
        List<AuditRow> rows = new ArrayList<>();
        parts.audit().read(AuditQuery.ALL, rows::add);
        return rows;
    }

    void requireWholeLog() {
        assertThat(parts.audit().verify().fault()).isNull();
    }

    @Override
    public void close() throws Exception {
        parts.close();
    }
}
