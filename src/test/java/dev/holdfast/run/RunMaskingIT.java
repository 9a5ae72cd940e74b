package dev.holdfast.run;

import static dev.holdfast.run.RunWorld.MARK;
import static dev.holdfast.run.RunWorld.SET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real programs make of a secret is masked in what they print. */
@Tag("proof")
class RunMaskingIT {

    @TempDir
    private static Path folder;

    private static RunWorld world;

    @BeforeAll
    static void store() {
        world = new RunWorld(folder);
    }

    private static final List<String> FORMS = List.of(
            "k",
            "base64.b64encode(k.encode()).decode()",
            "base64.urlsafe_b64encode(k.encode()).decode().rstrip('=')",
            "k.encode().hex()",
            "k.encode().hex().upper()",
            "urllib.parse.quote(k)",
            "urllib.parse.quote(k, safe='')",
            "urllib.parse.quote_plus(k)",
            "json.dumps(k)[1:-1]",
            "json.dumps(k, ensure_ascii=False)[1:-1]",
            "html.escape(k)",
            "shlex.quote(k)[1:-1]");

    @Test
    void forms_thatPythonMakes_areMasked() {
        for (String form : FORMS) {
            Finished ended = world.run(
                    SET,
                    "--",
                    "python3",
                    "-X",
                    "utf8",
                    "-c",
                    "import base64, html, json, os, shlex, urllib.parse\nk = os.environ['K']\nprint('<' + " + form
                            + " + '>')");
            assertThat(ended.out()).as(form).isEqualTo("<" + MARK + ">\n");
        }
        Proof.line("run-masking", FORMS.size() + " forms that Python prints of a secret, each masked");
    }

    @Test
    void pieces_ofAnySize_areMasked() {
        Finished ended = world.run(
                SET,
                "--",
                "python3",
                "-c",
                "import os\nk = os.environb[b'K']\nfor size in range(1, len(k) + 1):\n  text = k + b'\\n'\n"
                        + "  for i in range(0, len(text), size): os.write(1, text[i:i + size])");
        assertThat(ended.out().lines().distinct()).containsExactly(MARK);
    }

    @Test
    void edges_ofBuffers_areMasked() {
        Finished ended = world.run(
                SET,
                "--",
                "python3",
                "-c",
                "import os, sys\nk = os.environb[b'K']\nout = sys.stdout.buffer\n"
                        + "for size in (4096, 8192, 65536):\n  for cut in range(1, len(k)):\n"
                        + "    out.write(b'.' * (size - cut) + k + b'\\n')\nout.flush()");
        assertThat(ended.out().lines())
                .hasSizeGreaterThan(60)
                .allMatch(line -> line.endsWith("." + MARK) && line.indexOf('[') == line.lastIndexOf('['));
    }
}
