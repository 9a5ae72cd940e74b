package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.holdfast.Proof;
import dev.holdfast.config.Config;
import dev.holdfast.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compose file: what it names is there, nothing is open but one port of this machine, and no secret stands in it. */
final class ComposeTest {

    private static final Path FOLDER = Proof.project().resolve("mcp-config/docker");
    private static final Map<String, String> IMAGES = Map.of(
            "holdfast", "holdfast",
            "schema", "holdfast",
            "openbao", "openbao/openbao:2",
            "postgres", "postgres:15",
            "redis", "redis:7");

    private static JsonNode compose() throws IOException {
        return YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build()
                .readTree(FOLDER.resolve("compose.yaml").toFile());
    }

    private static Set<String> names(JsonNode map) {
        Set<String> names = new TreeSet<>();
        map.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void services_haveTheirImagesWithoutARegistry() throws IOException {
        JsonNode services = compose().path("services");
        assertThat(names(services)).isEqualTo(new TreeSet<>(IMAGES.keySet()));
        IMAGES.forEach(
                (name, image) -> assertThat(services.path(name).path("image").textValue())
                        .as(name)
                        .isEqualTo(image));
        JsonNode build = services.path("holdfast").path("build");
        Path context = FOLDER.resolve(build.path("context").textValue()).normalize();
        assertThat(context).isEqualTo(Proof.project());
        assertThat(context.resolve(build.path("dockerfile").textValue())).isRegularFile();
    }

    @Test
    void ports_areOneOfThisMachine() throws IOException {
        for (JsonNode service : compose().path("services")) {
            boolean holdfast = service.has("build");
            assertThat(texts(service.path("ports"))).isEqualTo(holdfast ? List.of("127.0.0.1:8700:8700") : List.of());
            assertThat(texts(service.path("networks")))
                    .isEqualTo(holdfast ? List.of("inside", "outside") : List.of("inside"));
            assertThat(service.has("network_mode") || service.has("privileged")).isFalse();
            assertThat(texts(service.path("security_opt"))).contains("no-new-privileges:true");
        }
        assertThat(compose().path("networks").path("inside").path("internal").booleanValue())
                .isTrue();
    }

    @Test
    void volumes_areDeclaredOrInTheTree() throws IOException {
        Set<String> used = new TreeSet<>();
        for (JsonNode service : compose().path("services")) {
            for (String volume : texts(service.path("volumes"))) {
                String[] parts = volume.split(":", -1);
                if (parts[0].startsWith(".")) {
                    assertThat(FOLDER.resolve(parts[0])).exists();
                    assertThat(parts).as(volume).hasSize(3).endsWith("ro");
                } else {
                    used.add(parts[0]);
                }
                assertThat(parts[1]).startsWith("/");
            }
        }
        assertThat(used).isEqualTo(names(compose().path("volumes")));
    }

    /** Each is a file outside of git, and each service is given what its files and variables name. */
    @Test
    void secrets_areFilesThatGitDoesNotTake() throws IOException {
        JsonNode compose = compose();
        Set<String> used = new TreeSet<>();
        compose.path("services").forEach(service -> used.addAll(texts(service.path("secrets"))));
        assertThat(used).isEqualTo(names(compose.path("secrets")));
        compose.path("secrets")
                .fields()
                .forEachRemaining(
                        secret -> assertThat(secret.getValue().path("file").textValue())
                                .isEqualTo("./secrets/" + secret.getKey()));
        assertThat(Files.readString(Proof.project().resolve(".gitignore"))).contains("mcp-config/docker/secrets/\n");
        Page readme = Page.of("mcp-config/docker/README.md");
        used.forEach(secret -> assertThat(readme.text()).contains(secret));
        Map.of("openbao", "openbao.hcl", "postgres", "roles.sql").forEach((service, file) -> {
            List<String> given = texts(compose.path("services").path(service).path("secrets"));
            assertThat(given).containsAll(secretsNamedIn(file));
        });
        assertThat(secretsNamedIn("holdfast.yaml")).isSubsetOf(used);
    }

    private static Set<String> secretsNamedIn(String file) {
        Set<String> named = new TreeSet<>();
        Matcher secret = Pattern.compile("/run/secrets/([a-z-]+)")
                .matcher(Page.of("mcp-config/docker/" + file).text());
        while (secret.find()) {
            named.add(secret.group(1));
        }
        assertThat(named).isNotEmpty();
        return named;
    }

    @Test
    void passwords_standInNoFile() throws IOException {
        for (JsonNode service : compose().path("services")) {
            service.path("environment").fields().forEachRemaining(variable -> {
                if (variable.getKey().matches(".*(PASSWORD|TOKEN|SECRET|KEY).*")) {
                    assertThat(variable.getKey()).endsWith("_FILE");
                    assertThat(variable.getValue().asText()).startsWith("/run/secrets/");
                }
            });
        }
        for (String file : List.of("compose.yaml", "holdfast.yaml", "openbao.hcl", "Dockerfile")) {
            assertThat(Page.of("mcp-config/docker/" + file).text())
                    .as(file)
                    .doesNotContainPattern(
                            "(?i)(password|token|secret|requirepass)[a-z_]*[ \\t]*[:=][ \\t]*[\"']?[\\w$]")
                    .doesNotContainPattern("(?i)-dev\\b|trust");
        }
        // Those of the roles are variables of psql, read from the secrets.
        assertThat(Page.of("mcp-config/docker/roles.sql").text()).doesNotContainPattern("(?i)password[ \\t]*['$]");
    }

    @Test
    void servers_haveAHealthCheck_andHoldfastWaitsForThem() throws IOException {
        JsonNode services = compose().path("services");
        for (String server : List.of("openbao", "postgres", "redis")) {
            assertThat(texts(services.path(server).path("healthcheck").path("test")))
                    .as(server)
                    .hasSizeGreaterThan(1);
            assertThat(services.path("holdfast")
                            .path("depends_on")
                            .path(server)
                            .path("condition")
                            .textValue())
                    .isEqualTo("service_healthy");
        }
    }

    /** The configuration that is mounted is one that Holdfast reads, and names the services. */
    @Test
    void configuration_ofTheContainer_isRead(@TempDir Path home) throws IOException {
        Files.copy(FOLDER.resolve("holdfast.yaml"), home.resolve(Config.FILE));
        Config config = ConfigReader.read(home);
        assertThat(config.store()).isEqualTo(Config.Store.VAULT);
        assertThat(config.vault().address()).hasToString("https://openbao:8200");
        assertThat(config.audit().login()).hasToString("Login[jdbc:postgresql://postgres:5432/holdfast]");
        assertThat(config.audit().owner()).isNotSameAs(config.audit().login());
        assertThat(config.agents()).hasSize(1);
    }
}
