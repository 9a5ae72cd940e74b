package dev.holdfast.guard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of a denial: what is wrong, and the very call that does it right. Names and paths, never a value. */
final class Advice {

    private static final Pattern SHOWN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Advice() {}

    static String of(Act.Forbidden forbidden) {
        String shown = shown(forbidden.file());
        String name = shown.isEmpty() || !EnvNames.may(shown) ? ".env" : shown;
        String call = forbidden.file().isEmpty()
                ? ""
                : " For " + name + ": mcp__meta__write_env {\"file\":\"" + name
                        + "\",\"entries\":[{\"name\":\"<VARIABLE>\",\"keyPath\":\"<where it is stored>\"}]}"
                        + " writes what is stored; mcp__meta__set_secret with envFile \"" + name
                        + "\" stores and writes.";
        return forbidden.why() + " " + forbidden.instead() + call;
    }

    /**
     * @param named the project that the file's settings name, or null
     * @param names of the variables, as the report shows them
     */
    static String of(Path file, @Nullable String named, List<String> names, String requestId) {
        String project = project(file, named);
        String path = place(file);
        String calls = calls(path, project, names);
        return "STORE_FIRST: " + path + " would hold secrets that are not stored: " + String.join(", ", names)
                + ". Store each first; this call stores it and then writes the line:\n" + calls
                + "\nIs it stored under a path already: mcp__meta__write_env {\"file\":\"" + path
                + "\",\"entries\":[{\"name\":\"" + names.get(0) + "\",\"keyPath\":\"project/" + project + "/"
                + slug(names.get(0))
                + "\"}]}. Request id: " + requestId;
    }

    /** The same, where an allow comment is what would let them through. */
    static String ofMarked(Path file, @Nullable String named, List<String> names, String requestId) {
        String path = place(file);
        return "STORE_FIRST: " + path + " would let through what is not stored by a new '# holdfast:allow': "
                + String.join(", ", names)
                + ". Only a person may add that comment, in their own editor: ask for it where the value is no secret."
                + " Else store it; this call stores it and then writes the line:\n"
                + calls(path, project(file, named), names) + "\nRequest id: " + requestId;
    }

    private static String calls(String path, String project, List<String> names) {
        return names.stream()
                .limit(10)
                .map(name -> "mcp__meta__set_secret {\"keyPath\":\"project/" + project + "/" + slug(name)
                        + "\",\"value\":\"<the value>\",\"description\":\"<what it is for, in three words or more>\",\"envFile\":\""
                        + path + "\",\"envName\":\"" + name + "\"}")
                .collect(Collectors.joining("\n"));
    }

    private static String project(Path file, @Nullable String named) {
        return named == null ? slug(String.valueOf(top(file).getFileName())) : named;
    }

    /** A file's path in its project, where that can be shown. */
    static String place(Path file) {
        return inside(top(file), file);
    }

    private static String shown(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return SHOWN.matcher(name).matches() ? name : "";
    }

    private static String inside(Path top, Path file) {
        String path = file.startsWith(top) ? top.relativize(file).toString() : String.valueOf(file.getFileName());
        boolean plain = path.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\');
        return plain && path.length() <= 200 ? path : ".env";
    }

    /** The folder of the project: the next one up that says so or has a repository, else the file's own. */
    private static Path top(Path file) {
        Path own = file.toAbsolutePath().getParent();
        for (Path folder = own; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".holdfast.yaml")) || Files.exists(folder.resolve(".git"))) {
                return folder;
            }
        }
        return own == null ? Path.of("/") : own;
    }

    /** As a segment of a key path. */
    static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "_").replaceAll("^[_-]+|[_-]+$", "");
        String fits = slug.length() > 64 ? slug.substring(0, 64).replaceAll("[_-]+$", "") : slug;
        return fits.isEmpty() ? "app" : fits;
    }
}
