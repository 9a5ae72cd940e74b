package dev.holdfast.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

/** Puts our name before what is measured of the process, as before everything else, and leaves out the rest of the machine. */
final class Prefix implements MeterFilter {

    private static final String OURS = "holdfast.";

    @Override
    public Meter.Id map(Meter.Id id) {
        return id.getName().startsWith(OURS) ? id : id.withName(OURS + id.getName());
    }

    /** Of the machine others tell more; and time in nanoseconds is no unit of Prometheus. */
    @Override
    public MeterFilterReply accept(Meter.Id id) {
        boolean left = id.getName().startsWith(OURS + "system.") || id.getName().equals(OURS + "process.cpu.time");
        return left ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }
}
