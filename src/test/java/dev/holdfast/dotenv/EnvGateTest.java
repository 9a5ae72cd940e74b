package dev.holdfast.dotenv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.access.Call;
import dev.holdfast.access.Door;
import dev.holdfast.dotenv.EnvReport.Entry;
import dev.holdfast.key.MasterKey;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one decision, against a real store. */
final class EnvGateTest {

    private static final String OURS = "sk_live_ours12345";
    private static final String OTHERS = "sk_live_others678";
    private static final String SHARED = "sk_live_shared910";

    @TempDir
    private Path folder;

    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door(Files.createDirectories(folder.resolve("home")));
        door.put(KeyPath.parse("project/shop/stripe_key"), OURS);
        door.put(KeyPath.parse("project/other/stripe_key"), OTHERS);
        door.put(KeyPath.parse("meta/stripe/api_key"), SHARED);
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** A project of that name in the folder, and one token of ours. */
    private GateSources sources(@Nullable String project) {
        return new GateSources() {
            @Override
            public Project project(Path file) {
                return new Project(folder, project);
            }

            @Override
            public boolean ownToken(SecretValue value) {
                return value.length() == "eyJhbGciOiJSUzI1NiJ9.eyJvdXJzIjp0cnVlfQ.c2ln".length();
            }

            @Override
            public byte[] acceptance(byte[] message) {
                return MasterKey.hmac(new byte[MasterKey.LENGTH], message);
            }
        };
    }

    private EnvGate gate(@Nullable String project) {
        return new EnvGate(door.access, sources(project), door.clock);
    }

    private List<Entry> check(@Nullable String project, Call call, String text) {
        try (EnvText read = EnvText.of(text.getBytes(StandardCharsets.UTF_8))) {
            return gate(project).check(call, new Project(folder, project), read);
        }
    }

    private String statuses(@Nullable String project, String text) {
        return check(project, Door.local(), text).stream()
                .map(entry ->
                        entry.name() + " " + entry.status().word() + (entry.path() == null ? "" : " " + entry.path()))
                .collect(Collectors.joining(", "));
    }

    @Test
    void project_named_countsItsOwnAndTheSharedPathsAlone() {
        String text = "A=" + OURS + "\nB=" + OTHERS + "\nC=" + SHARED + "\n";
        assertThat(statuses("shop", text))
                .isEqualTo("A stored project/shop/stripe_key, B not_stored, C stored meta/stripe/api_key");
        assertThat(statuses(null, text))
                .isEqualTo(
                        "A stored project/shop/stripe_key, B stored project/other/stripe_key, C stored meta/stripe/api_key");
    }

