package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import dev.holdfast.store.TestClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vectors of Project Wycheproof for JSON Web Signatures: each key is published by an issuer as it stands there, and
 * each token is held to it.
 *
 * <p>What is signed there is no token's claims, so the parser is asked whether a signature counts, and the verifier whether
 * anything at all gets through.
 */
final class SignatureVectorsTest {

    /** Right signatures that do not count here, by the numbers of the vectors. */
    private static final Map<String, Set<Integer>> REFUSED_NONE_THE_LESS = Map.of(
            "a secret that both sides know signs nothing here", Set.of(1, 348, 352, 357, 358, 359, 372, 373, 376, 377),
            "the key was published for PS256, and the token says PS384", Set.of(346, 350),
            "the key was published for ES521, which is no algorithm (RFC 7518 has ES512)", Set.of(347, 351));

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock();
    private final Keys keys = new Keys();

    @Test
    void verified_eachKeyPublishedByAnIssuer_wrongSignaturesNeverCount() throws IOException {
        Set<Integer> refused = new TreeSet<>();
        int wrong = 0;
        int right = 0;
        for (JsonNode group : vectors().path("testGroups")) {
            OutsideSignatures signatures =
                    publishedBy(group.has("public") ? group.get("public") : group.get("private"));
            for (JsonNode vector : group.path("tests")) {
                String jws = vector.path("jws").asText();
                assertThat(catchThrowable(() -> keys.verifier.caller(jws))).isInstanceOf(Unauthenticated.class);
                assertThat(catchThrowable(() -> signatures.verified(jws))).isInstanceOf(Unauthenticated.class);
                if (vector.path("result").asText().equals("invalid")) {
                    wrong++;
                    assertThat(holds(signatures, jws)).as("vector %s", vector).isFalse();
                } else if (holds(signatures, jws)) {
                    right++;
                } else {
                    refused.add(vector.path("tcId").asInt());
                }
            }
        }
        assertThat(refused).isEqualTo(union(REFUSED_NONE_THE_LESS.values()));
        Proof.line(
                "token-vectors",
                "Wycheproof: " + wrong + " wrong signatures, 0 taken; " + right + " right ones taken, " + refused.size()
                        + " refused by our own rules");
    }

    private static Set<Integer> union(Collection<Set<Integer>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean holds(OutsideSignatures signatures, String jws) {
        try {
            signatures.parser.parseSignedContent(jws);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private OutsideSignatures publishedBy(JsonNode key) throws IOException {
        Path file = Files.createTempFile(folder, "keys", ".json");
        Files.writeString(file, "{\"keys\":[" + key + "]}");
        String algorithm = key.path("alg").asText();
        List<String> algorithms = Issuer.ALGORITHMS.contains(algorithm) ? List.of(algorithm) : Issuer.ALGORITHMS;
        return new OutsideSignatures(
                new Issuer("https://issuer", "holdfast", file, null, algorithms, "sub", null, null, Map.of()), clock);
    }

    private static JsonNode vectors() throws IOException {
        try (InputStream in =
                SignatureVectorsTest.class.getResourceAsStream("/wycheproof/json_web_signature_test.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
