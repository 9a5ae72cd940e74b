package dev.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.redis.RedisSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisReaderTest {

    @TempDir
    private Path home;

    private RedisSettings read(String yaml) throws IOException {
        Files.writeString(home.resolve("holdfast.yaml"), yaml);
        return ConfigReader.read(home).redis();
    }

    @Test
    void read_nothing_isNoRedis() throws IOException {
        assertThat(read("")).isNull();
    }

    @Test
    void read_urlAlone_hasTheDefaults() throws IOException {
        RedisSettings redis = read("redis: {url: \"redis://127.0.0.1\"}");

        assertThat(redis).hasToString("redis://127.0.0.1");
        assertThat(redis.user()).isNull();
        assertThat(redis.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(redis.prefix()).isEqualTo("holdfast");
    }

    @Test
    void read_all_isMappedWhole() throws IOException {
        RedisSettings redis = read("redis: {url: \"rediss://redis.example.org:6380/3\", user: holdfast,"
                + " password_file: redis, ca_file: ca.pem, timeout: 50ms, prefix: \"hf:\"}");

        assertThat(redis).hasToString("rediss://redis.example.org:6380/3");
        assertThat(redis.user()).isEqualTo("holdfast");
        assertThat(redis.caFile()).isEqualTo(home.resolve("ca.pem"));
        assertThat(redis.timeout()).isEqualTo(Duration.ofMillis(50));
        assertThat(redis.prefix()).isEqualTo("hf:");
    }

    @Test
    void read_urlOfTheEnvironment_standsBeforeTheFile() throws IOException {
        Files.writeString(home.resolve("holdfast.yaml"), "redis: {url: \"redis://one\"}");
        Environment environment =
                new Environment(Map.of("HOLDFAST_HOME", home.toString(), "HOLDFAST_REDIS_URL", "redis://two"));

        assertThat(ConfigReader.read(environment).redis()).hasToString("redis://two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{url: http://one}",
                "{url: \"redis://canary@one\"}",
                "{url: \"redis://:canary@one:6379\"}",
                "{url: \"redis://one?password=canary\"}",
                "{url: \"redis://one/canary\"}",
                "{url: \"redis://one\", prefix: \"a canary\"}",
                "{url: \"redis://one\", timeout: 1ms}",
                "{url: \"redis://one\", canary: 1}"
            })
    void read_whatCannotBe_isRefusedWithoutEcho(String section) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read("redis: " + section));

        assertThat(refused.faults())
                .isNotEmpty()
                .allMatch(fault -> fault.startsWith("redis") && !fault.contains("canary"));
    }
}
