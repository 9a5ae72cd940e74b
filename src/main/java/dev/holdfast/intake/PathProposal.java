package dev.holdfast.intake;

import dev.holdfast.secret.KeyPath;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The key path that is proposed for a variable: {@code project/{project}/{name}}, the name being the variable's in lower
 * case, with the folder before it and the kind of file behind it.
 *
 * <p>{@code STRIPE_API_KEY} of {@code api/.env.production} is {@code api_stripe_api_key_production}. It depends on the
 * variable and its place alone, so that a second run proposes the same.
 */
final class PathProposal {

    private PathProposal() {}

    /** The path, and the one to take where another variable has it already. */
    static List<KeyPath> of(Project project, Path file, String variable) {
        Path inside = project.root().relativize(file);
        String name = Segment.last(Stream.of(folder(inside), variable, kind(inside))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("_")));
        return List.of(path(project, name), path(project, Segment.withHash(name, inside + "#" + variable)));
    }

    private static KeyPath path(Project project, String name) {
        return KeyPath.parse("project/" + project.name() + "/" + name);
    }

    private static String folder(Path inside) {
        Path folder = inside.getParent();
        return folder == null ? "" : part(folder.toString());
    }

    /** What the file's name says beside {@code .env}: {@code production} of {@code .env.production} or production.env. */
    private static String kind(Path inside) {
        String name = String.valueOf(inside.getFileName());
        if (name.equals(".env")) {
            return "";
        }
        return part(name.startsWith(".env.") ? name.substring(5) : name.substring(0, name.length() - 4));
    }

    private static String part(String text) {
        return text.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
    }
}
