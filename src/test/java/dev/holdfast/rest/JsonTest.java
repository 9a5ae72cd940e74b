package dev.holdfast.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is written piece by piece. */
final class JsonTest {

    @Test
    void generator_thatBreaksOff_leavesNothingThatLooksWhole() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("audit_logs");
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"audit_logs\":[");
    }
}
