package dev.holdfast.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;

/** Puts our name before what is measured of the process, as before everything else. */
final class Prefix implements MeterFilter {

    private static final String OURS = "holdfast.";

    @Override
    public Meter.Id map(Meter.Id id) {
        return id.getName().startsWith(OURS) ? id : id.withName(OURS + id.getName());
    }
}
