package dev.holdfast.clients;

import dev.holdfast.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The Node programs of {@code src/test/node/clients}. */
final class NodeClients {

    private NodeClients() {}

    /** The folder of the programs. */
    static Path folder() {
        return Proof.project().resolve("src/test/node/clients");
    }

    /** A file of an installed package. */
    static String file(String path) {
        return folder().resolve("node_modules").resolve(path).toString();
    }

    /** Skips the test where the packages are not installed; in CI, where they have to be, fails. */
    static void require() {
        if (Files.isDirectory(folder().resolve("node_modules"))) {
            return;
        }
        String missing =
                "The Node clients are not installed; run: npm ci --ignore-scripts --prefix src/test/node/clients";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(missing);
        }
        System.err.println("SKIPPED: " + missing);
        Assumptions.abort(missing);
    }
}
