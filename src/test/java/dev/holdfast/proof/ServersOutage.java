package dev.holdfast.proof;

import java.util.function.Consumer;

/** How a server goes away, and how it comes back. */
enum ServersOutage {
    SQL_STOPPED(
            "AUDIT_UNAVAILABLE",
            world -> world.postgres().stop(),
            world -> world.postgres().start()),
    SQL_KILLED(
            "AUDIT_UNAVAILABLE",
            world -> world.postgres().kill(),
            world -> world.postgres().start()),
    SQL_PAUSED(
            "AUDIT_UNAVAILABLE",
            world -> world.postgres().pause(),
            world -> world.postgres().resume()),
    BAO_STOPPED("STORE_UNAVAILABLE", world -> world.bao().stop(), ServersOutage::startBao),
    BAO_KILLED("STORE_UNAVAILABLE", world -> world.bao().kill(), ServersOutage::startBao),
    BAO_SEALED(
            "STORE_UNAVAILABLE",
            world -> world.bao().seal(),
            world -> world.bao().unseal()),
    BAO_PAUSED(
            "STORE_UNAVAILABLE",
            world -> world.bao().pause(),
            world -> world.bao().resume());

    private final String code;
    private final Consumer<ServersWorld> begin;
    private final Consumer<ServersWorld> end;

    ServersOutage(String code, Consumer<ServersWorld> begin, Consumer<ServersWorld> end) {
        this.code = code;
        this.begin = begin;
        this.end = end;
    }

    /** What calls are refused with meanwhile. */
    String code() {
        return code;
    }

    void begin(ServersWorld world) {
        begin.accept(world);
    }

    void end(ServersWorld world) {
        end.accept(world);
    }

    private static void startBao(ServersWorld world) {
        world.bao().start();
        world.bao().unseal();
    }
}
