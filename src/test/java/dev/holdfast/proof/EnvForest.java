package dev.holdfast.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A git repository with 50 {@code .env} files of 40 assignments each: in each 35 secrets of its own, one that all have, one
 * that is equal by chance, and three lines that are no secret. The same in every run.
 */
final class EnvForest {

    static final int FILES = 50;
    static final int ASSIGNMENTS = 2_000;

    private static final int OWN = 35;
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789";
    private static final String[] KINDS = {"API_KEY", "PASSWORD", "TOKEN", "SECRET", "PRIVATE_KEY"};
    private static final String[] NAMES = {".env", ".env.production", ".env.local", "worker.env", ".env.staging"};

    private final Path root;
    private final Random random = new Random(2_000);
    private final Map<String, byte[]> files = new HashMap<>();

    /** The values of each file by variable. */
    private final Map<String, Map<String, String>> secrets = new HashMap<>();

    private EnvForest(Path root) {
        this.root = root;
    }

    static EnvForest in(Path root) throws Exception {
        EnvForest forest = new EnvForest(root);
        Process git = new ProcessBuilder("git", "init", "-q", root.toString()).start();
        if (git.waitFor() != 0) {
            throw new IllegalStateException("git init");
        }
        Files.writeString(root.resolve(".gitignore"), ".env*\n*.env\n");
        for (int i = 0; i < FILES; i++) {
            String folder = i < NAMES.length ? "" : "services/s" + i / NAMES.length + "/";
            forest.grow(folder + NAMES[i % NAMES.length]);
        }
        forest.plant();
        return forest;
    }

    private void grow(String file) {
        Map<String, String> own = new HashMap<>();
        List<String> lines = new ArrayList<>(List.of("# settings of this part", "PORT=8080", "", "LOG_LEVEL=debug"));
        for (int i = 0; i < OWN; i++) {
            String name = "PART_" + i + "_" + KINDS[i % KINDS.length];
            own.put(name, word(i % 4 == 0 ? 12 : 32));
            lines.add((i % 7 == 0 ? "export " : "") + name + "=" + own.get(name));
        }
        own.put("SHARED_API_KEY", "sk_live_4eC39HqLyjWDarjtT1zdp7dc");
        own.put("DB_PASSWORD", "postgres");
        own.forEach((name, value) -> {
            if (!name.startsWith("PART_")) {
                lines.add(name + "=" + value);
            }
        });
        lines.add("BASE_URL=https://example.org");
        secrets.put(file, own);
        files.put(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private String word(int length) {
        StringBuilder word = new StringBuilder("k9");
        while (word.length() < length) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    /** Writes the files as they were at first. */
    void plant() throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.createDirectories(root.resolve(file.getKey()).getParent());
            Files.write(root.resolve(file.getKey()), file.getValue());
        }
    }

    /** How a file was at first. */
    byte[] bytes(String file) {
        return files.get(file).clone();
    }

    Set<String> files() {
        return files.keySet();
    }

    /** The value of a variable, null where it is no secret. */
    String value(String file, String name) {
        return secrets.get(file).get(name);
    }

    /** How many different secrets there are. */
    int different() {
        Set<String> different = new HashSet<>();
        secrets.values().forEach(own -> different.addAll(own.values()));
        return different.size();
    }

    int variables() {
        return secrets.values().stream().mapToInt(Map::size).sum();
    }
}
