package dev.holdfast.guard;

import dev.holdfast.dotenv.EnvAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which paths lead to a project's baseline, in which a person accepts what looks secret; in any case, and by links. */
final class BaselineNames {

    /** Fewer letters beside what is not known are no hint. */
    private static final int HINT = 3;

    private BaselineNames() {}

    /** Whether a path is one, or may be; in doubt about links it is. */
    static boolean leads(@Nullable Path folder, String path) {
        if (may(path)) {
            return true;
        }
        Path file = path.indexOf(EnvNames.UNKNOWN) < 0 ? Places.of(folder, path) : null;
        try {
            return file != null
                    && Files.isSymbolicLink(file)
                    && Files.exists(file)
                    && may(file.toRealPath().toString());
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean may(String path) {
        String name = EnvNames.plainName(path);
        int first = name.indexOf(EnvNames.UNKNOWN);
        if (first < 0) {
            return name.equals(EnvAccess.BASELINE);
        }
        String begin = name.substring(0, first);
        String end = name.substring(name.lastIndexOf(EnvNames.UNKNOWN) + 1);
        return begin.length() + end.length() >= HINT
                && EnvAccess.BASELINE.startsWith(begin)
                && EnvAccess.BASELINE.endsWith(end);
    }

    /** Whether a text, such as a program or a patch, names one. */
    static boolean named(String text) {
        return text.toLowerCase(Locale.ROOT).contains(EnvAccess.BASELINE);
    }
}
