package dev.holdfast.client;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 5}, {@code 5s}, {@code 500ms}, {@code 10m}, {@code 24h}, {@code 7d}. */
final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d|)");

    /** From here on a timeout without a unit is one in milliseconds: nobody waits a thousand seconds for a key. */
    private static final long MILLISECONDS_FROM = 1000;

    private Durations() {}

    /** A duration; without a unit it is seconds. */
    static Duration read(ClientVariable variable, String text) {
        Matcher form = matched(variable, text);
        return of(Long.parseLong(form.group(1)), form.group(2));
    }

    /** A timeout: like a duration, but a bare {@code 5000}, as many write it, is five seconds. */
    static Duration readTimeout(ClientVariable variable, String text) {
        Matcher form = matched(variable, text);
        long number = Long.parseLong(form.group(1));
        boolean milliseconds = form.group(2).isEmpty() && number >= MILLISECONDS_FROM;
        return of(number, milliseconds ? "ms" : form.group(2));
    }

    private static Matcher matched(ClientVariable variable, String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw KeyServiceException.configuration(variable + " is no duration such as 5s, 500ms or 1h.");
        }
        return form;
    }

    private static Duration of(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
