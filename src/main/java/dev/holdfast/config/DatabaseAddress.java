package dev.holdfast.config;

import dev.holdfast.sql.Login;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address of a PostgreSQL database, with user and password taken out of it where it carries them.
 *
 * <p>A class and not a record: the password is in no {@code toString}.
 */
final class DatabaseAddress {

    private final String url;
    private @Nullable String user;
    private char[] password = {};

    private DatabaseAddress(String written) {
        int query = written.indexOf('?');
        List<String> kept = new ArrayList<>();
        for (String parameter : query < 0
                ? List.<String>of()
                : List.of(written.substring(query + 1).split("&"))) {
            if (parameter.startsWith("user=")) {
                user = decoded(parameter);
            } else if (parameter.startsWith("password=")) {
                password = decoded(parameter).toCharArray();
            } else {
                kept.add(parameter);
            }
        }
        String address = query < 0 ? written : written.substring(0, query);
        url = kept.isEmpty() ? address : address + "?" + String.join("&", kept);
    }

    private static String decoded(String parameter) {
        return URLDecoder.decode(parameter.substring(parameter.indexOf('=') + 1), StandardCharsets.UTF_8);
    }

    static @Nullable DatabaseAddress of(Section section, String name) {
        String written = section.text(name);
        if (written == null) {
            return null;
        }
        try {
            DatabaseAddress address = new DatabaseAddress(written);
            if (Login.isAddress(address.url)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the text.
        }
        section.fault(name, " must be an address such as jdbc:postgresql://db.example.org:5432/holdfast.");
        return null;
    }

    /** The login that a section names; what it leaves open, the address says, and then the system's user. */
    Login login(Section section, Path home, @Nullable String fromEnvironment) {
        Path file = section.path("password_file", home);
        String named = section.text("user", user == null ? System.getProperty("user.name") : user);
        return new Login(url, named, () -> {
            if (fromEnvironment != null) {
                return fromEnvironment.toCharArray();
            }
            return file == null ? password.clone() : firstLine(file);
        });
    }

    static char @Nullable [] firstLine(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            return line == null ? new char[0] : line.toCharArray();
        } catch (IOException e) {
            return null; // Told by whoever connects, with the words for it.
        }
    }
}
