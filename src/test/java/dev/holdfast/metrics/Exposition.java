package dev.holdfast.metrics;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of metrics, as a monitoring system reads it. */
public record Exposition(String text) {

    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\S+) ");

    /** The lines that have a value. */
    public List<String> series() {
        return text.lines().filter(line -> !line.startsWith("#")).toList();
    }

    /** The names that queries use: of families, and of the parts of histograms. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        series().forEach(line -> names.add(line.replaceAll("[{ ].*", "")));
        return names;
    }

    public Set<String> families() {
        Set<String> families = new TreeSet<>();
        Matcher family = FAMILY.matcher(text);
        while (family.find()) {
            families.add(family.group(1));
        }
        return families;
    }

    /** The value of a series by its name and labels, as they stand in the page; not a number where there is none. */
    public double value(String series) {
        return series().stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }
}
