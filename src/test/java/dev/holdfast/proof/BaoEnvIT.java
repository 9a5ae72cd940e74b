package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on {@code .env} files, with the secrets in a real OpenBao: a small tree, imported again and again. */
@Tag("proof")
@RequiresService(Service.OPENBAO)
final class BaoEnvIT {

    /** A folder that nothing lies in, so that only a look-up by value, which walks all of them, lists it. */
    private static final String WALK = "detailed-metadata/external_apis/";

    private static final int OWN = 12;

    /** The exit code of a command whose store cannot be reached. */
    private static final int UNREACHABLE = 3;

    @TempDir
    private Path folder;

    private BaoHome home;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> values = new ArrayList<>();

    @BeforeEach
    void grow() throws Exception {
        home = new BaoHome(folder, "shop");
        assertThat(new ProcessBuilder(
                                "git", "init", "-q", home.holdfast().workspace().toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.writeString(home.file(".gitignore"), ".env*\n*.env\n");
        values.add("sk_live_" + Values.next());
        for (String file : List.of(".env", "api/.env.production", "worker/worker.env")) {
            grow(file);
        }
    }

    @AfterEach
    void close() {
        home.close();
    }

    /** So many secrets of its own, one that all files have, and lines that are none. */
    private void grow(String file) throws IOException {
        StringBuilder text = new StringBuilder("# settings of this part\nPORT=8080\n");
        for (int i = 0; i < OWN; i++) {
            values.add(Values.next());
            text.append("PART_")
                    .append(i)
                    .append("_API_KEY=")
                    .append(values.get(values.size() - 1))
                    .append('\n');
        }
        text.append("SHARED_API_KEY=").append(values.get(0)).append("\nBASE_URL=https://example.org\n");
        files.put(file, text.toString());
        Files.createDirectories(home.file(file).getParent());
        Files.writeString(home.file(file), text);
    }

    private Finished run(int exit, String... command) {
        return home.ending(exit, "", values, command);
    }

    private JsonNode importAll(String... more) {
        List<String> command = new ArrayList<>(List.of("env", "import", "--dir", ".", "--yes", "--json"));
        command.addAll(List.of(more));
        JsonNode report = Session.json(run(0, command.toArray(String[]::new)).out());
        assertThat(report.path("left").asInt()).isZero();
        return report;
    }

    private static Set<String> paths(JsonNode report) {
        return new TreeSet<>(report.path("entries").findValuesAsText("keyPath"));
    }

    @Test
    void import_twice_hasEachSecretOnce_andTheFilesComeBack() throws Exception {
        JsonNode first = importAll();
        assertThat(first.path("new").asInt()).isEqualTo(values.size());
        Set<String> paths = paths(first);
        assertThat(paths).hasSize(values.size());
        requireFilesAsTheyWere();
        int[] walks = new int[1];
        walks[0] = home.requests(WALK, () -> {
            JsonNode again = importAll("--replace");
            assertThat(again.path("new").asInt()).isZero();
            assertThat(paths(again)).isEqualTo(paths);
        });
        assertThat(walks[0]).as("one for the plan, one for each file").isEqualTo(1 + files.size());
        for (String file : files.keySet()) {
            assertThat(home.file(file))
                    .content()
                    .contains("=holdfast://project/shop/")
                    .contains("PORT=8080");
            assertThat(values).noneMatch(contentOf(file)::contains);
        }
        assertThat(importAll("--replace").path("new").asInt()).isZero();
        requireEachOnce(paths);
        run(0, "env", "check", ".env");
        for (String file : files.keySet()) {
            assertThat(Session.json(run(0, "env", "restore", file, "--json").out())
                            .path("refused"))
                    .isEmpty();
        }
        requireFilesAsTheyWere();
        run(0, "audit", "verify");
        Proof.line(
                "servers-import",
                values.size() + " secrets of " + files.size() + " files into OpenBao, each once in 3 runs; restored");
    }

    private String contentOf(String file) {
        try {
            return Files.readString(home.file(file));
        } catch (IOException e) {
            throw new IllegalStateException("a .env is gone");
        }
    }

    private void requireFilesAsTheyWere() {
        files.forEach((file, text) ->
                assertThat(contentOf(file).equals(text)).as(file).isTrue());
    }

    private void requireEachOnce(Set<String> paths) {
        assertThat(paths).allMatch(path -> home.version(path) == 1);
        JsonNode listed = Session.json(
                run(0, "list", "--project", "shop", "--limit", "500", "--json").out());
        assertThat(new TreeSet<>(listed.path("secrets").findValuesAsText("keyPath")))
                .isEqualTo(paths);
    }

    @Test
    void import_brokenOffOnTheWay_leavesTheFilesAndGoesOn() {
        home.breakOn("POST MOUNT/data/project/shop/worker_");
        String[] command = {"env", "import", "--dir", ".", "--yes", "--replace"};
        assertThat(run(UNREACHABLE, command).err()).contains("STORE_UNAVAILABLE");
        requireFilesAsTheyWere();
        home.mend();
        JsonNode report = importAll();
        assertThat(report.path("new").asInt()).isPositive().isLessThan(values.size());
        requireEachOnce(paths(report));
        assertThat(paths(report)).hasSize(values.size());
        home.bao().kill();
        assertThat(run(UNREACHABLE, command).err()).contains("STORE_UNAVAILABLE");
        assertThat(run(UNREACHABLE, "env", "check", ".env").err()).contains("STORE_UNAVAILABLE");
        requireFilesAsTheyWere();
        Proof.line(
                "servers-import-broken", "goes on where it was, each secret once; without OpenBao no file is touched");
    }

    @Test
    void check_ofManyVariables_walksOnceAndTellsWhatIsMissing() throws Exception {
        importAll();
        Files.writeString(home.file("one.env"), "PART_API_KEY=" + values.get(1) + "\n");
        int one = home.requests("", () -> run(0, "env", "check", "one.env"));
        int many = home.requests("", () -> run(0, "env", "check", ".env"));
        assertThat(many)
                .as("a check of many variables asks no more than one of one")
                .isEqualTo(one);
        values.add("sk_live_" + Values.next());
        Files.writeString(
                home.file("bad.env"), files.get(".env") + "NEW_API_KEY=" + values.get(values.size() - 1) + "\n");
        JsonNode bad =
                Session.json(run(1, "env", "check", "bad.env", "--json").out()).path("entries");
        assertThat(bad.findValuesAsText("status"))
                .containsOnlyOnce("not_stored")
                .contains("stored", "not_secret");
        Proof.line("servers-check", many + " requests for " + (OWN + 3) + " variables, " + one + " for one");
    }

    @Test
    void write_thenRun_givesTheValues() throws Exception {
        importAll("--replace");
        run(0, "env", "write", "out.env", "KEY=project/shop/shared_api_key");
        assertThat(contentOf("out.env").equals("KEY=" + values.get(0) + "\n")).isTrue();
        assertThat(run(1, "env", "write", "out.env", "KEY=project/shop/missing").err())
                .startsWith("STORE_FIRST: ");
        String[] test = {"sh", "-c", "test \"$SHARED_API_KEY:$PORT\" = \"$(cat expected):8080\" && echo $SHARED_API_KEY"
        };
        Files.writeString(home.file("expected"), values.get(0));
        Finished ran = run(0, "run", "--env-file", ".env", "--", test[0], test[1], test[2]);
        assertThat(ran.out()).isEqualTo("[REDACTED:SHARED_API_KEY]\n");
        ran = run(
                0,
                "run",
                "--set",
                "K=project/shop/shared_api_key",
                "--",
                "sh",
                "-c",
                "test \"$K\" = \"$(cat expected)\"");
        assertThat(ran.out()).isEmpty();
        Files.writeString(home.file("wrong.env"), "K=holdfast://project/shop/missing\n");
        assertThat(run(1, "run", "--env-file", "wrong.env", "--", "touch", "started")
                        .err())
                .doesNotContain("started");
        assertThat(home.file("started")).doesNotExist();
        Proof.line("servers-run", "references of a .env and --set become values of OpenBao, masked in the output");
    }
}
