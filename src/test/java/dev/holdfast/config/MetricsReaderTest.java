package dev.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.metrics.MetricsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsReaderTest {

    @TempDir
    private Path home;

    private MetricsSettings read(String yaml) throws IOException {
        Files.writeString(home.resolve("holdfast.yaml"), yaml);
        return ConfigReader.read(home).metrics();
    }

    @Test
    void read_nothing_isTheLoopbackAtAPortThatNobodyChose() throws IOException {
        assertThat(read("")).isEqualTo(new MetricsSettings(true, "127.0.0.1", 9090, false));
        assertThat(read("metrics: {enabled: true}").chosen()).isFalse();
    }

    @Test
    void read_everything_isTaken() throws IOException {
        assertThat(read("metrics: {enabled: false, host: 0.0.0.0, port: 9191}"))
                .isEqualTo(new MetricsSettings(false, "0.0.0.0", 9191, true));
        assertThat(read("metrics: {enabled: false}").at(7)).isEqualTo(new MetricsSettings(true, "127.0.0.1", 7, true));
    }

    @Test
    void read_faults_areToldTogether() {
        assertThat(catchThrowableOfType(
                                ConfigException.class,
                                () -> read("metrics: {enabled: perhaps, host: 7, port: 70000, path: /x}"))
                        .faults())
                .containsExactlyInAnyOrder(
                        "metrics has a name that is not known; it knows enabled, host, port.",
                        "metrics.enabled must be true or false.",
                        "metrics.host must be a text.",
                        "metrics.port must be a whole number from 0 to 65535.");
    }
}
