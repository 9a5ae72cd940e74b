package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.access.SecretKeeping.Words;
import dev.holdfast.agent.Agent;
import dev.holdfast.audit.Channel;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.policy.KeyPattern;
import dev.holdfast.policy.Rule;
import dev.holdfast.policy.Scope;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.secret.Tags;
import dev.holdfast.store.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A secret whose path names no environment is of the one that its tag names, whatever is done with it. */
final class EnvironmentTagTest {

    private static final KeyPath MAPS = KeyPath.parse("project/consilio/maps_api");
    private static final String VALUE = "value-to-look-for-7391";

    @TempDir
    private Path home;

    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door(home);
        store(production(), VALUE, Environment.PRODUCTION);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static Call call(Environment environment, Set<KeyPath> exact) {
        Rule all = new Rule(EnumSet.allOf(Action.class), List.of(KeyPattern.parse("project/**")));
        Scope scope = new Scope(environment, List.of(all), List.of(), exact, List.of());
        return Call.of(new Agent("jules", scope), Channel.STDIO);
    }

    private static Call production() {
        return call(Environment.PRODUCTION, Set.of());
    }

    private static Call development() {
        return call(Environment.DEVELOPMENT, Set.of());
    }

    private void store(Call call, String value, Environment environment) {
        door.access.put(call, MAPS, SecretValue.of(value), Door.describedWrite(), environment);
    }

    /** What may be done with a secret, each by its own way through the door. */
    enum Act {
        GET {
            @Override
            void by(Door door, Call call) {
                door.access.get(call, MAPS, null).close();
            }
        },
        STORE {
            @Override
            void by(Door door, Call call) {
                door.access.put(call, MAPS, SecretValue.of("another-value-1"), Door.describedWrite());
            }
        },
        ROTATE {
            @Override
            void by(Door door, Call call) {
                Write rotation = new Write(null, null, Duration.ZERO, true);
                door.access.put(call, MAPS, SecretValue.of("another-value-2"), rotation);
            }
        },
        EXPORT {
            @Override
            void by(Door door, Call call) {
                door.access.export(call, List.of(new Wanted(MAPS, null)), List::size);
            }
        },
        REQUEST {
            @Override
            void by(Door door, Call call) {
                door.access.request(call, MAPS, SecretInfo::version);
            }
        },
        DESCRIBE {
            @Override
            void by(Door door, Call call) {
                door.access.keeping().describe(call, MAPS);
            }
        },
        REDESCRIBE {
            @Override
            void by(Door door, Call call) {
                door.access
                        .keeping()
                        .redescribe(call, MAPS, (present, value) -> new Words(null, present.labels()), null);
            }
        },
        HISTORY {
            @Override
            void by(Door door, Call call) {
                door.access.keeping().history(call, MAPS);
            }
        },
        VERIFY {
            @Override
            void by(Door door, Call call) {
                door.access.keeping().verify(call, MAPS, () -> SecretValue.of(VALUE));
            }
        },
        DELETE {
            @Override
            void by(Door door, Call call) {
                door.access.keeping().delete(call, MAPS);
            }
        };

        abstract void by(Door door, Call call);
    }

    @ParameterizedTest
    @EnumSource(Act.class)
    void act_ofAnotherEnvironment_isDenied_withItsRow(Act act) {
        Call call = development();

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> act.by(door, call));

        assertThat(refusal.reason()).isEqualTo(Reason.ACCESS_DENIED);
        assertThat(door.rows(call)).last().asString().contains("DENIED");
        assertThat(door.store.describe(MAPS).version()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Act.class)
    void act_ofItsOwnEnvironment_orByAnExactPermission_isAllowed(Act act) {
        act.by(door, act == Act.DELETE ? production() : call(Environment.DEVELOPMENT, Set.of(MAPS)));
    }

    @Test
    void listsAndLookUps_ofAnotherEnvironment_doNotShowIt() {
        assertThat(door.access.list(production(), "", "", 10).secrets()).hasSize(1);
        assertThat(door.access.list(development(), "", "", 10).secrets()).isEmpty();
        assertThat(door.access
                        .holdings(production(), List.of(SecretValue.of(VALUE)))
                        .get(0))
                .hasSize(1);
        assertThat(door.access
                        .holdings(development(), List.of(SecretValue.of(VALUE)))
                        .get(0))
                .isEmpty();
    }

    @Test
    void put_withItsOwnEnvironmentAgain_keepsWhatPeoplePutOn() {
        door.access
                .keeping()
                .redescribe(
                        production(),
                        MAPS,
                        (present, value) -> new Words(
                                null, new Labels(null, present.labels().tags().with(Tags.stored(List.of("web"))))),
                        null);

        store(production(), "another-value-3", Environment.PRODUCTION);

        assertThat(door.store.describe(MAPS).labels().tags().words()).containsExactly("environment-production", "web");
    }

    @Test
    void put_withAnotherEnvironment_isRefused() {
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> store(production(), "another-value-4", Environment.STAGING));

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void put_intoAnotherEnvironmentThanTheCallers_isDenied() {
        KeyPath other = KeyPath.parse("project/consilio/other_api");
        Refusal refusal = catchThrowableOfType(
                Refusal.class,
                () -> door.access.put(
                        development(), other, SecretValue.of(VALUE), Door.describedWrite(), Environment.PRODUCTION));

        assertThat(refusal.reason()).isEqualTo(Reason.ACCESS_DENIED);
        assertThat(door.store.describe(other)).isNull();
    }

    @Test
    void redescribe_intoAnotherEnvironmentThanTheCallers_isDenied() {
        KeyPath own = KeyPath.parse("project/consilio/own_api");
        door.access.put(development(), own, SecretValue.of(VALUE), Door.describedWrite());
        Refusal refusal = catchThrowableOfType(
                Refusal.class,
                () -> door.access
                        .keeping()
                        .redescribe(
                                development(),
                                own,
                                (present, value) -> new Words(
                                        null, new Labels(null, Tags.stored(List.of("environment-production")))),
                                null));

        assertThat(refusal.reason()).isEqualTo(Reason.ACCESS_DENIED);
    }
}
