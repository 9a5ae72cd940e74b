package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** That a leak is found, without anything done for it in the class that leaks. */
class CanaryExtensionTest {

    @Test
    void test_thatLogsTheCanaryAtTheFinestLevel_fails() {
        TestExecutionSummary summary = run(Leaks.class);
        assertThat(summary.getTestsFoundCount()).isEqualTo(4);
        assertThat(summary.getTestsFailedCount()).isEqualTo(4);
        assertThat(summary.getFailures())
                .allSatisfy(failure -> assertThat(failure.getException())
                        .hasMessageStartingWith("the canary value was logged by proof.leak")
                        .hasMessageNotContaining(Canary.VALUE));
    }

    @Test
    void test_thatLogsOtherText_passes() {
        TestExecutionSummary summary = run(Keeps.class);
        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getTestsFailedCount()).isZero();
    }

    private static TestExecutionSummary run(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    private static final Logger LOG = Logger.getLogger("proof.leak");

    /** Run by the test above alone: a nested class is not found by the build. */
    static class Leaks {

        @Test
        void message() {
            LOG.finest("stored " + Canary.VALUE);
        }

        @Test
        void parameter() {
            LOG.log(Level.FINE, "stored {0}", Canary.VALUE);
        }

        @Test
        void exception() {
            LOG.log(Level.FINER, "failed", new IllegalStateException(new IllegalStateException(Canary.VALUE)));
        }

        @Test
        void base64InTheMidst() {
            byte[] bytes = ("xy" + Canary.VALUE + "z").getBytes(StandardCharsets.UTF_8);
            LOG.finest(Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** Logs what may be logged. */
    static class Keeps {

        @Test
        void message() {
            LOG.finest("stored project/proof/canary");
        }
    }
}
