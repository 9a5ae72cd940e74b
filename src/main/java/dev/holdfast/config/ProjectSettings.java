package dev.holdfast.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a project says of itself in its {@code .holdfast.yaml}: names, and no rule.
 *
 * @param project the second segment of its key paths; null where it is not named
 * @param keys the variables that it needs, with the secrets for them
 */
public record ProjectSettings(@Nullable String project, Map<String, KeyPath> keys) {

    /** Name of the file in the project's folder. */
    public static final String FILE = ".holdfast.yaml";

    /**
     * Reads the file of a folder; empty when there is none.
     *
     * @throws ConfigException when it is no regular file, cannot be read, or has faults
     */
    public static Optional<ProjectSettings> of(Path folder) {
        Path file = folder.resolve(FILE);
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ConfigException(List.of(FILE + " is not a regular file."));
        }
        JsonNode tree = ConfigReader.tree(file, FILE);
        List<String> faults = new ArrayList<>();
        Section section = new Section(tree, FILE, faults).knowing("project", "keys");
        ProjectSettings settings = new ProjectSettings(project(section), keys(section));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return Optional.of(settings);
    }

    private static @Nullable String project(Section section) {
        String project = section.text("project");
        if (project != null && path("project/" + project + "/name") == null) {
            section.fault("project", " must be a segment of a key path, such as my-shop.");
        }
        return project;
    }

    private static Map<String, KeyPath> keys(Section section) {
        Map<String, KeyPath> keys = new LinkedHashMap<>();
        section.map("keys").forEach((name, text) -> {
            KeyPath path = path(text);
            if (path == null) {
                section.fault("keys", " must hold key paths, such as STRIPE_API_KEY: project/shop/stripe_api_key.");
            } else {
                keys.put(name, path);
            }
        });
        return keys;
    }

    private static @Nullable KeyPath path(String text) {
        try {
            return KeyPath.parse(text);
        } catch (InvalidInput e) {
            return null;
        }
    }
}
