package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.access.Door;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.state.PlacementTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our reading rules, and what the encoder makes, held against the real readers. Failures name numbers, never values. */
final class EnvDialectIT {

    private static final List<String> FILES = List.of(
            "",
            "KEY=\n",
            "# top\nexport KEY='old' # why\nOTHER=\"x\"\n",
            "OTHER=1\r\nKEY=old\r\nLAST='it'\r\n",
            "OTHER='x'");

    @BeforeAll
    static void readersAreThere() {
        OutsideReaders.require();
    }

    @Test
    void read_randomText_readsAsTheOriginal() throws Exception {
        List<String> texts = new ArrayList<>();
        Random random = new Random(10_000);
        for (int i = 0; i < 10_000; i++) {
            texts.add(RawLines.of(random, 14));
        }
        JsonNode node = OutsideReaders.node(texts);
        JsonNode python = OutsideReaders.python(texts);
        EnvDialect nodeDialect = OutsideReaders.nodeDialect();

        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i).getBytes(UTF_8);
            assertSame(EnvDialect.NPM_DOTENV, text, node.get(i).get("npm"), i);
            assertSame(nodeDialect, text, node.get(i).get("node"), i);
            assertSame(EnvDialect.PYTHON_DOTENV, text, python.get(i).get("raw"), i);
        }
    }

    @Test
    void changesAfterwards_randomText_isSoWherePythonFillsIn() throws Exception {
        List<String> texts = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            texts.add("K='" + RawLines.of(random, 8).replaceAll("['\\\\\r]", "x") + "${" + (i % 3 == 0 ? "" : "Q}")
                    + "'");
        }
        JsonNode python = OutsideReaders.python(texts);

        int filled = 0;
        for (int i = 0; i < texts.size(); i++) {
            String raw = python.get(i).get("raw").get("K").asText();
            boolean changes = !raw.equals(python.get(i).get("usual").get("K").asText());
            filled += changes ? 1 : 0;
            assertThat(EnvDialect.PYTHON_DOTENV.changesAfterwards(raw.toCharArray()))
                    .as("text %d", i)
                    .isEqualTo(changes);
        }
        assertThat(filled).isBetween(1_000, 1_999);
    }

    @Test
    void put_hardValuesIntoFiles_realReadersGiveThemBackOrTheyAreRefused() throws Exception {
        List<String> values = HardValues.all();
        assertThat(values.size()).isGreaterThanOrEqualTo(576);
        List<Integer> numbers = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            for (String file : FILES) {
                String result = put(file, values.get(i));
                if (result != null) {
                    numbers.add(i);
                    written.add(result);
                }
            }
        }

        JsonNode node = OutsideReaders.node(written);
        JsonNode python = OutsideReaders.python(written);
        for (int i = 0; i < written.size(); i++) {
            String value = values.get(numbers.get(i));
            for (JsonNode read : List.of(
                    node.get(i).get("npm"),
                    node.get(i).get("node"),
                    python.get(i).get("usual"))) {
                assertThat(read.path("KEY").asText("").equals(value))
                        .as("value %d, file %d reads back", numbers.get(i), i)
                        .isTrue();
            }
        }
        // Refusing everything would pass the above.
        assertThat(numbers.stream().distinct().count()).isGreaterThan(values.size() * 6L / 10);
    }

    /** The whole way: into the store, from there into a file, and from the file through each real reader. */
    @Test
    void hardValues_storedAndWritten_comeOutOfEveryReaderAsTheyWentIn(@TempDir Path folder) throws Exception {
        List<String> values = HardValues.all();
        assertThat(values.size()).isGreaterThanOrEqualTo(500);
        Path workspace = Files.createDirectory(folder.resolve("work"));
        List<Integer> numbers = new ArrayList<>();
        List<String> written = new ArrayList<>();
        int unstored = 0;
        try (Door door = new Door(Files.createDirectory(folder.resolve("home")))) {
            EnvAccess env = new EnvAccess(
                    door.access,
                    new EnvWriter(new Workspace(workspace), FaultPoints.NONE),
                    PlacementTable.open(door.database),
                    new NoSources(),
                    door.clock);
            for (int i = 0; i < values.size(); i++) {
                KeyPath path = KeyPath.parse("project/hard/value_" + i);
                try (SecretValue value = SecretValue.of(values.get(i))) {
                    door.access.put(Door.local(), path, value, Door.describedWrite());
                } catch (InvalidInput e) {
                    unstored++;
                    continue;
                }
                String file = i + ".env";
                try {
                    env.write(Door.local(), file, List.of(new EnvAccess.Entry("KEY", path)));
                    numbers.add(i);
                    written.add(Files.readString(workspace.resolve(file)));
                } catch (Refusal e) {
                    assertThat(e.reason()).isEqualTo(Reason.ENV_REFUSED);
                    assertThat(workspace.resolve(file)).doesNotExist();
                }
            }
        }
        long wrong = wrong(values, numbers, written);
        int refused = values.size() - unstored - written.size();
        Proof.line(
                "env-hard-values",
                values.size() + " values through store, write_env and three readers: wrong " + wrong + ", refused "
                        + refused + " as no file carries them, " + unstored + " as no secret");
        assertThat(wrong).isZero();
        assertThat(written.size()).isGreaterThan(values.size() * 6 / 10);
    }

    private static long wrong(List<String> values, List<Integer> numbers, List<String> written) throws Exception {
        JsonNode node = OutsideReaders.node(written);
        JsonNode python = OutsideReaders.python(written);
        long wrong = 0;
        for (int i = 0; i < written.size(); i++) {
            String value = values.get(numbers.get(i));
            for (JsonNode read : List.of(
                    node.get(i).get("npm"),
                    node.get(i).get("node"),
                    python.get(i).get("usual"))) {
                wrong += read.path("KEY").asText("").equals(value) ? 0 : 1;
            }
        }
        return wrong;
    }

    private static String put(String file, String value) {
        try (SecretValue secret = SecretValue.stored(value.getBytes(UTF_8))) {
            return new String(EnvEncoder.put(file.getBytes(UTF_8), "KEY", secret), UTF_8);
        } catch (Refusal e) {
            return null;
        }
    }

    private static void assertSame(EnvDialect dialect, byte[] text, JsonNode real, int number) {
        Map<String, String> own = new HashMap<>();
        for (Binding binding : dialect.read(text)) {
            own.put(binding.name(), binding.value() == null ? null : new String(binding.value()));
        }
        Map<String, String> other = new HashMap<>();
        for (Iterator<String> names = real.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            other.put(name, real.get(name).isNull() ? null : real.get(name).asText());
        }
        assertThat(own.equals(other)).as("%s, text %d", dialect, number).isTrue();
    }
}
