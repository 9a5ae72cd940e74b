package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.services.OpenBao;
import dev.holdfast.store.Holding;
import dev.holdfast.store.SecretStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mount of a real server, with stores in it and another hand that writes past them. */
final class VaultWorld implements AutoCloseable {

    final OpenBao bao = OpenBao.shared();
    final String mount;
    final String prefix;
    private final Clock clock;
    private Duration timeLimit = VaultSettings.TIME_LIMIT;
    private final List<AutoCloseable> open = new ArrayList<>();

    VaultWorld(String mount, String prefix, Clock clock) {
        this.mount = mount;
        this.prefix = prefix;
        this.clock = clock;
    }

    VaultSettings settings() {
        return settings(bao.address(), bao.token(), Map.of());
    }

    VaultSettings settings(URI address, String token, Map<String, String> mounts) {
        return new VaultSettings(
                address,
                null,
                mount,
                prefix,
                mounts,
                new VaultLogin.Token(null, () -> token),
                null,
                VaultSettings.CONNECT_TIMEOUT,
                timeLimit);
    }

    /** For stores that are opened from now on. */
    void timeLimit(Duration longest) {
        timeLimit = longest;
    }

    /** The rules of a policy file of the project, as they are for this mount and prefix. */
    String policy(String file) {
        Path path = Path.of(System.getProperty("basedir", "."), "mcp-config", "vault", file);
        try {
            String rules = Files.readString(path).replace("\"secret/", "\"" + mount + "/");
            return rules.replaceAll("/([a-z-]+)/([a-z_]+)/\\*", "/$1/" + front() + "$2/*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SecretStore store() {
        return store(settings());
    }

    SecretStore store(VaultSettings settings) {
        return store(settings, FaultPoints.NONE);
    }

    SecretStore store(VaultSettings settings, FaultPoints steps) {
        VaultBackend backend = keep(VaultBackend.open(settings, clock, new SecureRandom(), true, steps));
        return keep(backend.store());
    }

    /** Where one value is. */
    static List<Holding> holding(SecretStore store, String value) {
        return store.holding(List.of(SecretValue.of(value))).get(0);
    }

    <T extends AutoCloseable> T keep(T closeable) {
        open.add(0, closeable);
        return closeable;
    }

    private String front() {
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    /** As {@code bao kv put}: data in JSON. */
    void kvPut(KeyPath path, String data) {
        kvPut(path.slashed(), data);
    }

    void kvPut(String path, String data) {
        bao.call("POST", mount + "/data/" + front() + path, "{\"data\":" + data + "}");
    }

    /** As {@code bao kv patch} does where the server has no patch: it reads, changes and writes. */
    void kvPatch(KeyPath path, String field, String json) {
        ObjectNode data = (ObjectNode) data(path, null);
        data.putRawValue(field, new RawValue(json));
        kvPut(path, data.toString());
    }

    /** The data of a version as it lies there; missing when it is gone. */
    JsonNode data(KeyPath path, @Nullable Integer version) {
        String query = version == null ? "" : "?version=" + version;
        return bao.call("GET", mount + "/data/" + front() + path.slashed() + query, null)
                .at("/data/data");
    }

    JsonNode metadata(KeyPath path) {
        return bao.call("GET", mount + "/metadata/" + front() + path.slashed(), null)
                .path("data");
    }

    /** Replaces the custom metadata, as {@code bao kv metadata put} does. */
    void metadataPut(KeyPath path, String custom) {
        bao.call("POST", mount + "/metadata/" + front() + path.slashed(), "{\"custom_metadata\":" + custom + "}");
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }
}
