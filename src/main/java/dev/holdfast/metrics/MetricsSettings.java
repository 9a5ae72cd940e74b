package dev.holdfast.metrics;

/**
 * Where the metrics are served.
 *
 * @param enabled whether they are
 * @param host the address that is bound
 * @param port 0 for any that is free
 * @param chosen whether somebody named the port: only then is it a fault when it is taken
 */
public record MetricsSettings(boolean enabled, String host, int port, boolean chosen) {

    /** The port where a monitoring system looks by default. */
    public static final int PORT = 9090;

    /** The loopback at {@value #PORT}. */
    public static final MetricsSettings DEFAULT = new MetricsSettings(true, "127.0.0.1", PORT, false);

    /** The same at a port that somebody named, which is a wish for metrics too. */
    public MetricsSettings at(int other) {
        return new MetricsSettings(true, host, other, true);
    }
}
