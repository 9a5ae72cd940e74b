package dev.holdfast.client;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link KeyClient}; what is not given has the default of {@link ClientVariable}. Not thread-safe.
 *
 * <p>A wrong setting is refused at once or by {@link #build()}, with a {@link KeyServiceException} of kind {@code
 * CONFIGURATION} that repeats nothing of it.
 */
public final class KeyClientBuilder {

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final int MOST_RETRIES = 20;

    private @Nullable Credential credential;
    private @Nullable String address;
    private Duration timeout = Duration.ZERO;
    private Duration cacheTtl = Duration.ZERO;
    private Duration maxStale = Duration.ZERO;
    private int retries;
    private @Nullable Path snapshot;
    private boolean plainHttp;
    private Timing timing = Timing.system();

    KeyClientBuilder() {
        Map<String, String> defaults = new HashMap<>();
        for (ClientVariable variable : ClientVariable.values()) {
            if (variable.defaultText() != null) {
                defaults.put(variable.name(), variable.defaultText());
            }
        }
        environment(defaults);
    }

    /** The token that the service proves itself with; blanks around it are left out. */
    public KeyClientBuilder serviceToken(String token) {
        this.credential = new Credential(token);
        return this;
    }

    /** Where the key service is, for instance {@code https://keys.example.org}; a path in it stands before the routes. */
    public KeyClientBuilder keyServiceUrl(String url) {
        this.address = url;
        return this;
    }

    /** The longest time for one call, all repetitions included: 1 ms to 10 minutes. */
    public KeyClientBuilder timeout(Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw KeyServiceException.configuration("The timeout is not between 1 ms and 10 minutes.");
        }
        this.timeout = timeout;
        return this;
    }

    /** How long a value is kept before it is asked for again, where the service does not end it before; 0 for not. */
    public KeyClientBuilder cacheTtl(Duration ttl) {
        this.cacheTtl = notNegative(ttl);
        return this;
    }

    /** How old a value may be that stands in while the service is down; 0 for none ever. */
    public KeyClientBuilder maxStale(Duration age) {
        this.maxStale = notNegative(age);
        return this;
    }

    /** How often a request is repeated, 0 to 20. */
    public KeyClientBuilder retries(int retries) {
        if (retries < 0 || retries > MOST_RETRIES) {
            throw KeyServiceException.configuration("The number of retries is not between 0 and 20.");
        }
        this.retries = retries;
        return this;
    }

    /**
     * A file that keeps the last known values, sealed under a key made from the service token, so that a program which is
     * started while the service is down has them. It is readable by its owner alone, and replaced as a whole.
     */
    public KeyClientBuilder snapshot(Path file) {
        this.snapshot = file.toAbsolutePath();
        return this;
    }

    /** Allows plain http to other machines, where everyone between can read token and keys. */
    public KeyClientBuilder allowPlainHttp() {
        this.plainHttp = true;
        return this;
    }

    KeyClientBuilder timing(Timing timing) {
        this.timing = timing;
        return this;
    }

    /** Takes what is set in an environment. */
    KeyClientBuilder environment(Map<String, String> environment) {
        Map<ClientVariable, Consumer<String>> settings = new EnumMap<>(Map.of(
                ClientVariable.SERVICE_TOKEN, this::serviceToken,
                ClientVariable.KEY_SERVICE_URL, this::keyServiceUrl,
                ClientVariable.KEY_SERVICE_TIMEOUT,
                        text -> timeout(Durations.readTimeout(ClientVariable.KEY_SERVICE_TIMEOUT, text)),
                ClientVariable.KEY_SERVICE_CACHE_TTL,
                        text -> cacheTtl(Durations.read(ClientVariable.KEY_SERVICE_CACHE_TTL, text)),
                ClientVariable.KEY_SERVICE_MAX_STALE,
                        text -> maxStale(Durations.read(ClientVariable.KEY_SERVICE_MAX_STALE, text)),
                ClientVariable.KEY_SERVICE_RETRIES, text -> retries(count(text)),
                ClientVariable.KEY_SERVICE_SNAPSHOT, text -> snapshot(file(text))));
        settings.forEach((variable, set) -> {
            String text = environment.get(variable.name());
            if (text != null && !text.isBlank()) {
                set.accept(text);
            }
        });
        return this;
    }

    private static Path file(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw KeyServiceException.configuration("KEY_SERVICE_SNAPSHOT is no path of a file.");
        }
    }

    private static int count(String text) {
        return text.strip().matches("\\d{1,4}") ? Integer.parseInt(text.strip()) : -1;
    }

    private static Duration notNegative(Duration duration) {
        if (duration.isNegative()) {
            throw KeyServiceException.configuration("A duration is negative.");
        }
        return duration;
    }

    /**
     * The client. Nothing is asked yet: a service that is down does not keep a program from starting.
     *
     * @throws KeyServiceException when token or address are missing, or the address is not one to send a token to
     */
    public KeyClient build() {
        if (credential == null) {
            throw KeyServiceException.configuration("There is no service token; set SERVICE_TOKEN.");
        }
        if (address == null) {
            throw KeyServiceException.configuration("There is no address of the key service; set KEY_SERVICE_URL.");
        }
        ServiceAddress checked = ServiceAddress.of(address, plainHttp);
        return new HttpKeyClient(
                new ClientSettings(credential, checked, timeout, cacheTtl, maxStale, retries, snapshot, timing));
    }
}
