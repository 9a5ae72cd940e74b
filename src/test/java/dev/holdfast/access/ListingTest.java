package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.audit.Channel;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListingTest {

    @TempDir
    private Path home;

    private static List<String> all(Door door, Call call, String prefix, int limit) {
        List<String> paths = new ArrayList<>();
        String after = "";
        while (true) {
            Listing page = door.access.list(call, prefix, after, limit);
            assertThat(page.secrets()).hasSizeLessThanOrEqualTo(limit);
            page.secrets().forEach(info -> paths.add(info.path().slashed()));
            if (page.next() == null) {
                return paths;
            }
            assertThat(page.secrets()).as("a page that is not the last is full").hasSize(limit);
            after = page.next();
        }
    }

    /** Of 40 rows every fourth is visible, and the last ten are not: pages are full, none is empty, none is lost. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 100})
    void list_pages_goAcrossInvisibleRows(int limit) throws Exception {
        try (Door door = new Door(home)) {
            List<String> visible = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String path = "project/p/%s%02d".formatted(i % 4 == 3 && i < 30 ? "seen" : "hidden", i);
                door.put(KeyPath.parse(path.replace("/p/", "/p%02d/".formatted(i))), "abc123");
                if (path.contains("seen")) {
                    visible.add(path.replace("/p/", "/p%02d/".formatted(i)));
                }
            }
            Call call = Door.call("lister", Set.of(Action.LIST), "project/*/seen*");
            assertThat(visible).hasSize(7);
            assertThat(all(door, call, "", limit)).isEqualTo(visible);
            assertThat(all(door, call, "project/p03/", limit)).containsExactly("project/p03/seen03");
            assertThat(all(door, call, "meta/", limit)).isEmpty();
            assertThat(door.rows(call)).allMatch("outcome GRANTED - list - -"::equals);
        }
    }

    /** What the caller may not list is not even asked whether it is wanted. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 100})
    void list_wanted_pagesHoldTheseAloneAndEndWithTheLast(int limit) throws Exception {
        try (Door door = new Door(home)) {
            for (int i = 0; i < 30; i++) {
                door.put(KeyPath.parse("project/p%02d/%s".formatted(i, i % 2 == 0 ? "seen" : "hidden")), "abc123");
            }
            Call call = Door.call("lister", Set.of(Action.LIST), "project/*/seen");
            List<String> found = new ArrayList<>();
            String after = "";
            while (after != null) {
                Listing page = door.access.list(call, "", after, limit, info -> {
                    assertThat(info.path().name()).isEqualTo("seen");
                    return info.path().slashed().compareTo("project/p20") < 0
                            && info.path().slashed().contains("4/");
                });
                page.secrets().forEach(info -> found.add(info.path().slashed()));
                after = page.next();
            }
            assertThat(found).containsExactly("project/p04/seen", "project/p14/seen");
        }
    }

    @Test
    void list_withoutTheRight_isRefusedAndNotEmpty() throws Exception {
        try (Door door = new Door(home)) {
            Call call = Door.call("reader", Set.of(Action.READ), "**");
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> door.access.list(call, "", "", 10));
            assertThat(refusal.reason()).isEqualTo(Reason.ACCESS_DENIED);
            assertThat(door.rows(call)).containsExactly("outcome DENIED ACCESS_DENIED list - -");
        }
    }

    @Test
    void list_otherEnvironment_isInvisible() throws Exception {
        try (Door door = new Door(home)) {
            door.put(KeyPath.parse("project/consilio/development"), "abc123");
            Call person = Call.ofPerson("ada", Channel.CLI);
            door.access.put(
                    person,
                    KeyPath.parse("project/consilio/production"),
                    SecretValue.of("def456"),
                    Door.describedWrite());
            assertThat(all(door, Door.local(), "", 10)).containsExactly("project/consilio/development");
            assertThat(all(door, person, "", 10)).hasSize(2);
        }
    }
}