    @Test
    void path_thatTheCallerMayNotList_isNotStored() {
        Call call = Door.call("narrow", Set.of(Action.LIST), "project/shop/**");
        assertThat(check(null, call, "A=" + OURS + "\nB=" + SHARED + "\n"))
                .extracting(entry -> entry.status().word())
                .containsExactly("stored", "not_stored");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=sk_live_new123456 # holdfast:allow",
                "A=sk_live_new123456 #holdfast:allow a key of the public sandbox",
                "A='sk_live_new123456' # holdfast:allow: sandbox",
                "# holdfast:allow\nA=sk_live_new123456",
                "  #  holdfast:allow the sandbox's\r\nA=sk_live_new123456\r\n",
            })
    void allow_behindOrAbove_isNoSecret(String text) {
        assertThat(statuses(null, text)).isEqualTo("A not_secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=sk_live_new123456#holdfast:allow",
                "A=\"sk_live_new123456 # holdfast:allow\"",
                "A=sk_live_new123456 # holdfast:allowed",
                "A=sk_live_new123456 # not holdfast:allow",
                "# holdfast:allow\n\nA=sk_live_new123456",
                "A=sk_live_new123456\n# holdfast:allow",
                "# other\nA=sk_live_new123456",
            })
    void allow_elsewhereOrInTheValue_countsForNothing(String text) {
        assertThat(statuses(null, text)).isEqualTo("A not_stored");
    }

    @Test
    void allow_inAValueAbove_isNoComment() {
        assertThat(statuses(null, "T=\"text\n# holdfast:allow\n\"\nA=sk_live_new123456"))
                .contains("A not_stored");
    }

    @Test
    void stored_withAnAllow_staysStored() {
        assertThat(statuses(null, "A=" + OURS + " # holdfast:allow")).startsWith("A stored");
    }

    @Test
    void name_thatStandsTwice_isJudgedByItsWorst() {
        assertThat(statuses(null, "A=sk_live_new123456\nA=\n")).isEqualTo("A not_stored");
        assertThat(statuses(null, "A=" + OURS + "\nA=8080\n")).startsWith("A stored");
    }

    @Test
    void name_thatCannotBeShown_isJudgedToo() {
        assertThat(statuses(null, "A B C!=sk_live_new123456\n")).endsWith("not_stored");
    }

    @Test
    void plainValue_thatIsStored_isStored() {
        door.put(KeyPath.parse("project/shop/region"), "eu-central-1");
        assertThat(statuses("shop", "REGION=eu-central-1\nPORT=8080\nEMPTY=\nKEY=<your-key-here>"))
                .isEqualTo("REGION stored project/shop/region, PORT not_secret, EMPTY not_secret, KEY not_secret");
    }

    @Test
    void ownToken_isStoredWithoutAPath_anotherIsNot() {
        assertThat(statuses(null, "SERVICE_TOKEN=eyJhbGciOiJSUzI1NiJ9.eyJvdXJzIjp0cnVlfQ.c2ln"))
                .isEqualTo("SERVICE_TOKEN stored");
        assertThat(statuses(null, "SERVICE_TOKEN=eyJhbGciOiJSUzI1NiJ9.eyJvdXJzIjpmYWxzZX0.c2ln"))
                .isEqualTo("SERVICE_TOKEN not_stored");
    }

    @Test
    void baseline_acceptsExactlyWhatAPersonAccepted() throws Exception {
        String text = "A=sk_live_new123456\nPORT=8080\n";
        accept("shop", text);
        assertThat(statuses("shop", text)).isEqualTo("A not_secret, PORT not_secret");
        assertThat(statuses("shop", "A=sk_live_new1234567\n")).isEqualTo("A not_stored");
        assertThat(statuses("shop", "B=sk_live_new123456\n")).isEqualTo("B not_stored");
        assertThat(statuses(null, text)).startsWith("A not_stored");
        String file = Files.readString(folder.resolve(".holdfast-baseline"));
        assertThat(file).contains("hb1:").doesNotContain("sk_live", "PORT");
        accept("shop", "B=sk_live_new123456\n");
        assertThat(statuses("shop", text + "B=sk_live_new123456\n")).doesNotContain("not_stored");
    }

    private void accept(String project, String text) {
        EnvGate gate = gate(project);
        try (EnvText read = EnvText.of(text.getBytes(StandardCharsets.UTF_8))) {
            Project place = sources(project).project(folder);
            gate.accept(place, gate.notStored(Door.local(), place, read));
        }
    }

    @Test
    void baseline_thatWasMadeByHandOrUnderAnotherKey_acceptsNothing() throws Exception {
        accept("shop", "A=sk_live_new123456\n");
        Path file = folder.resolve(".holdfast-baseline");
        String mark = Files.readAllLines(file).get(2);
        Files.writeString(file, mark.substring(0, mark.length() - 1) + (mark.endsWith("A") ? "E" : "A") + "\n*\nA\n");
        assertThat(statuses("shop", "A=sk_live_new123456\n")).isEqualTo("A not_stored");
        Files.delete(file);
        Files.createSymbolicLink(file, Files.writeString(folder.resolve("elsewhere"), mark));
        assertThat(statuses("shop", "A=sk_live_new123456\n")).isEqualTo("A not_stored");
    }

    @Test
    void wouldLose_severalVariables_isAskedOnceAndSaysSoForOneOfThem() {
        SecretValue stored = SecretValue.of(OURS);
        SecretValue nowhere = SecretValue.of("sk_live_new123456");
        Call call = Door.local();
        assertThat(gate("shop").wouldLose(call, Map.of("A_KEY", List.of(stored), "B_KEY", List.of(stored, stored))))
                .isFalse();
        assertThat(door.rows(call)).containsExactly("outcome GRANTED - list - -");
        assertThat(gate("shop").wouldLose(Door.local(), Map.of("A_KEY", List.of(stored), "B_KEY", List.of(nowhere))))
                .isTrue();
        assertThat(gate("shop").wouldLose(Door.local(), Map.of("A_KEY", List.of(stored, nowhere))))
                .isTrue();
        Call blind = Door.call("blind", Set.of(Action.STORE), "project/shop/**");
        assertThat(gate("shop").wouldLose(blind, Map.of("A_KEY", List.of(stored))))
                .isTrue();
        assertThat(gate("shop").wouldLose(blind, Map.of("PORT", List.of(SecretValue.of("8080")), "NONE", List.of())))
                .isFalse();
    }

    @Test
    void tenThousandAssignments_areLookedUpInTheStore() {
        String text = IntStream.range(0, 10_000)
                .mapToObj(i -> "NAME_" + i + (i % 2 == 0 ? "=" + OURS : "=server-" + i + ".shop.example"))
                .collect(Collectors.joining("\n"));
        check(null, Door.local(), text);
        long start = System.nanoTime();
        List<Entry> entries = check(null, Door.local(), text);
        Proof.line("gate-speed", "10,000 assignments judged in " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertThat(entries).filteredOn(entry -> entry.path() != null).hasSize(5_000);
    }
}
