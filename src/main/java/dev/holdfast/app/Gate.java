package dev.holdfast.app;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.agent.Signatures;
import dev.holdfast.agent.SigningKey;
import dev.holdfast.agent.Unauthenticated;
import dev.holdfast.agent.Unauthenticated.Why;
import dev.holdfast.config.ConfigException;
import dev.holdfast.config.ProjectSettings;
import dev.holdfast.dotenv.GateSources;
import dev.holdfast.dotenv.Project;
import dev.holdfast.key.MasterKey;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Trouble;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the gate of a {@code .env} asks beside the store; the keys of tokens are opened when the first token is met. */
final class Gate implements GateSources {

    private final OpenedStore store;
    private final Database shared;
    private final Clock clock;
    private @Nullable Signatures own;

    /** @param shared the database that all processes share */
    Gate(OpenedStore store, Database shared, Clock clock) {
        this.store = store;
        this.shared = shared;
        this.clock = clock;
    }

    @Override
    public Project project(Path file) {
        Path own = file.toAbsolutePath().normalize().getParent();
        if (own == null) {
            return new Project(file, null);
        }
        for (Path folder = own; folder != null; folder = folder.getParent()) {
            Optional<ProjectSettings> settings = settings(folder);
            if (settings.isPresent()) {
                return new Project(folder, settings.get().project());
            }
        }
        return new Project(own, null);
    }

    private static Optional<ProjectSettings> settings(Path folder) {
        try {
            return ProjectSettings.of(folder);
        } catch (ConfigException e) {
            // Without its project the check would be looser than the file asks for.
            throw new Refusal(
                    Reason.ENV_REFUSED,
                    "The project's .holdfast.yaml has faults: " + String.join(" ", e.faults()),
                    "Correct these places; until then nobody can tell which project the file belongs to.");
        }
    }

    @Override
    public boolean ownToken(SecretValue value) {
        Signatures signatures = signatures();
        return value.reveal(bytes -> {
            try {
                signatures.verified(new String(bytes, StandardCharsets.UTF_8));
                return true;
            } catch (Unauthenticated e) {
                return e.why() == Why.NOT_VALID_NOW; // Signed by us, and ended since.
            }
        });
    }

    private synchronized Signatures signatures() {
        Signatures opened = own;
        if (opened == null) {
            try {
                List<SigningKey> keys = Identity.present(shared, store.signingSeal());
                opened = Signatures.of(keys, List.of(), clock);
                own = opened;
            } catch (SQLException e) {
                Trouble trouble = Trouble.of(e);
                throw new Refusal(Reason.STORE_UNAVAILABLE, trouble.problem(), trouble.hint());
            }
        }
        return opened;
    }

    @Override
    public byte[] acceptance(byte[] message) {
        return MasterKey.hmac(store.baselineKey(), message);
    }
}
