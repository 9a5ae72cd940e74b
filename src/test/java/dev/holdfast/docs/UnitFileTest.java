package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit of systemd says what systemd knows, and locks the service in. */
final class UnitFileTest {

    private static final Path FILE = Proof.project().resolve("mcp-config/systemd/holdfast.service");

    /** Of systemd.unit(5), systemd.service(5), systemd.exec(5), systemd.kill(5) and systemd.resource-control(5). */
    private static final Set<String> KNOWN = Set.of(
            "Description",
            "Documentation",
            "After",
            "Wants",
            "WantedBy",
            "Type",
            "ExecStart",
            "Restart",
            "RestartSec",
            "RestartPreventExitStatus",
            "SuccessExitStatus",
            "TimeoutStopSec",
            "KillMode",
            "KillSignal",
            "User",
            "Group",
            "UMask",
            "Environment",
            "WorkingDirectory",
            "StateDirectory",
            "StateDirectoryMode",
            "CacheDirectory",
            "CacheDirectoryMode",
            "ReadWritePaths",
            "ProtectSystem",
            "ProtectHome",
            "PrivateTmp",
            "PrivateDevices",
            "LimitCORE",
            "LimitNOFILE",
            "MemorySwapMax",
            "NoNewPrivileges",
            "CapabilityBoundingSet",
            "AmbientCapabilities",
            "RestrictAddressFamilies",
            "RestrictNamespaces",
            "RestrictRealtime",
            "RestrictSUIDSGID",
            "LockPersonality",
            "ProtectClock",
            "ProtectControlGroups",
            "ProtectHostname",
            "ProtectKernelLogs",
            "ProtectKernelModules",
            "ProtectKernelTunables",
            "ProtectProc",
            "RemoveIPC",
            "KeyringMode",
            "SystemCallArchitectures",
            "SystemCallFilter",
            "SystemCallErrorNumber",
            "MemoryDenyWriteExecute");

    private static UnitFile unit() throws IOException {
        return UnitFile.parse(Files.readString(FILE));
    }

    private static String value(String name) throws IOException {
        assertThat(unit().values("Service", name)).as(name).hasSize(1);
        return unit().values("Service", name).get(0);
    }

    @Test
    void sections_andNames_areThoseOfSystemd() throws IOException {
        UnitFile unit = unit();
        assertThat(unit.sections().keySet()).containsExactly("Unit", "Service", "Install");
        unit.sections()
                .keySet()
                .forEach(section -> assertThat(unit.names(section)).isNotEmpty().isSubsetOf(KNOWN));
        Set<String> repeated = Set.of("Environment", "SystemCallFilter");
        assertThat(unit.names("Service").stream().filter(name -> !repeated.contains(name)))
                .doesNotHaveDuplicates();
        assertThat(unit.values("Install", "WantedBy")).containsExactly("multi-user.target");
    }

    @Test
    void execStart_isTheLauncherWithACommandItKnows() throws IOException {
        List<String> words = Arrays.asList(value("ExecStart").split(" ", -1));
        assertThat(words).containsExactly("/opt/holdfast/bin/holdfast", "serve");
        Path launcher = Proof.project().resolve(words.get(0).substring("/opt/holdfast/".length()));
        assertThat(launcher).isExecutable();
        assertThat(Files.readString(launcher)).containsPattern("(?m)^  " + words.get(1) + "\\) ");
    }

    @Test
    void stop_isASignalWithMoreTimeThanTheServerTakes() throws IOException {
        assertThat(value("KillSignal")).isEqualTo("SIGTERM");
        assertThat(Integer.parseInt(value("TimeoutStopSec"))).isGreaterThan(10);
    }

    @Test
    void service_isLockedIn() throws IOException {
        assertThat(value("User")).isNotEqualTo("root").matches("[a-z]+");
        assertThat(value("UMask")).isEqualTo("0077");
        for (String on :
                List.of("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictNamespaces")) {
            assertThat(value(on)).as(on).isEqualTo("yes");
        }
        assertThat(value("ProtectSystem")).isEqualTo("strict");
        assertThat(value("CapabilityBoundingSet")).isEmpty();
        assertThat(value("LimitCORE")).isEqualTo("0");
        assertThat(value("RestrictAddressFamilies").split(" ", -1))
                .containsExactlyInAnyOrder("AF_INET", "AF_INET6", "AF_UNIX");
        assertThat(unit().values("Service", "SystemCallFilter")).containsExactly("@system-service", "~@privileged");
        // Without it the JVM could not compile, and would end at once.
        assertThat(value("MemoryDenyWriteExecute")).isEqualTo("no");
    }

    /** The home folder, the cache and the workspace can be written, and the workspace is not the home folder. */
    @Test
    void folders_ofTheService_canBeWritten() throws IOException {
        List<String> writable = Arrays.asList(value("ReadWritePaths").split(" ", -1));
        Stream<String> folders = unit().values("Service", "Environment").stream()
                .map(variable -> variable.substring(variable.indexOf('=') + 1));
        assertThat(writable).containsAll(folders.toList()).contains(value("WorkingDirectory"));
        assertThat(unit().values("Service", "Environment"))
                .containsExactly("HOLDFAST_HOME=/var/lib/holdfast", "HOLDFAST_CACHE=/var/cache/holdfast");
        assertThat(Path.of(value("WorkingDirectory"))).doesNotMatch(folder -> folder.startsWith("/var/lib/holdfast"));
    }

    /** Where systemd is installed, it is asked itself. */
    @Test
    void unit_whereSystemdIsThere_isVerifiedByIt(@TempDir Path folder) throws IOException, InterruptedException {
        if (Stream.of("/usr/bin/systemd-analyze", "/bin/systemd-analyze")
                .noneMatch(name -> Files.exists(Path.of(name)))) {
            return;
        }
        Path copy = folder.resolve("holdfast.service");
        String launcher = Proof.project().resolve("bin/holdfast").toString();
        Files.writeString(copy, Files.readString(FILE).replace("/opt/holdfast/bin/holdfast", launcher));
        Process verify = new ProcessBuilder("systemd-analyze", "verify", "--man=no", copy.toString())
                .redirectErrorStream(true)
                .start();
        // It may speak of other units of the machine; what it says of ours names it.
        String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(verify.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).doesNotContain("holdfast");
    }
}
