package dev.holdfast.client;

import static dev.holdfast.client.KeyClientContract.kind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.client.KeyServiceException.Kind;
import dev.holdfast.proof.Canary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is started while the service is down begins with its last values, and with nobody else's. */
class SnapshotTest {

    private static final String PATH = "service_keys.jules_api.production";
    private static final String OTHER = "meta/cloudflare/api_token";

    @TempDir
    private Path folder;

    private final KeyStub stub = new KeyStub().put(PATH, Canary.VALUE).put(OTHER, "other");
    private final FakeTiming timing = new FakeTiming();

    private Path file() {
        return folder.resolve("last-known");
    }

    private KeyClient client(String token, String url) {
        return KeyClient.builder()
                .serviceToken(token)
                .keyServiceUrl(url)
                .retries(0)
                .snapshot(file())
                .timing(timing)
                .build();
    }

    private KeyClient client() {
        return client(KeyStub.TOKEN, stub.url());
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private void fill() {
        try (KeyClient client = client()) {
            client.getKeys(List.of(PATH, OTHER)).orThrow();
        }
    }

    private void assertNothing(KeyClient client) {
        try (client) {
            assertThatThrownBy(() -> client.getKey(PATH))
                    .satisfies(e -> assertThat(kind(e).down()).isTrue());
        }
    }

    @Test
    void start_whileTheServiceIsDown_beginsWithTheLastValues() {
        fill();
        timing.pass(Duration.ofHours(3));
        stub.always(KeyStub.status(503));
        try (KeyClient client = client()) {
            KeyValue value = client.getKey(PATH);
            assertThat(value.reveal()).isEqualTo(Canary.VALUE);
            assertThat(value.stale()).isTrue();
            assertThat(value.age()).isEqualTo(Duration.ofHours(3));
            assertThat(value.version()).isEqualTo(3);
        }
    }

    @Test
    void start_whileTheServiceIsWell_asksIt() {
        fill();
        stub.put(PATH, "second");
        try (KeyClient client = client()) {
            assertThat(client.getKey(PATH).reveal()).isEqualTo("second");
        }
    }

    @Test
    void file_always_isItsOwnersAndSealed() throws IOException {
        fill();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        String content = new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1);
        assertThat(Canary.in(content)).isEmpty();
        assertThat(content).doesNotContain("jules_api").doesNotContain(KeyStub.TOKEN);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void file_withAnyByteChanged_holdsNothing() throws IOException {
        fill();
        byte[] good = Files.readAllBytes(file());
        SealedValues sealed = new SealedValues(new Credential(KeyStub.TOKEN), ServiceAddress.of(stub.url(), false));
        assertThat(sealed.open(good)).hasSize(2);
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 1;
            assertThat(sealed.open(changed)).isEmpty();
            assertThat(sealed.open(java.util.Arrays.copyOf(good, i))).isEmpty();
        }
    }

    @Test
    void file_ofAnotherTokenOrService_holdsNothing() {
        fill();
        stub.always(KeyStub.status(503));
        assertNothing(client("token-of-another", stub.url()));
        assertNothing(client(KeyStub.TOKEN, stub.url() + "/other"));
    }

    @Test
    void file_thatIsTooOld_holdsNothing() {
        fill();
        stub.always(KeyStub.status(503));
        timing.pass(Duration.ofHours(24).plusSeconds(1));
        assertNothing(client());
    }

    @Test
    void file_ofAFailedStart_isLeftAsItWas() throws IOException {
        fill();
        byte[] before = Files.readAllBytes(file());
        stub.always(KeyStub.status(503));
        assertNothing(client("token-of-another", stub.url()));
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void file_thatIsNoSnapshot_isNeitherReadNorTouched() throws IOException {
        Files.writeString(file(), "a letter");
        fill();
        try (KeyClient client = client()) {
            client.clearCache();
        }
        assertThat(file()).hasContent("a letter");
    }

    @Test
    void token_thatWasTakenBack_endsTheFile() {
        fill();
        stub.revokeToken();
        try (KeyClient client = client()) {
            assertThatThrownBy(() -> client.getKey(PATH))
                    .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAUTHENTICATED));
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void key_thatWasTakenBack_isGoneFromTheFile() {
        fill();
        stub.refuse(PATH, "ACCESS_DENIED");
        try (KeyClient client = client()) {
            assertThatThrownBy(() -> client.getKey(PATH)).isInstanceOf(KeyServiceException.class);
        }
        stub.always(KeyStub.status(503));
        try (KeyClient client = client()) {
            assertThat(client.getKey(OTHER).reveal()).isEqualTo("other");
        }
        assertNothing(client());
    }

    @Test
    void clearCache_always_deletesTheFile() {
        fill();
        try (KeyClient client = client()) {
            client.clearCache();
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void folder_thatIsMissing_stopsNobody() throws IOException {
        Files.delete(folder);
        fill();
        assertThat(folder).doesNotExist();
        Files.createDirectory(folder);
    }
}
