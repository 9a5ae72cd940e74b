package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.app.RestServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What services may read, over HTTP, against a model of it that shares nothing with the code. */
final class RestPermissionsTest {

    private static final List<String> ENVIRONMENTS = List.of("development", "staging", "production");
    private static final List<String> CATEGORIES = List.of("service_keys", "external_apis", "database_connections");
    private static final int SERVICES = 16;

    private final Random random = new Random(20_261_126);

    @TempDir
    Path home;

    private RestServer server;
    private List<String> paths;
    private final Set<String> stored = new TreeSet<>();

    /** A service, with permissions in slashes. */
    private record Model(String environment, List<String> permissions) {

        boolean permits(String path) {
            String last = path.substring(path.lastIndexOf('/') + 1);
            boolean foreign = ENVIRONMENTS.contains(last) && !last.equals(environment);
            return permissions.contains(path)
                    || (!foreign && permissions.stream().anyMatch(one -> matches(one, path)));
        }

        private static boolean matches(String pattern, String path) {
            return path.matches(
                    pattern.replace("/**", "\u0001").replace("*", "[^/]*").replace("\u0001", "(/[^/]+)*"));
        }
    }

    @BeforeEach
    void start() {
        server = RestServer.on(home);
        Set<String> made = new LinkedHashSet<>();
        while (made.size() < 48) {
            made.add(path());
        }
        paths = List.copyOf(made);
        for (String path : paths) {
            if (random.nextBoolean()) {
                server.store(path, "value-of-" + path.replace('/', '-'));
                stored.add(path);
            }
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Few words, so that patterns and paths meet often. */
    private String path() {
        StringBuilder path = new StringBuilder(one(CATEGORIES));
        int segments = 1 + random.nextInt(3);
        for (int i = 0; i < segments; i++) {
            path.append('/').append(one(List.of("a", "ab", "b-1")));
        }
        return random.nextInt(3) == 0
                ? path.toString()
                : path.append('/').append(one(ENVIRONMENTS)).toString();
    }

    private String permission() {
        String path = one(paths);
        return switch (random.nextInt(4)) {
            case 0 -> path;
            case 1 -> path.substring(0, path.lastIndexOf('/')) + "/*";
            case 2 -> path.substring(0, path.indexOf('/')) + "/**";
            default -> path.replaceFirst("/(a|ab|b-1)", "/a*");
        };
    }

    private String inSomeForm(String slashed) {
        return random.nextBoolean() ? slashed : slashed.replace('/', '.');
    }

    @Test
    void permissions_ofGeneratedServices_holdAsTheModelSays_inBothFormsAndInABatch() {
        int pairs = 0;
        int permitted = 0;
        Set<String> denials = new TreeSet<>();
        for (int i = 0; i < SERVICES; i++) {
            Model model = new Model(one(ENVIRONMENTS), List.of(permission(), permission()));
            String[] written =
                    model.permissions().stream().map(this::inSomeForm).toArray(String[]::new);
            String token = server.service("service-" + i, model.environment(), written);
            for (boolean dotted : List.of(true, false)) {
                List<String> asked = paths.stream()
                        .map(path -> dotted ? path.replace('/', '.') : path)
                        .toList();
                JsonNode batch = batch(token, asked);
                for (int k = 0; k < asked.size(); k++) {
                    boolean may = model.permits(paths.get(k));
                    String as = written[0] + " " + written[1] + " in " + model.environment() + ": " + asked.get(k);
                    check(as, may, paths.get(k), batch.path(k), denials);
                    checkAlone(as, server.get("/keys/get?path=" + asked.get(k), token), batch.path(k));
                    pairs++;
                    permitted += may ? 1 : 0;
                }
            }
        }
        assertThat(denials)
                .as("one denial for all that may not be read, stored or not")
                .hasSize(1);
        assertThat(permitted).isBetween(pairs / 20, pairs * 19 / 20);
        Proof.line(
                "rest-permissions",
                pairs + " pairs of service and path, " + permitted
                        + " permitted, as the model says, in dots and in slashes, alone and in a batch; one denial for all");
    }

    private JsonNode batch(String token, List<String> asked) {
        Answer answer = server.post("/keys/batch", token, "{\"key_paths\":[\"" + String.join("\",\"", asked) + "\"]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("keys").size()).isEqualTo(asked.size());
        return answer.body().path("keys");
    }

    private void check(String as, boolean may, String path, JsonNode answer, Set<String> denials) {
        if (may && stored.contains(path)) {
            assertThat(answer.path("value").asText()).as(as).isEqualTo("value-of-" + path.replace('/', '-'));
            return;
        }
        assertThat(answer.path("code").asText()).as(as).isEqualTo(may ? "NOT_FOUND" : "ACCESS_DENIED");
        List<String> names = new ArrayList<>();
        answer.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("key_path", "error", "code");
        if (!may) {
            denials.add(answer.path("error").asText());
        }
    }

    /** Asked alone, a key has the same answer. */
    private static void checkAlone(String as, Answer alone, JsonNode batched) {
        for (String field : List.of("value", "code", "error")) {
            assertThat(alone.body().path(field).asText())
                    .as(as)
                    .isEqualTo(batched.path(field).asText());
        }
        int status = batched.has("value") ? 200 : batched.path("code").asText().equals("NOT_FOUND") ? 404 : 403;
        assertThat(alone.status()).as(as).isEqualTo(status);
    }
}
