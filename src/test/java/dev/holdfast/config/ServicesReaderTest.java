package dev.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.rest.ExposureSettings;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.cached.CacheSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code services}. */
final class ServicesReaderTest {

    @TempDir
    Path home;

    private ExposureSettings read(String yaml) throws IOException {
        Files.writeString(home.resolve("holdfast.yaml"), yaml);
        return ConfigReader.read(home).services();
    }

    @Test
    void read_nothing_givesTheDefaults() throws IOException {
        assertThat(read("")).isEqualTo(ExposureSettings.DEFAULT);
        assertThat(read("services: {cache: {}}")).isEqualTo(ExposureSettings.DEFAULT);
    }

    @Test
    void read_everything_isMapped() throws IOException {
        ExposureSettings services = read("""
                services:
                  cache: {ttl: 10m, stale: 2h, entries: 50}
                  fallback:
                    - {paths: ["service_keys/**"], mode: stale}
                    - {paths: ["database_connections/**", external_apis.a.b], mode: error}
                  aliases: {openai_api_key: external_apis.openai.api_key}
                """);

        assertThat(services.cache()).isEqualTo(new CacheSettings(Duration.ofMinutes(10), Duration.ofHours(2), 50));
        assertThat(services.neverStale()).hasToString("[database_connections/**, external_apis/a/b]");
        assertThat(services.aliases())
                .isEqualTo(Map.of("openai_api_key", KeyPath.parse("external_apis.openai.api_key")));
    }

    @Test
    void read_faults_areToldTogether() {
        assertThatThrownBy(() -> read("""
                services:
                  cache: {ttl: long, entries: 0}
                  fallback: [{paths: ["NO"], mode: never}]
                  aliases: {openai: NO}
                  more: 1
                """))
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.faults()).hasSize(6));
    }
}
