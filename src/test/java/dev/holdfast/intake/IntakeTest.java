package dev.holdfast.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.access.Call;
import dev.holdfast.access.Door;
import dev.holdfast.access.Refusal;
import dev.holdfast.dotenv.EnvAccess;
import dev.holdfast.dotenv.EnvSource;
import dev.holdfast.dotenv.EnvWriter;
import dev.holdfast.dotenv.NoSources;
import dev.holdfast.dotenv.Workspace;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.state.PlacementTable;
import dev.holdfast.store.ReadSecret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are taken over: which path each value gets, what is shared, what is left, what comes back. */
final class IntakeTest {

    private static final String LONG = "q8Zr2LmX0vTb5NcW";

    @TempDir
    private Path folder;

    private Path shop;
    private Door door;
    private EnvAccess env;
    private Supplier<Call> calls = Door::local;

    @BeforeEach
    void open() throws Exception {
        shop = Files.createDirectories(folder.resolve("shop"));
        door = new Door(Files.createDirectories(folder.resolve("home")));
        env = new EnvAccess(
                door.access,
                new EnvWriter(new Workspace(shop), FaultPoints.NONE),
                PlacementTable.open(door.database),
                new NoSources(),
                door.clock);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private void file(String name, String text) throws Exception {
        Path file = shop.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String text(String name) throws Exception {
        return Files.readString(shop.resolve(name));
    }

    private List<Row> run(boolean store, boolean replace, String... names) {
        Intake intake = new Intake(door.access, env, door.clock, calls);
        List<EnvSource> sources = new ArrayList<>();
        for (String name : names) {
            sources.add(env.source(calls.get(), name, folder.resolve("home")));
        }
        try {
            Plan plan = intake.plan(sources, new Projects(null, any -> Optional.empty()));
            if (store) {
                intake.store(plan, (done, what) -> {});
                intake.note(plan);
            }
            if (replace) {
                assertThat(intake.replace(plan)).isEmpty();
            }
            return plan.rows();
        } finally {
            sources.forEach(EnvSource::close);
        }
    }

    private List<Row> store(String... names) {
        return run(true, false, names);
    }

    private static List<String> brief(List<Row> rows) {
        return rows.stream()
                .map(row -> row.name() + " " + row.fate()
                        + (row.path() == null ? "" : " " + row.path().name()))
                .toList();
    }

    private boolean holds(String path, String value) {
        try (ReadSecret read = door.access.get(Door.local(), KeyPath.parse(path), null);
                SecretValue expected = SecretValue.stored(value.getBytes(StandardCharsets.UTF_8))) {
            return read.value().sameAs(expected);
        }
    }

    @Test
    void store_newSecrets_areStoredAndTheFileStaysAsItIs() throws Exception {
        file(".env", "A_KEY=" + LONG + "\nPORT=80\nEMPTY=\nB_PASSWORD='it is'\n");
        String before = text(".env");
        assertThat(brief(store(".env")))
                .containsExactly("A_KEY NEW a_key", "PORT SKIPPED", "EMPTY SKIPPED", "B_PASSWORD NEW b_password");
        assertThat(holds("project/shop/a_key", LONG)).isTrue();
        assertThat(holds("project/shop/b_password", "it is")).isTrue();
        assertThat(text(".env")).isEqualTo(before);
    }

    @Test
    void store_twice_storesNothingTwice() throws Exception {
        file(".env", "A_KEY=" + LONG + "\nB_PASSWORD=short\n");
        store(".env");
        assertThat(brief(store(".env"))).containsExactly("A_KEY PRESENT a_key", "B_PASSWORD PRESENT b_password");
        assertThat(door.access.list(Door.local(), "", "", 10).secrets()).hasSize(2);
    }

    @Test
    void plan_changesNothing() throws Exception {
        file(".env", "A_KEY=" + LONG + "\n");
        assertThat(brief(run(false, false, ".env"))).containsExactly("A_KEY NEW a_key");
        assertThat(door.access.list(Door.local(), "", "", 10).secrets()).isEmpty();
    }

    @Test
    void values_long_areOneSecretWhateverTheirNames_shortOnesOnlyUnderOneName() throws Exception {
        file(".env", "A_KEY=" + LONG + "\nB_KEY=" + LONG + "\nA_PASSWORD=postgres\nB_PASSWORD=postgres\n");
        file(".env.test", "A_PASSWORD=postgres\nA_KEY=" + LONG + "\n");
        assertThat(brief(store(".env", ".env.test")))
                .containsExactly(
                        "A_KEY NEW a_key",
                        "B_KEY SHARED a_key",
                        "A_PASSWORD NEW a_password",
                        "B_PASSWORD NEW b_password",
                        "A_PASSWORD SHARED a_password",
                        "A_KEY SHARED a_key");
    }

    @Test
    void names_thatMeet_getPathsOfTheirOwn_inAnyRun() throws Exception {
        file("a_b/.env", "KEY=first-value-1\n");
        file("a/b/.env", "KEY=second-value-2\n");
        List<Row> rows = store("a/b/.env", "a_b/.env");
        assertThat(rows.stream().map(Row::path).distinct()).hasSize(2);
        assertThat(brief(store("a_b/.env", "a/b/.env"))).allMatch(row -> row.contains("PRESENT"));
    }

    @Test
    void value_storedByHandBefore_isFound() throws Exception {
        door.put(KeyPath.parse("project/shop/payments"), LONG);
        door.put(KeyPath.parse("project/other/payments"), LONG + "2");
        file(".env", "STRIPE_API_KEY=" + LONG + "\nOTHER_KEY=" + LONG + "2\n");
        assertThat(brief(store(".env"))).containsExactly("STRIPE_API_KEY PRESENT payments", "OTHER_KEY NEW other_key");
    }

    @Test
    void path_withAnotherValue_isAConflict_andNothingIsChanged() throws Exception {
        door.put(KeyPath.parse("project/shop/a_key"), "another value");
        file(".env", "A_KEY=" + LONG + "\n");
        assertThat(brief(store(".env"))).containsExactly("A_KEY CONFLICT a_key");
        assertThat(holds("project/shop/a_key", "another value")).isTrue();
    }

    @Test
    void lines_thatCannotBeTaken_areLeftWithTheReason() throws Exception {
        file(".env", "A_KEY=old-value-1\nA_KEY=new-value-2\nB_KEY=\"open\nC=1\n");
        Files.write(shop.resolve(".env.bad"), "DB_PASSWORD=\u00ffabc123\n".getBytes(StandardCharsets.ISO_8859_1));
        List<Row> rows = store(".env", ".env.bad");
        assertThat(rows)
                .filteredOn(row -> row.line() == 1 && row.file().equals(".env"))
                .allSatisfy(row -> {
                    assertThat(row.fate()).isEqualTo(Fate.LEFT);
                    assertThat(row.note()).contains("later line");
                });
        assertThat(rows).filteredOn(row -> row.file().equals(".env.bad")).allMatch(row -> row.fate() == Fate.LEFT);
        assertThat(holds("project/shop/a_key", "new-value-2")).isTrue();
    }

    @Test
    void secret_behindAnEmptyLineOfItsName_isLeft() throws Exception {
        file(".env", "A_KEY=old-value-1\nA_KEY=\n");
        assertThat(brief(store(".env"))).containsExactly("A_KEY LEFT", "A_KEY SKIPPED");
    }

    @Test
    void replace_putsReferences_andRestoreBringsTheValuesBack() throws Exception {
        String before = "# mine\nA_KEY=" + LONG + " # why\nPORT=80\nB_PASSWORD=short\n";
        file(".env", before);
        run(true, true, ".env");
        assertThat(text(".env"))
                .isEqualTo("# mine\nA_KEY=holdfast://project/shop/a_key # why\nPORT=80\n"
                        + "B_PASSWORD=holdfast://project/shop/b_password\n");
        assertThat(Restoration.restore(env, calls, ".env").refused()).isEmpty();
        assertThat(text(".env")).isEqualTo(before);
    }

    @Test
    void restore_ofALostFile_writesCurrentVersions_andTellsWhatIsGone() throws Exception {
        file(".env", "A_KEY=" + LONG + "\nB_PASSWORD=short\nPORT=80\n");
        store(".env");
        Files.delete(shop.resolve(".env"));
        door.put(KeyPath.parse("project/shop/a_key"), "rotated");
        door.store.delete(KeyPath.parse("project/shop/b_password"));
        Map<EnvAccess.Entry, Refusal> refused =
                Restoration.restore(env, calls, ".env").refused();
        assertThat(refused.keySet()).extracting(EnvAccess.Entry::name).containsExactly("B_PASSWORD");
        assertThat(text(".env")).isEqualTo("A_KEY=rotated\n");
    }

    @Test
    void restore_ofAnUnknownFile_isRefused() {
        assertThatThrownBy(() -> Restoration.restore(env, calls, ".env")).isInstanceOf(Refusal.class);
    }

    @Test
    void agent_thatMayNotReadBack_storesNothing() throws Exception {
        file(".env", "A_KEY=" + LONG + "\n");
        Call writer = Door.call("writer", Set.of(Action.STORE, Action.LIST), "project/**");
        calls = () -> writer;
        assertThat(brief(store(".env"))).containsExactly("A_KEY LEFT a_key");
        calls = Door::local;
        assertThat(door.access.list(Door.local(), "", "", 10).secrets()).isEmpty();
    }

    @Test
    void project_isTheGivenOne_thenTheNamedOne_thenTheRepository() throws Exception {
        Path file = shop.resolve("api/.env");
        Files.createDirectories(file.getParent());
        Projects none = new Projects(null, any -> Optional.empty());
        assertThat(none.of(file, shop)).isEqualTo(new Project("shop", shop));
        Files.createDirectory(shop.resolve("api/.git"));
        assertThat(none.of(file, shop)).isEqualTo(new Project("api", shop.resolve("api")));
        Projects named = new Projects(null, any -> Optional.of("named"));
        assertThat(named.of(file, shop).name()).isEqualTo("named");
        assertThat(new Projects("given", any -> Optional.of("named"))
                        .of(file, shop)
                        .name())
                .isEqualTo("given");
        assertThatThrownBy(() -> new Projects("Not/Valid", any -> Optional.empty()))
                .isInstanceOf(InvalidInput.class);
    }
}
