package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.access.Receipts;
import dev.holdfast.secret.SecretValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the tests of the writer share: one write from beginning to end, and what stands in a folder. */
final class Writes {

    private Writes() {}

    static void write(EnvWriter writer, String name, String text) {
        try (PreparedEnv prepared = writer.prepare(".env", List.of(name));
                SecretValue value = value(text)) {
            prepared.write(List.of(new EnvSetting(name, Receipts.of(value))));
        }
    }

    static SecretValue value(String text) {
        return SecretValue.stored(text.getBytes(UTF_8));
    }

    static List<String> names(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
