package dev.holdfast.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A unit of systemd: its sections, and what is said in each, in the order of the file. */
record UnitFile(Map<String, List<Setting>> sections) {

    /** A line {@code name=value}. */
    record Setting(String name, String value) {}

    /**
     * Reads a unit without continued lines.
     *
     * @throws IllegalArgumentException at a line that is neither a comment, a section nor a setting
     */
    static UnitFile parse(String text) {
        Map<String, List<Setting>> sections = new LinkedHashMap<>();
        List<Setting> settings = null;
        for (String line : text.lines().toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (line.matches("\\[[A-Z][a-z]+]")) {
                settings = new ArrayList<>();
                if (sections.put(line.substring(1, line.length() - 1), settings) != null) {
                    throw new IllegalArgumentException("twice: " + line);
                }
            } else if (settings != null && equals > 0 && !line.endsWith("\\")) {
                settings.add(new Setting(line.substring(0, equals), line.substring(equals + 1)));
            } else {
                throw new IllegalArgumentException("no line of a unit: " + line);
            }
        }
        return new UnitFile(sections);
    }

    List<String> names(String section) {
        return sections.getOrDefault(section, List.of()).stream()
                .map(Setting::name)
                .toList();
    }

    /** What is said of a name, each line of it. */
    List<String> values(String section, String name) {
        return sections.getOrDefault(section, List.of()).stream()
                .filter(setting -> setting.name().equals(name))
                .map(Setting::value)
                .toList();
    }
}
