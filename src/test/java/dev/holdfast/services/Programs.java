package dev.holdfast.services;

import dev.holdfast.Proof;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The servers' programs on this machine. */
final class Programs {

    private Programs() {}

    /** OpenBao's {@code bao}, {@code redis-server}, or the folder of PostgreSQL's programs. */
    static Optional<Path> of(Service service) {
        return switch (service) {
            case OPENBAO -> bao();
            case POSTGRESQL -> postgresql();
            case REDIS -> redis();
        };
    }

    private static Optional<Path> redis() {
        return named("REDIS_BIN").or(() -> onPath("redis-server")).or(() -> runnable(Path.of("/usr/bin/redis-server")));
    }

    private static Optional<Path> bao() {
        return named("BAO_BIN")
                .or(() -> onPath("bao"))
                .or(() -> runnable(Proof.project().resolve("target/ci/openbao/bin/bao")));
    }

    private static Optional<Path> postgresql() {
        return named("PG_BIN")
                .or(() -> onPath("postgres").map(Programs::realFolder))
                .or(Programs::debian);
    }

    private static Optional<Path> named(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(Path::of);
    }

    private static Optional<Path> onPath(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .flatMap(program -> runnable(program).stream())
                .findFirst();
    }

    private static Optional<Path> runnable(Path program) {
        return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
    }

    /** Its neighbours, initdb above all, lie where the program itself lies. */
    private static Path realFolder(Path program) {
        try {
            return program.toRealPath().getParent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Debian keeps each major version in a folder of its own, off the PATH. */
    private static Optional<Path> debian() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(versions)) {
            return folders.filter(folder -> Files.isExecutable(folder.resolve("bin/postgres")))
                    .max(Comparator.comparing(folder -> folder.getFileName().toString(), Programs::byNumber))
                    .map(folder -> folder.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int byNumber(String one, String other) {
        int lengths = Integer.compare(one.length(), other.length());
        return lengths != 0 ? lengths : one.compareTo(other);
    }
}
