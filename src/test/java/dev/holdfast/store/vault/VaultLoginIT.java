package dev.holdfast.store.vault;

import static dev.holdfast.store.vault.VaultFaultTest.assertTells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.proof.Canary;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.vault.StubVault.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to log in, against the real server: taken, renewed, taken again, and given back. */
@RequiresService(Service.OPENBAO)
final class VaultLoginIT {

    private static OpenBao bao;
    private static String mount;
    private static String policy;

    @TempDir
    Path folder;

    @BeforeAll
    static void storesOneSecret() {
        bao = OpenBao.shared();
        mount = bao.freshMount();
        bao.call("POST", mount + "/data/a", "{\"data\":{\"value\":\"" + Canary.VALUE + "\"}}");
        policy = rights();
    }

    private static String rights() {
        return "path \"" + mount + "/data/*\" { capabilities = [\"read\", \"create\", \"update\"] }";
    }

    @Test
    void token_fromItsSupplier_reads() {
        assertReads(Settings.token(bao.tokenFor(policy)));
    }

    @Test
    void token_withoutTheRightToLookItselfUp_reads() {
        String name = bao.policy(policy);
        String token = bao.call(
                        "POST", "auth/token/create", "{\"policies\":[\"" + name + "\"],\"no_default_policy\":true}")
                .at("/auth/client_token")
                .asText();
        assertReads(Settings.token(token));
    }

