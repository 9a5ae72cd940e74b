package dev.holdfast.config;

import dev.holdfast.store.vault.VaultLogin;
import dev.holdfast.store.vault.VaultSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads how Vault or OpenBao is reached. */
final class VaultReader {

    private static final Duration SHORTEST = Duration.ofMillis(50);

    /** A mount or folder: no slash at an end, nothing that a path could change its meaning by. */
    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_-]+([./-]?[A-Za-z0-9_-]+)*");

    private final Section vault;
    private final Environment environment;

    private VaultReader(Section vault, Environment environment) {
        this.vault = vault;
        this.environment = environment;
    }

    static VaultSettings read(Section vault, Environment environment) {
        vault.knowing(
                "address",
                "namespace",
                "mount",
                "prefix",
                "mounts",
                "ca_file",
                "connect_timeout",
                "time_limit",
                "login");
        return new VaultReader(vault, environment).settings();
    }

    private VaultSettings settings() {
        if (!vault.has("address")) {
            vault.fault("address", " is missing: say where the server is, such as https://vault.example.org:8200.");
        }
        URI address = vault.address("address");
        return new VaultSettings(
                address == null ? URI.create("http://missing.invalid") : address,
                vault.text("namespace"),
                folder("mount", "secret"),
                folder("prefix", ""),
                mounts(),
                login(vault.in("login")),
                vault.path("ca_file", environment.home()),
                vault.duration("connect_timeout", VaultSettings.CONNECT_TIMEOUT, SHORTEST),
                vault.duration("time_limit", VaultSettings.TIME_LIMIT, SHORTEST));
    }

    private String folder(String name, String otherwise) {
        String folder = vault.text(name, otherwise);
        if (!folder.isEmpty() && !FOLDER.matcher(folder).matches()) {
            vault.fault(name, " must be a name such as secret or team-a/kv, without a slash at an end.");
        }
        return folder;
    }

    private Map<String, String> mounts() {
        Map<String, String> mounts = new TreeMap<>();
        vault.map("mounts").forEach((prefix, mount) -> {
            if (!FOLDER.matcher(prefix).matches() || !FOLDER.matcher(mount).matches()) {
                vault.fault(
                        "mounts", " must map the beginning of key paths to mounts, such as project/consilio: team-kv.");
            }
            mounts.put(prefix, mount);
        });
        return mounts;
    }

    private VaultLogin login(Section login) {
        String method = login.word("method", "token", "approle", "jwt", "kubernetes");
        VaultLogin configured = configured(login, method);
        // A person may act once under a token of their own, whatever the servers log in by.
        return environment.vaultToken() == null ? configured : new VaultLogin.Token(null, environment::vaultToken);
    }

    private VaultLogin configured(Section login, String method) {
        return switch (method) {
            case "approle" -> appRole(login.knowing("method", "mount", "role_id", "secret_id_file"));
            case "jwt" -> jwt(login.knowing("method", "mount", "role", "jwt_file"));
            case "kubernetes" -> kubernetes(login.knowing("method", "mount", "role", "jwt_file"));
            default -> token(login.knowing("method", "token_file"));
        };
    }

    /** The file that is named, else what the server's own client would take. */
    private VaultLogin token(Section login) {
        Path file = login.path("token_file", environment.home());
        if (file != null) {
            return new VaultLogin.Token(file, () -> null);
        }
        return environment.clientToken() != null
                ? new VaultLogin.Token(null, environment::clientToken)
                : new VaultLogin.Token(Path.of(System.getProperty("user.home"), ".vault-token"), () -> null);
    }

    private VaultLogin appRole(Section login) {
        return new VaultLogin.AppRole(
                login.text("mount", "approle"), login.required("role_id"), file(login, "secret_id_file"), () -> null);
    }

    private VaultLogin jwt(Section login) {
        return new VaultLogin.Jwt(login.text("mount", "jwt"), login.required("role"), file(login, "jwt_file"));
    }

    private VaultLogin kubernetes(Section login) {
        Path jwt = login.path("jwt_file", environment.home());
        return new VaultLogin.Kubernetes(
                login.text("mount", "kubernetes"),
                login.required("role"),
                jwt == null ? VaultLogin.SERVICE_ACCOUNT : jwt);
    }

    private Path file(Section login, String name) {
        if (!login.has(name)) {
            login.fault(name, " is missing.");
        }
        Path file = login.path(name, environment.home());
        return file == null ? Path.of("missing") : file;
    }
}
