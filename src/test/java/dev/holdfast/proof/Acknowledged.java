package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server has promised to keep: it answered that this is stored.
 *
 * @param value made up by the test
 */
record Acknowledged(String path, int version, String fingerprint, String value) {

    /** Reads the promise from the answer of {@code set_secret} or {@code rotate_secret}. */
    static Acknowledged of(String path, String value, Reply reply) {
        assertThat(reply.code()).as("refused").isEmpty();
        return new Acknowledged(
                path,
                reply.structured().path("version").asInt(),
                reply.structured().path("fingerprint").asText(),
                value);
    }
}
