package dev.holdfast.services;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** Where a server comes from; the first that applies. */
enum Source {
    /** It runs already, at an address in the environment. */
    ADDRESS,
    /** Its program is on this machine. */
    PROGRAM,
    /** Docker is. */
    CONTAINER;

    static Optional<Source> of(Service service) {
        if (service == Service.REDIS) {
            return Programs.of(service).map(program -> PROGRAM);
        }
        if (System.getenv(service.variable()) != null) {
            return Optional.of(ADDRESS);
        }
        if (Programs.of(service).isPresent()) {
            return Optional.of(PROGRAM);
        }
        return Docker.PRESENT ? Optional.of(CONTAINER) : Optional.empty();
    }

    /** Asked once, and only where a socket is: without one Testcontainers looks for long, and logs loudly. */
    private static final class Docker {

        static final boolean PRESENT =
                (System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock")))
                        && DockerClientFactory.instance().isDockerAvailable();
    }
}
