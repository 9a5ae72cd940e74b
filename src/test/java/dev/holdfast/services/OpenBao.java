package dev.holdfast.services;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * OpenBao, with everything a test may do to it as its root.
 *
 * <p>Thread-safe. The shared one keeps all in memory; a test takes a {@link #freshMount() mount of its own} there.
 */
public final class OpenBao {

    private static final String IMAGE = "openbao/openbao:2.7.1";

    private final URI address;
    private final String token;
    private final BaoApi api;

    private OpenBao(URI address, String token) {
        this(address, token, new BaoApi(address, () -> token, null));
    }

    OpenBao(URI address, String token, BaoApi api) {
        this.address = address;
        this.token = token;
        this.api = api;
    }

    /** The one server of this JVM, started when it is first asked for. */
    public static OpenBao shared() {
        return Shared.SERVER;
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    /** As {@link #address()}, for an {@link Interference}. */
    public InetSocketAddress socket() {
        return new InetSocketAddress(address.getHost(), address.getPort());
    }

    /** Where it is reached through a relay before its {@link #socket()}. */
    public URI through(Interference interference) {
        return URI.create(
                address.getScheme() + "://127.0.0.1:" + interference.address().getPort());
    }

    /** The root token. */
    public String token() {
        return token;
    }

    /**
     * The reply to a request made with the root token; a missing node where nothing is (404).
     *
     * @param path what follows {@code /v1/}
     * @param body JSON, or null for none
     * @throws IllegalStateException for each other status from 400 on
     */
    public JsonNode call(String method, String path, @Nullable String body) {
        return api.call(method, path, body);
    }

    /** The status of the reply to a request made with the root token; 0 when nothing answers. */
    public int status(String method, String path, @Nullable String body) {
        return api.status(method, path, body);
    }

    /** A new KV v2 mount, ready for use; its name has no slashes. */
    public String freshMount() {
        String mount = freshName("kv");
        call("POST", "sys/mounts/" + mount, "{\"type\":\"kv\",\"options\":{\"version\":\"2\"}}");
        // Until its upgrade from version 1 is through, a new mount answers 400.
        Await.until(() -> status("GET", mount + "/config", null) == 200, () -> "The mount does not become ready.");
        return mount;
    }

    /** A new policy; returns its name. */
    public String policy(String hcl) {
        String name = freshName("policy");
        call("PUT", "sys/policies/acl/" + name, "{\"policy\":" + BaoApi.quoted(hcl) + "}");
        return name;
    }

    /** A new token that a new policy, and the one called default, apply to; it lives for an hour. */
    public String tokenFor(String policyHcl) {
        return tokenFor(policyHcl, "1h");
    }

    /** As {@link #tokenFor(String)}, for a time such as {@code 5s}. */
    public String tokenFor(String policyHcl, String ttl) {
        String body = "{\"policies\":[\"" + policy(policyHcl) + "\"],\"ttl\":\"" + ttl + "\"}";
        return call("POST", "auth/token/create", body).at("/auth/client_token").asText();
    }

    /** Enables a way to log in, such as {@code approle}, at {@code auth/<path>}. */
    public void enableAuth(String type, String path) {
        call("POST", "sys/auth/" + path, "{\"type\":\"" + type + "\"}");
    }

    /** A name that nobody else has taken. */
    public static String freshName(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    /** Started once, when the class is first used. */
    private static final class Shared {

        static final OpenBao SERVER = start();

        private static OpenBao start() {
            switch (Source.of(Service.OPENBAO)
                    .orElseThrow(() -> new IllegalStateException(Service.OPENBAO.missing()))) {
                case ADDRESS:
                    return new OpenBao(
                            URI.create(System.getenv(Service.OPENBAO.variable())),
                            System.getenv().getOrDefault(Service.OPENBAO.variable() + "_TOKEN", ""));
                case PROGRAM:
                    return program(Programs.of(Service.OPENBAO).orElseThrow());
                default:
                    return container();
            }
        }

        private static OpenBao program(Path bao) {
            int port = Ports.free();
            String token = freshName("root");
            Path folder = Folders.fresh("openbao");
            Daemon daemon = Daemon.start(
                    List.of(
                            bao.toString(),
                            "server",
                            "-dev",
                            "-dev-no-store-token",
                            "-dev-listen-address=127.0.0.1:" + port),
                    Map.of("BAO_DEV_ROOT_TOKEN_ID", token, "HOME", folder.toString()),
                    folder.resolve("output.txt"));
            OpenBao server = new OpenBao(URI.create("http://127.0.0.1:" + port), token);
            // The server is healthy before the dev mode has made its token.
            daemon.awaitReady(() -> server.status("GET", "auth/token/lookup-self", null) == 200);
            return server;
        }

        /** Testcontainers removes it when the JVM has ended. */
        @SuppressWarnings("resource")
        private static OpenBao container() {
            String token = freshName("root");
            GenericContainer<?> container = new GenericContainer<>(IMAGE)
                    .withExposedPorts(8200)
                    .withCommand("server", "-dev", "-dev-no-store-token")
                    .withEnv("BAO_DEV_ROOT_TOKEN_ID", token)
                    .withEnv("BAO_DEV_LISTEN_ADDRESS", "0.0.0.0:8200")
                    .waitingFor(Wait.forHttp("/v1/auth/token/lookup-self")
                            .forPort(8200)
                            .withHeader("X-Vault-Token", token));
            container.start();
            return new OpenBao(
                    URI.create("http://" + container.getHost() + ":" + container.getMappedPort(8200)), token);
        }
    }
}
