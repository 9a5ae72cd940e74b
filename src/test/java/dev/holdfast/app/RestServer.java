package dev.holdfast.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Environment;
import dev.holdfast.fault.FaultPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server in this process, as the program puts it together, with an administrator's token. */
public final class RestServer implements AutoCloseable {

    public static final String BOOTSTRAP = "bootstrap-0123456789abcdef";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Backend.Serving serving;
    private @Nullable String admin;

    private RestServer(Backend.Serving serving) {
        this.serving = serving;
    }

    /** On a home folder, with the system's clock. */
    public static RestServer on(Path home) {
        return on(home, "", Clock.systemUTC(), Map.of());
    }

    /**
     * On a home folder.
     *
     * @param configuration the whole of {@code holdfast.yaml}
     * @param variables of the environment, more than the home and the bootstrap token
     */
    public static RestServer on(Path home, String configuration, Clock clock, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("HOLDFAST_HOME", home.toString());
        all.put("HOLDFAST_BOOTSTRAP_TOKEN", BOOTSTRAP);
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("holdfast.yaml"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Wiring wiring = new Wiring(new Environment(all), clock, new SecureRandom(), FaultPoints.NONE);
        return new RestServer(wiring.serve(new Backend.Addresses("127.0.0.1", 0, 0), home));
    }

    public URI address(String path) {
        return URI.create(serving.address() + path);
    }

    /** What the server tells of itself. */
    public String metrics() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(serving.metrics())).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where the server tells of itself. */
    public URI metricsAddress() {
        return URI.create(serving.metrics());
    }

    /** An answer. */
    public record Answer(int status, JsonNode body, HttpResponse<String> response) {

        public String text(String field) {
            return body.path(field).asText();
        }
    }

    public Answer get(String path, @Nullable String bearer) {
        return send("GET", path, bearer, null);
    }

    public Answer post(String path, @Nullable String bearer, String body) {
        return send("POST", path, bearer, body);
    }

    public Answer send(String method, String path, @Nullable String bearer, @Nullable String body) {
        return send(method, path, bearer, body, Map.of());
    }

    public Answer send(
            String method, String path, @Nullable String bearer, @Nullable String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A token of the administrator, which lasts a day. */
    public String admin() {
        if (admin == null) {
            admin = post("/auth/admin-token", BOOTSTRAP, "{\"expires_in\":\"1d\"}")
                    .text("token");
        }
        return admin;
    }

    /** Registers a service with 10,000 requests a minute and gives a token for it, as soon as it is known. */
    public String service(String name, String environment, String... permissions) {
        String list = "[\"" + String.join("\",\"", permissions) + "\"]";
        Answer registered = post(
                "/services/register",
                admin(),
                "{\"name\":\"" + name + "\",\"description\":\"A service of the tests\",\"environment\":\"" + environment
                        + "\",\"rate_limit_requests\":10000,\"rate_limit_window\":60000,\"permissions\":" + list + "}");
        if (registered.status() != 200) {
            throw new AssertionError(registered.body().toString());
        }
        return token(name);
    }

    /** A token of a service, as soon as the server believes it. */
    public String token(String name) {
        String token = post("/auth/service-token", admin(), "{\"service_name\":\"" + name + "\",\"expires_in\":\"1h\"}")
                .text("token");
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (get("/auth/validate", token).status() != 200 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return token;
    }

    /** Stores a secret as the administrator. */
    public void store(String path, String value) {
        Answer stored = post(
                "/keys/store",
                admin(),
                "{\"key_path\":\"" + path + "\",\"value\":\"" + value
                        + "\",\"description\":\"A key for the tests of services\"}");
        if (stored.status() != 200) {
            throw new AssertionError(stored.body().toString());
        }
    }

    @Override
    public void close() {
        var unused = serving.stop().getAsBoolean();
    }
}
