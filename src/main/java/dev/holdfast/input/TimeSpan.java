package dev.holdfast.input;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How people and programs write how long something lasts: whole seconds, or a number with a unit such as {@code 1h}, {@code 90d}, {@code 1y}. */
public final class TimeSpan {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhdy]?)");

    private TimeSpan() {}

    /** Reads one; null when the text is none. A year has 365 days. */
    public static @Nullable Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            case "y" -> Duration.ofDays(365 * number);
            default -> Duration.ofSeconds(number);
        };
    }
}
