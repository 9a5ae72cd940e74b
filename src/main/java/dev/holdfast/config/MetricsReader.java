package dev.holdfast.config;

import dev.holdfast.metrics.MetricsSettings;

/** Reads the section {@code metrics}: where the server tells of itself. */
final class MetricsReader {

    private MetricsReader() {}

    static MetricsSettings read(Section metrics) {
        MetricsSettings defaults = MetricsSettings.DEFAULT;
        if (metrics.isMissing()) {
            return defaults;
        }
        metrics.knowing("enabled", "host", "port");
        return new MetricsSettings(
                metrics.truth("enabled", defaults.enabled()),
                metrics.text("host", defaults.host()),
                metrics.number("port", defaults.port(), 0, 65_535),
                metrics.has("port") || metrics.has("host"));
    }
}
