package dev.holdfast.dotenv;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;

/** What is said when a {@code .env} cannot be written: one fixed sentence on what is wrong, one on what to do. */
final class EnvRefusals {

    private EnvRefusals() {}

    static Refusal refused(String problem, String hint) {
        return new Refusal(Reason.ENV_REFUSED, problem, hint);
    }

    static Refusal argument(String problem, String hint) {
        return new Refusal(Reason.INVALID_ARGUMENT, problem, hint);
    }

    static Refusal keyPath(String problem) {
        return new Refusal(
                Reason.INVALID_KEY_PATH,
                problem,
                "Write it as holdfast://project/PROJECT/NAME or holdfast://meta/SERVICE/NAME.");
    }

    static Refusal changedMeanwhile() {
        return refused(
                "Another program changed the file meanwhile; nothing was written to it.",
                "Call again: the file is then read anew.");
    }

    static Refusal unreadable() {
        return refused(
                "The file could not be read.",
                "Check that the file and its folder may be read by the user that runs this program.");
    }

    static Refusal unwritable() {
        return refused(
                "The file could not be written; it is as it was before.",
                "Check that the folder may be written to and that the disk is not full, then call again.");
    }

    static Refusal noEncoding() {
        return refused(
                "No way of quoting makes this value read alike in npm dotenv, Node and python-dotenv, so it was not written.",
                "Store the value as base64 and decode it in the program.");
    }

    static Refusal carriageReturn() {
        return refused(
                "The value holds a carriage return, which Node drops from every .env, so it was not written.",
                "Store the value with plain line feeds (most keys and certificates work alike), or as base64.");
    }

    static Refusal variable() {
        return refused(
                "The value holds ${…}, which python-dotenv replaces however it is quoted, so it was not written.",
                "Store the value as base64 and decode it in the program.");
    }

    static Refusal wouldDisturb() {
        return refused(
                "The file holds something that its readers read differently, such as a quote that never closes or a tab"
                        + " beside an equals sign, so that no change is safe; nothing was written.",
                "Mend the quotes in the file, take out the tabs, then call again.");
    }
}
