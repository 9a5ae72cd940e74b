package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.access.Reason;
import dev.holdfast.app.RestServer.Answer;
import dev.holdfast.audit.Status;
import dev.holdfast.http.Route;
import dev.holdfast.rest.Doors;
import dev.holdfast.rest.Health;
import dev.holdfast.rest.Routes;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document, held against the code and against what a server answers. */
final class OpenApiTest {

    /** Served beside the routes, by a servlet. */
    private static final String JWKS = "GET /.well-known/jwks.json";

    private static final Pattern TAKES = Pattern.compile("It takes (.*)\\.$");

    @TempDir
    Path home;

    private RestServer server;
    private JsonNode document;

    private record Operation(String method, String path, JsonNode json) {

        String name() {
            return method + " " + path;
        }

        boolean guarded() {
            JsonNode security = json.path("security");
            return security.size() > 0
                    && StreamSupport.stream(security.spliterator(), false).allMatch(one -> one.has("token"));
        }

        Set<String> parameters() {
            return new TreeSet<>(StreamSupport.stream(json.path("parameters").spliterator(), false)
                    .filter(one -> one.path("in").asText().equals("query"))
                    .map(one -> one.path("name").asText())
                    .toList());
        }

        Set<String> fields() {
            return names(schema().path("properties"));
        }

        JsonNode schema() {
            return json.at("/requestBody/content/application~1json/schema");
        }

        String bearer(RestServer server) {
            boolean bootstrap = json.path("security").path(0).has("bootstrap");
            return bootstrap ? RestServer.BOOTSTRAP : server.admin();
        }

        String address() {
            return path.replace("{name}", "jules-mcp");
        }
    }

    @BeforeEach
    void start() {
        server = RestServer.on(home);
        document = server.get("/openapi.json", null).body();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> all.add(new Operation(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                operation.getValue()))));
        return all;
    }

    @SuppressWarnings("NullAway") // Routes that are not asked need nothing behind them.
    private static List<Route> routes() {
        return Routes.of(new Doors(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                path -> {},
                (name, path) -> true,
                null,
                Map.of(),
                null,
                new Health(Map.of(), Clock.systemUTC()),
                Clock.systemUTC()));
    }

    @Test
    void operations_ofTheDocument_areTheRoutes() {
        Map<String, Boolean> described = new TreeMap<>();
        operations().forEach(one -> described.put(one.name(), one.guarded()));
        Map<String, Boolean> served = new TreeMap<>();
        routes().forEach(route -> served.put(route.method() + " " + route.path(), route.guarded()));
        served.put(JWKS, false);

        assertThat(described).isEqualTo(served);
    }

    @Test
    void operations_askedByNobody_areOpenOrNotAsTheDocumentSays() {
        for (Operation one : operations()) {
            int status = server.send(one.method(), one.address(), null, null).status();

            boolean open = one.json().path("security").isEmpty();
            assertThat(status).as(one.name()).isIn(open ? List.of(200) : List.of(400, 401));
            assertThat(status == 401 || !one.guarded()).as(one.name()).isTrue();
        }
    }

    @Test
    void parameters_ofEachOperation_areThoseThatTheServerTakes() {
        for (Operation one : operations()) {
            if (one.json().path("security").isEmpty()) {
                continue;
            }
            Answer refused = server.send(one.method(), one.address() + "?no_such_name=1", one.bearer(server), null);

            assertThat(refused.text("code")).as(one.name()).isEqualTo("INVALID_ARGUMENT");
            assertThat(taken(refused)).as(one.name()).isEqualTo(one.parameters());
        }
    }

    @Test
    void fields_ofEachBody_areThoseThatTheServerTakes() {
        server.service("jules-mcp", "production", "service_keys.jules_api.production");
        int bodies = 0;
        for (Operation one : operations()) {
            if (!one.json().has("requestBody")) {
                continue;
            }
            Answer refused =
                    server.send(one.method(), one.address(), one.bearer(server), "{\"no_such_field\":\"abc12345\"}");

            assertThat(refused.text("code")).as(one.name()).isEqualTo("INVALID_ARGUMENT");
            assertThat(taken(refused)).as(one.name()).isEqualTo(one.fields());
            assertThat(one.schema().path("additionalProperties").toString()).isEqualTo("false");
            bodies++;
        }
        assertThat(bodies).isGreaterThan(10);
    }

    /** What a refusal says that is known there. */
    private static Set<String> taken(Answer refused) {
        Matcher matcher = TAKES.matcher(refused.text("error"));
        assertThat(matcher.find()).as(refused.text("error")).isTrue();
        String list = matcher.group(1);
        return list.equals("none") ? Set.of() : new TreeSet<>(List.of(list.split(", ")));
    }

    @Test
    void requiredFields_whenOneIsMissing_areAskedFor() {
        for (Operation one : operations()) {
            boolean some = !one.schema().path("required").isEmpty();
            if (one.json().path("requestBody").path("required").asBoolean()) {
                assertThat(some).as(one.name()).isTrue();
                Answer refused = server.send(one.method(), one.address(), one.bearer(server), "{}");
                assertThat(refused.status()).as(one.name()).isEqualTo(400);
            }
        }
    }

    @Test
    void words_ofTheDocument_areThoseOfTheCode() {
        JsonNode schemas = document.at("/components/schemas");

        assertThat(words(schemas.at("/Code/enum"))).containsExactlyElementsOf(words(Reason.values()));
        assertThat(words(schemas.at("/Status/enum"))).containsExactlyElementsOf(words(Status.values()));
    }

    private static List<String> words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> words(Enum<?>... values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    @Test
    void rowsOfTheAudit_haveTheFieldsOfTheDocument() {
        JsonNode row = server.get("/audit/logs", server.admin()).body().at("/audit_logs/0");

        assertThat(names(row)).isEqualTo(names(document.at("/components/schemas/Row/properties")));
    }

    @Test
    void keyPaths_ofTheDocument_areThoseOfTheCode() {
        Pattern pattern = Pattern.compile(
                document.at("/components/schemas/KeyPath/pattern").asText());
        for (String path : List.of(
                "service_keys.jules_api.production",
                "service_keys/a/b/c/d",
                "service_keys.a.b.c.d.e",
                "service_keys",
                "project/a/b",
                "project.a.b",
                "project/a/b/c",
                "meta/a-/b",
                "meta/a/B",
                "service_keys/a.b",
                "external_apis.-a",
                "third_party_integrations." + "a".repeat(64),
                "third_party_integrations." + "a".repeat(65),
                "other/a/b",
                "project//b")) {
            assertThat(pattern.matcher(path).find()).as(path).isEqualTo(isPath(path));
        }
    }

    private static boolean isPath(String text) {
        try {
            KeyPath.parse(text);
            return true;
        } catch (InvalidInput e) {
            return false;
        }
    }
}
