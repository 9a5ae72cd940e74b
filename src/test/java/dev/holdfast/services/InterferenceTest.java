package dev.holdfast.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.services.Interference.Mode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterferenceTest {

    private Echo echo;
    private Interference interference;

    @BeforeEach
    void open() throws IOException {
        echo = new Echo();
        interference = Interference.before(echo.address());
    }

    @AfterEach
    void close() throws IOException {
        interference.close();
        echo.close();
    }

    @Test
    void pass_twoRequests_bothAnswered() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "one")).isEqualTo("one");
            assertThat(ask(client, "two")).isEqualTo("two");
        }
        assertThat(echo.heard()).isEqualTo("onetwo");
    }

    @Test
    void refuse_newConnection_closedWithoutRequest() throws IOException {
        interference.mode(Mode.REFUSE);
        try (Socket client = connect()) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(echo.heard()).isEmpty();
    }

    @Test
    void refuse_connectionFromBefore_closedAtItsNextRequest() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "one")).isEqualTo("one");
            interference.mode(Mode.REFUSE);
            assertCut(client, "two");
        }
        assertThat(echo.heard()).isEqualTo("one");
    }

    @Test
    void cutRequest_request_notHeardAndClosed() throws IOException {
        interference.mode(Mode.CUT_REQUEST);
        try (Socket client = connect()) {
            assertCut(client, "one");
        }
        assertThat(echo.heard()).isEmpty();
    }

    @Test
    void cutAnswer_request_heardAndClosed() throws IOException {
        interference.mode(Mode.CUT_ANSWER);
        try (Socket client = connect()) {
            assertCut(client, "one");
        }
        assertThat(echo.heard()).isEqualTo("one");
    }

    @Test
    void withholdAnswer_request_heardAndNothingComes() throws IOException {
        interference.mode(Mode.WITHHOLD_ANSWER);
        try (Socket client = connect()) {
            assertNothingComes(client, "one");
            Await.until(() -> echo.heard().equals("one"), () -> "The request does not arrive.");
        }
    }

    @Test
    void silent_request_notHeardAndNothingComes() throws IOException {
        interference.mode(Mode.SILENT);
        try (Socket client = connect()) {
            assertNothingComes(client, "one");
        }
        assertThat(echo.heard()).isEmpty();
    }

    @Test
    void drip_answer_aByteASecond() throws IOException {
        interference.mode(Mode.DRIP);
        try (Socket client = connect()) {
            long start = System.nanoTime();
            assertThat(ask(client, "ab")).isEqualTo("ab");
            assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(1_900L);
        }
    }

    @Test
    void cutBody_answer_halfOfItComes() throws IOException {
        interference.mode(Mode.CUT_BODY);
        try (Socket client = connect()) {
            client.getOutputStream().write("abcd".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("ab");
        }
    }

    @Test
    void answer_request_isAnsweredByTheRelay() throws IOException {
        interference.answer("no");
        try (Socket client = connect()) {
            assertThat(ask(client, "ab")).isEqualTo("no");
            assertThat(ask(client, "cd")).isEqualTo("no");
            interference.mode(Mode.PASS);
            assertThat(ask(client, "ef")).isEqualTo("ef");
        }
        assertThat(echo.heard()).isEqualTo("ef");
    }

    @Test
    void delay_answer_isFiveSecondsLate() throws IOException {
        interference.mode(Mode.DELAY);
        try (Socket client = connect()) {
            long start = System.nanoTime();
            assertThat(ask(client, "ab")).isEqualTo("ab");
            assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(4_900L);
        }
    }

    @Test
    void next_oneRequest_theOneAfterItPasses() throws IOException {
        interference.next(1, Mode.CUT_ANSWER);
        try (Socket client = connect()) {
            assertCut(client, "one");
        }
        try (Socket client = connect()) {
            assertThat(ask(client, "two")).isEqualTo("two");
        }
    }

    @Test
    void next_oneRefusal_theConnectionAfterItPasses() throws IOException {
        interference.next(1, Mode.REFUSE);
        try (Socket client = connect()) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket client = connect()) {
            assertThat(ask(client, "two")).isEqualTo("two");
        }
    }

    @Test
    void next_withText_othersPassMeanwhile() throws IOException {
        interference.next(1, Mode.CUT_REQUEST, "POST");
        try (Socket client = connect()) {
            assertThat(ask(client, "GET one")).isEqualTo("GET one");
            assertThat(interference.outstanding()).isEqualTo(1);
            assertCut(client, "POST two");
            assertThat(interference.outstanding()).isZero();
        }
        assertThat(echo.heard()).isEqualTo("GET one");
    }

    @Test
    void cutAll_openConnection_closed() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "one")).isEqualTo("one");
            interference.cutAll();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void pass_upstreamGone_closed() throws IOException {
        echo.close();
        try (Socket client = connect()) {
            assertCut(client, "one");
        }
    }

    @Test
    void close_dripUnderWay_noThreadLeft() throws IOException {
        interference.mode(Mode.DRIP);
        try (Socket client = connect()) {
            client.getOutputStream().write("a long answer".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isEqualTo('a');
            interference.close();
        }
        Await.until(InterferenceTest::noThread, () -> "A thread of the relay is left.");
    }

    private static boolean noThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("interference"));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(interference.address());
        return socket;
    }

    private static String ask(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return new String(client.getInputStream().readNBytes(text.length()), StandardCharsets.US_ASCII);
    }

    /** Closed before a byte came, in good order or by a reset: which of them is up to the system. */
    private static void assertCut(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        int first;
        try {
            first = client.getInputStream().read();
        } catch (SocketException e) {
            first = -1;
        }
        assertThat(first).isEqualTo(-1);
    }

    private static void assertNothingComes(Socket client, String text) throws IOException {
        client.setSoTimeout(300);
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
