package dev.holdfast.sql;

import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is, and as whom to enter it. Immutable; its text names the address and nothing else.
 *
 * <p>The password is asked for anew at each connection, so that one that was changed is used without a restart.
 */
public final class Login {

    private static final String SCHEME = "jdbc:postgresql:";

    private final String url;
    private final String user;
    private final Supplier<char @Nullable []> password;

    /**
     * @param url {@code jdbc:postgresql://host:port/database}, with parameters of the driver such as {@code sslmode}
     * @param password asked for at each connection; null when it cannot be read just now; the array is wiped after its use
     * @throws IllegalArgumentException when the address is of another kind, or carries a user or a password
     */
    public Login(String url, String user, Supplier<char @Nullable []> password) {
        if (!isAddress(url)) {
            throw new IllegalArgumentException(
                    "The address must begin with jdbc:postgresql: and carry no user or password.");
        }
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** Whether a text is an address of this kind: one that carries neither user nor password. */
    public static boolean isAddress(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        int parameters = lower.indexOf('?');
        String query = parameters < 0 ? "" : "&" + lower.substring(parameters + 1);
        return lower.startsWith(SCHEME)
                && !lower.contains("@")
                && !query.contains("&user=")
                && !query.contains("&password=")
                && !query.contains("&sslpassword=");
    }

    public String url() {
        return url;
    }

    public String user() {
        return user;
    }

    char @Nullable [] password() {
        return password.get();
    }

    @Override
    public String toString() {
        return "Login[" + url + "]";
    }
}
