package dev.holdfast.dotenv.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The detector, measured on two labelled samples that were written before it; the second was not looked at. */
final class SampleTest {

    @ParameterizedTest
    @CsvSource({"sample.tsv, detect-sample", "held-out.tsv, detect-held-out"})
    void sample_isJudgedWithinItsBounds(String file, String proof) throws IOException {
        Sample sample =
                Sample.of(Proof.project().resolve("src/test/resources/dotenv").resolve(file));
        String figure = String.format(
                Locale.ROOT,
                "precision %.3f, recall %.3f on %d lines",
                sample.precision(),
                sample.recall(),
                sample.lines());
        if (Boolean.getBoolean("detect.misses")) {
            sample.misses().forEach(miss -> System.out.println("MISS " + file + " " + miss));
        }
        Proof.line(proof, figure);
        assertThat(sample.precision()).as("precision").isGreaterThanOrEqualTo(0.85);
        assertThat(sample.recall()).as("recall").isGreaterThanOrEqualTo(0.9);
    }
}
