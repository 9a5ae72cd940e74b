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

    /** The Node for clients that are meant for 22: the one that HOLDFAST_TEST_NODE22 names, else what there is. */
    static String newestNode() {
        String node = System.getenv("HOLDFAST_TEST_NODE22");
        return node == null || node.isEmpty() ? "node" : node;
    }

    /** Skips the test where the packages are not installed; in CI, where they have to be, fails. */
    static void require() {
        require(
                folder().resolve("node_modules"),
                "The Node clients are not installed; run: npm ci --ignore-scripts --prefix src/test/node/clients");
    }

    /** Skips the test where a folder is missing; in CI, where it has to be there, fails. */
    static void require(Path installed, String missing) {
        if (Files.isDirectory(installed)) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(missing);
        }
        System.err.println("SKIPPED: " + missing);
        Assumptions.abort(missing);
    }
}
