package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.services.Interference;
import dev.holdfast.services.Interference.Mode;
import dev.holdfast.services.OpenBaoServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A home folder whose secrets lie in an OpenBao of this test alone, with the rights of the product's policy file and no
 * more; the audit lies in the folder. Set up by the commands that the documentation names.
 */
final class BaoHome implements AutoCloseable {

    /** More than any command here makes; what is left of it tells how many there were. */
    private static final int MANY = 1_000_000;

    private final OpenBaoServer bao;
    private final Interference network;
    private final Holdfast holdfast;
    private final String mount;

    /** @param workspace the name of the folder that is worked in */
    BaoHome(Path folder, String workspace) throws IOException {
        bao = OpenBaoServer.ready(Files.createDirectories(folder.resolve("bao")));
        network = Interference.before(bao.socket());
        holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve(workspace)));
        mount = bao.root().freshMount();
        Files.createDirectories(
                holdfast.home(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(holdfast.home().resolve("token"), token("holdfast.hcl"));
        Files.write(
                holdfast.home().resolve("holdfast.yaml"),
                List.of(
                        "store: vault",
                        "vault:",
                        "  address: " + bao.root().through(network),
                        "  mount: " + mount,
                        "  login: {method: token, token_file: token}"));
        init();
    }

    private String token(String policy) throws IOException {
        String rules = Files.readString(
                Proof.project().resolve("mcp-config").resolve("vault").resolve(policy));
        return bao.root().tokenFor(rules.replace("\"secret/", "\"" + mount + "/"));
    }

    /** As the person does who sets it up, with the right to make the keyset. */
    private void init() throws IOException {
        ProcessBuilder builder = holdfast.launcher("init");
        builder.environment().put("HOLDFAST_VAULT_TOKEN", token("holdfast-init.hcl"));
        Finished made = Finished.run(builder);
        assertThat(made.exit()).as(made.err()).isZero();
    }

    Finished run(String input, String... command) {
        return Finished.run(holdfast.launcher(command), input.getBytes(StandardCharsets.UTF_8));
    }

    /** A command that is to end with this code, and not to say anything of these. */
    Finished ending(int exit, String input, List<String> unsaid, String... command) {
        Finished ended = run(input, command);
        assertThat(ended.exit())
                .as("%s: %s%s", String.join(" ", command), ended.out(), ended.err())
                .isEqualTo(exit);
        for (String value : unsaid) {
            assertThat(ended.out() + ended.err()).doesNotContain(value);
        }
        return ended;
    }

    /** How many requests whose first line begins so, behind the mount, something makes. */
    int requests(String path, Runnable what) {
        network.next(MANY, Mode.PASS, "/v1/" + mount + "/" + path);
        what.run();
        return MANY - network.outstanding();
    }

    /** From now on connections to OpenBao break whenever a request's first line begins so, behind the mount. */
    void breakOn(String request) {
        network.next(MANY, Mode.CUT_REQUEST, request.replace("MOUNT", "/v1/" + mount));
    }

    /** From now on all arrives. */
    void mend() {
        network.mode(Mode.PASS);
    }

    /** The number of the newest version as OpenBao has it; 0 where there is none. */
    int version(String keyPath) {
        return bao.root()
                .call("GET", mount + "/metadata/" + keyPath, null)
                .at("/data/current_version")
                .asInt();
    }

    /** Whether OpenBao itself has this as the newest value. */
    boolean holds(String keyPath, String value) {
        JsonNode data = bao.root().call("GET", mount + "/data/" + keyPath, null).at("/data/data");
        return data.path("value").asText().equals(value);
    }

    List<JsonNode> audit() {
        return Session.audit(holdfast);
    }

    Holdfast holdfast() {
        return holdfast;
    }

    /** A file of the folder that is worked in. */
    Path file(String name) {
        return holdfast.workspace().resolve(name);
    }

    OpenBaoServer bao() {
        return bao;
    }

    @Override
    public void close() {
        network.close();
        bao.close();
    }
}