    @Test
    void token_fileReplaced_isReadAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "unknown-" + Canary.VALUE + "\n");
        try (VaultConnection connection = open(new VaultLogin.Token(file, () -> null))) {
            assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.TOKEN_REFUSED);
            Path next = Files.writeString(folder.resolve("next"), bao.tokenFor(policy) + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
            Files.writeString(file, "unknown-again");
            assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.TOKEN_REFUSED);
            Files.delete(file);
            assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.CREDENTIAL_UNREADABLE);
            Files.writeString(file, bao.tokenFor(policy));
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
        }
    }

    @Test
    void token_nearItsEnd_isRenewed() {
        String token = bao.tokenFor(policy, "9s");
        try (VaultConnection connection = open(Settings.token(token))) {
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
            while (!lookedUp(token).has("last_renewal")) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
        }
        assertThat(lookedUp(token).path("ttl").asInt())
                .as("a token that was given to us is not revoked")
                .isPositive();
    }

    private static com.fasterxml.jackson.databind.JsonNode lookedUp(String token) {
        return bao.call("POST", "auth/token/lookup", "{\"token\":\"" + token + "\"}")
                .path("data");
    }

    @Test
    void appRole_secretIdInAFile_readsUntilItIsRefused() throws IOException {
        String method = appRole("1h");
        Path file = Files.writeString(folder.resolve("secret-id"), Canary.VALUE + "\n");
        assertReads(new VaultLogin.AppRole(method, roleId(method), file, () -> null));
        Files.writeString(file, "wrong-" + Canary.VALUE);
        try (VaultConnection connection = open(new VaultLogin.AppRole(method, roleId(method), file, () -> null))) {
            assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.LOGIN_REFUSED);
        }
    }

    @Test
    void appRole_tokenRevoked_isTakenAgain() {
        String method = appRole("1h");
        try (VaultConnection connection = open(appRoleLogin(method))) {
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
            bao.call("POST", "sys/leases/revoke-prefix/auth/" + method + "/login", "{}");
            assertThat(tokens(method)).isZero();
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
            assertThat(tokens(method)).isEqualTo(1);
        }
        assertThat(tokens(method)).as("our own token is revoked at the end").isZero();
    }

    /** Such a token cannot ask about itself; that the login was just taken says enough. */
    @Test
    void appRole_withoutTheRightToLookItselfUp_isToldThatThePathIsRefused() {
        String method = appRole("1h");
        bao.call("POST", "auth/" + method + "/role/holdfast", "{\"token_no_default_policy\":true}");
        try (VaultConnection connection = open(appRoleLogin(method))) {
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
            assertTells(catchThrowable(() -> connection.list(mount + "/metadata/")), Fault.FORBIDDEN_OTHER);
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
        }
    }

    /** Shorter than spring-vault renews: it is dropped and taken anew, and no read notices. */
    @Test
    void appRole_tokenThatEndsBeforeItCanBeRenewed_isTakenAgain() {
        String method = appRole("2s");
        try (VaultConnection connection = open(appRoleLogin(method))) {
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
            Instant end = Instant.now().plusSeconds(4);
            while (Instant.now().isBefore(end)) {
                assertThat(value(connection)).isEqualTo(Canary.VALUE);
            }
        }
    }

    @Test
    void jwt_signedByAKnownKey_reads() throws IOException {
        Jwts issuer = new Jwts();
        String method = OpenBao.freshName("jwt");
        bao.enableAuth("jwt", method);
        bao.call(
                "POST",
                "auth/" + method + "/config",
                "{\"jwt_validation_pubkeys\":[\"" + issuer.publicKeyForJson() + "\"]}");
        bao.call(
                "POST",
                "auth/" + method + "/role/holdfast",
                "{\"role_type\":\"jwt\",\"user_claim\":\"sub\",\"bound_audiences\":[\"holdfast\"],\"token_policies\":[\""
                        + bao.policy(policy) + "\"]}");
        Path file = Files.writeString(folder.resolve("jwt"), issuer.sign(claims(300)));
        assertReads(new VaultLogin.Jwt(method, "holdfast", file));
        Files.writeString(file, issuer.sign(claims(-300)));
        try (VaultConnection connection = open(new VaultLogin.Jwt(method, "holdfast", file))) {
            assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.LOGIN_REFUSED);
        }
    }

    private static String claims(long seconds) {
        long now = Instant.now().getEpochSecond();
        return "{\"sub\":\"ci\",\"aud\":[\"holdfast\"],\"iat\":" + (now - 600) + ",\"nbf\":" + (now - 600) + ",\"exp\":"
                + (now + seconds) + "}";
    }

    @Test
    void kubernetes_serviceAccountThatTheClusterKnows_reads() throws Exception {
        String authority = Certificates.of(folder, "ip:127.0.0.1", "-1d", 3).pem();
        String review = "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"status\":"
                + "{\"authenticated\":true,\"audiences\":[\"holdfast\"],\"user\":{\"username\":\"system:serviceaccount:apps:holdfast\",\"uid\":\"u1\"}}}";
        try (StubVault cluster = new StubVault(request -> Reply.of(201, review))) {
            String method = OpenBao.freshName("kubernetes");
            bao.enableAuth("kubernetes", method);
            bao.call(
                    "POST",
                    "auth/" + method + "/config",
                    "{\"kubernetes_host\":\"" + cluster.address()
                            + "\",\"disable_local_ca_jwt\":true,\"token_reviewer_jwt\":\"reviewer\",\"kubernetes_ca_cert\":\""
                            + authority.replace("\n", "\\n") + "\"}");
            bao.call(
                    "POST",
                    "auth/" + method + "/role/holdfast",
                    "{\"bound_service_account_names\":[\"holdfast\"],\"bound_service_account_namespaces\":[\"apps\"],"
                            + "\"token_policies\":[\"" + bao.policy(policy) + "\"]}");
            String claims = claims(300)
                    .replace(
                            "}",
                            ",\"kubernetes.io\":{\"namespace\":\"apps\",\"serviceaccount\":"
                                    + "{\"name\":\"holdfast\",\"uid\":\"u1\"}}}");
            Path file = Files.writeString(folder.resolve("account"), new Jwts().sign(claims));
            assertReads(new VaultLogin.Kubernetes(method, "holdfast", file));
        }
    }

    @Test
    void login_methodNotEnabled_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("jwt"), new Jwts().sign(claims(300)));
        try (VaultConnection connection = open(new VaultLogin.Jwt("nowhere", "holdfast", file))) {
            assertTells(catchThrowable(() -> connection.read(mount + "/data/a")), Fault.LOGIN_REFUSED);
        }
    }

    @Test
    void policy_withoutTheRight_saysWhichKindOfPath() {
        try (VaultConnection connection = VaultConnection.open(
                new VaultSettings(
                        bao.address(),
                        null,
                        mount,
                        "",
                        java.util.Map.of(),
                        Settings.token(bao.tokenFor(policy)),
                        null,
                        VaultSettings.CONNECT_TIMEOUT,
                        Settings.LONG),
                Clock.systemUTC())) {
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
            assertTells(catchThrowable(() -> connection.list(mount + "/metadata/")), Fault.FORBIDDEN_METADATA);
            assertTells(catchThrowable(() -> connection.delete(mount + "/data/a")), Fault.FORBIDDEN_DATA);
        }
    }

    @Test
    void namespace_everyRequest_staysInIt() {
        String space = OpenBao.freshName("team");
        bao.call("POST", "sys/namespaces/" + space, "{}");
        bao.call("POST", space + "/sys/mounts/" + mount, "{\"type\":\"kv\",\"options\":{\"version\":\"2\"}}");
        while (bao.status("GET", space + "/" + mount + "/config", null) != 200) {
            LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
        }
        bao.call("POST", space + "/" + mount + "/data/a", "{\"data\":{\"value\":\"of the team\"}}");
        VaultLogin root = Settings.token(bao.token());
        try (VaultConnection connection = VaultConnection.open(
                        Settings.with(bao.address(), root, Settings.LONG, space, null), Clock.systemUTC());
                VaultConnection nowhere = VaultConnection.open(
                        Settings.with(bao.address(), root, Settings.LONG, "no-such-team", null), Clock.systemUTC())) {
            assertThat(value(connection)).isEqualTo("of the team");
            assertTells(catchThrowable(() -> nowhere.read(mount + "/data/a")), Fault.LOGIN_MOUNT_MISSING);
        }
    }

    private static String appRole(String ttl) {
        String method = OpenBao.freshName("approle");
        bao.enableAuth("approle", method);
        bao.call(
                "POST",
                "auth/" + method + "/role/holdfast",
                "{\"token_policies\":[\"" + bao.policy(policy) + "\"],\"token_ttl\":\"" + ttl + "\"}");
        bao.call(
                "POST",
                "auth/" + method + "/role/holdfast/custom-secret-id",
                "{\"secret_id\":\"" + Canary.VALUE + "\"}");
        return method;
    }

    private static VaultLogin appRoleLogin(String method) {
        return new VaultLogin.AppRole(method, roleId(method), null, () -> Canary.VALUE);
    }

    private static String roleId(String method) {
        return bao.call("GET", "auth/" + method + "/role/holdfast/role-id", null)
                .at("/data/role_id")
                .asText();
    }

    private static int tokens(String method) {
        return bao.call("LIST", "sys/leases/lookup/auth/" + method + "/login", null)
                .at("/data/keys")
                .size();
    }

    private static void assertReads(VaultLogin login) {
        try (VaultConnection connection = open(login)) {
            assertThat(value(connection)).isEqualTo(Canary.VALUE);
        }
    }

    private static String value(VaultConnection connection) {
        return connection.read(mount + "/data/a").data().at("/data/value").asText();
    }

    private static VaultConnection open(VaultLogin login) {
        return VaultConnection.open(Settings.with(bao.address(), login, Settings.LONG), Clock.systemUTC());
    }
}
