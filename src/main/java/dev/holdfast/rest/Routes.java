package dev.holdfast.rest;

import dev.holdfast.http.Route;
import java.util.List;
import java.util.stream.Stream;

/** All routes of the exposure service. */
public final class Routes {

    private Routes() {}

    public static List<Route> of(Doors doors) {
        return Stream.of(
                        doors.health().routes(),
                        OpenApi.routes(),
                        new TokenRoutes(doors).routes(),
                        new ServiceRoutes(doors).routes(),
                        new KeyRoutes(doors).routes(),
                        new ChangeRoutes(doors).routes(),
                        new AccessRoutes(doors).routes(),
                        new AuditRoutes(doors).routes())
                .flatMap(List::stream)
                .toList();
    }
}
