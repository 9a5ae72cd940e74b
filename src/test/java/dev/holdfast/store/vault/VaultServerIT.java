package dev.holdfast.store.vault;

import static dev.holdfast.store.vault.VaultFaultTest.assertTells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.proof.Canary;
import dev.holdfast.services.Interference;
import dev.holdfast.services.Interference.Mode;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.OpenBaoServer;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server that is sealed, stopped, halted or badly reached: what is told, and that it goes on by itself. */
@RequiresService(Service.OPENBAO)
final class VaultServerIT {

    private static final Duration LIMIT = Duration.ofMillis(1500);

    @TempDir
    Path folder;

    @Test
    void server_sealedStoppedAndHalted_isToldApartAndServesAgain() {
        try (OpenBaoServer server = OpenBaoServer.ready(folder)) {
            String mount = server.root().freshMount();
            try (VaultConnection connection = open(server.address(), server.token(), LIMIT)) {
                assertThat(connection.write(mount + "/data/a", value(0)).found())
                        .isTrue();
                server.seal();
                assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.SEALED);
                assertTells(catchThrowable(() -> connection.write(mount + "/data/a", value(1))), Fault.SEALED);
                server.unseal();
                assertReads(connection, mount);
                server.pause();
                assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.TIME_LIMIT);
                server.resume();
                assertReads(connection, mount);
                server.stop();
                assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.REFUSED);
                server.start();
                assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.SEALED);
                server.unseal();
            }
            try (VaultConnection connection = open(server.address(), server.token(), Settings.LONG)) {
                assertReads(connection, mount);
            }
        }
    }

    @Test
    void server_rateLimit_isWaitedForOrTold() {
        try (OpenBaoServer server = OpenBaoServer.ready(folder)) {
            String mount = server.root().freshMount();
            server.root().call("POST", mount + "/data/a", "{\"data\":{\"value\":\"" + Canary.VALUE + "\"}}");
            try (VaultConnection patient = open(server.address(), server.token(), Settings.LONG);
                    VaultConnection hasty = open(server.address(), server.token(), Duration.ofMillis(300))) {
                assertReads(patient, mount);
                assertReads(hasty, mount);
                String quota = "{\"path\":\"" + mount + "/\",\"rate\":1,\"interval\":\"3s\"}";
                server.root().call("POST", "sys/quotas/rate-limit/few", quota);
                assertReads(patient, mount);
                assertTells(catchThrowable(() -> hasty.read(mount + "/data/a")), Fault.RATE_LIMITED);
                assertReads(patient, mount);
            }
        }
    }

    @Test
    void network_readCutOrRefusedOnce_isRepeated() {
        OpenBao bao = OpenBao.shared();
        String mount = stored(bao);
        try (Interference net = Interference.before(bao.socket());
                VaultConnection connection = open(bao.through(net), bao.token(), Settings.LONG)) {
            for (Mode mode : new Mode[] {Mode.CUT_REQUEST, Mode.CUT_ANSWER, Mode.REFUSE}) {
                net.next(1, mode);
                assertReads(connection, mount);
                assertThat(net.outstanding()).as(mode.name()).isZero();
            }
        }
    }

    @Test
    void network_answerToAWriteLost_isToldAndReadBackFindsIt() {
        OpenBao bao = OpenBao.shared();
        String mount = stored(bao);
        try (Interference net = Interference.before(bao.socket());
                VaultConnection connection = open(bao.through(net), bao.token(), LIMIT)) {
            assertReads(connection, mount);
            int version = 1;
            for (Mode mode : new Mode[] {Mode.CUT_ANSWER, Mode.WITHHOLD_ANSWER, Mode.DRIP}) {
                int before = version++;
                net.next(1, mode, "POST /v1/" + mount);
                connection.within(() -> {
                    assertThat(catchThrowable(() -> connection.write(mount + "/data/a", value(before))))
                            .as(mode.name())
                            .isInstanceOf(LostAnswer.class);
                    return assertThat(connection
                                    .read(mount + "/data/a")
                                    .data()
                                    .at("/metadata/version")
                                    .asInt())
                            .isEqualTo(before + 1);
                });
            }
        }
    }

    @Test
    void network_writeThatMayNotHaveArrived_isNotRepeated() {
        OpenBao bao = OpenBao.shared();
        String mount = stored(bao);
        try (Interference net = Interference.before(bao.socket());
                VaultConnection connection = open(bao.through(net), bao.token(), LIMIT)) {
            assertReads(connection, mount);
            for (Mode mode : new Mode[] {Mode.CUT_REQUEST, Mode.SILENT}) {
                net.next(1, mode, "POST /v1/" + mount);
                assertThat(catchThrowable(() -> connection.write(mount + "/data/a", value(1))))
                        .as(mode.name())
                        .isInstanceOf(LostAnswer.class);
                assertThat(bao.call("GET", mount + "/data/a", null)
                                .at("/data/metadata/version")
                                .asInt())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void network_slowOrSilent_endsWithTheLimit() {
        OpenBao bao = OpenBao.shared();
        String mount = stored(bao);
        try (Interference net = Interference.before(bao.socket());
                VaultConnection connection = open(bao.through(net), bao.token(), LIMIT)) {
            assertReads(connection, mount);
            for (Mode mode : new Mode[] {Mode.SILENT, Mode.WITHHOLD_ANSWER, Mode.DRIP}) {
                net.mode(mode);
                assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.TIME_LIMIT);
            }
            net.mode(Mode.PASS);
            assertReads(connection, mount);
        }
    }

    private static String stored(OpenBao bao) {
        String mount = bao.freshMount();
        bao.call("POST", mount + "/data/a", "{\"data\":{\"value\":\"" + Canary.VALUE + "\"}}");
        return mount;
    }

    private static void assertReads(VaultConnection connection, String mount) {
        assertThat(connection.read(mount + "/data/a").data().at("/data/value").asText())
                .isEqualTo(Canary.VALUE);
    }

    private static ObjectNode value(int version) {
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.putObject("data").put("value", Canary.VALUE);
        body.putObject("options").put("cas", version);
        return body;
    }

    private static VaultConnection open(URI address, String token, Duration limit) {
        return VaultConnection.open(Settings.with(address, Settings.token(token), limit), Clock.systemUTC());
    }
}
