package dev.holdfast.docs;

import dev.holdfast.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation: its text, sections, tables, fenced blocks and links. */
record Page(Path file, String text) {

    private static final Pattern FENCE = Pattern.compile("(?ms)^```([^\\n]*)\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    /** A fenced block: the words behind the fence, and what stands in it. */
    record Block(List<String> words, String content) {}

    /** A page by its path from the project's folder. */
    static Page of(String path) {
        Path file = Proof.project().resolve(path);
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every page there is. */
    static List<Page> all() throws IOException {
        List<Page> pages = new ArrayList<>();
        Path project = Proof.project();
        for (String folder : List.of(".", "docs", "docs/decisions", "mcp-config", "mcp-config/docker")) {
            try (Stream<Path> files = Files.list(project.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .sorted()
                        .forEach(file -> pages.add(
                                of(project.relativize(file.normalize()).toString())));
            }
        }
        return pages;
    }

    String name() {
        return Proof.project().relativize(file).toString();
    }

    /** The text from a heading to the next one of the same depth or less. */
    String section(String heading) {
        Matcher start =
                Pattern.compile("(?m)^(#+) " + Pattern.quote(heading) + "$").matcher(text);
        if (!start.find()) {
            throw new IllegalArgumentException("no such section");
        }
        Matcher end =
                Pattern.compile("(?m)^#{1," + start.group(1).length() + "} ").matcher(text);
        return text.substring(start.end(), end.find(start.end()) ? end.start() : text.length());
    }

    /** The rows of all tables in a text, without heads and rules, each as its cells. */
    static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 2; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean head = i + 1 < lines.size() && lines.get(i + 1).startsWith("|---");
            if (line.startsWith("|") && !line.startsWith("|---") && !head) {
                rows.add(Stream.of(line.substring(1).split("(?<!\\\\)\\|", -1))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher fence = FENCE.matcher(text);
        while (fence.find()) {
            blocks.add(new Block(List.of(fence.group(1).split(" ")), fence.group(2)));
        }
        return blocks;
    }

    List<String> links() {
        Matcher link = LINK.matcher(FENCE.matcher(text).replaceAll(""));
        List<String> links = new ArrayList<>();
        while (link.find()) {
            links.add(link.group(1));
        }
        return links;
    }

    /** The anchors of the headings, as forges make them. */
    List<String> anchors() {
        List<String> anchors = new ArrayList<>();
        Matcher heading = HEADING.matcher(FENCE.matcher(text).replaceAll(""));
        while (heading.find()) {
            anchors.add(heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'));
        }
        return anchors;
    }

    @Override
    public String toString() {
        return name();
    }
}
