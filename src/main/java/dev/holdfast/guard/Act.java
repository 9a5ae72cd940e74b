package dev.holdfast.guard;

/** Something that a tool is about to do, and that the guard has an opinion of. */
sealed interface Act permits EnvWriting, Act.Forbidden {

    /**
     * What is not to be done at all.
     *
     * @param why one sentence of fixed text
     * @param instead what to do: one sentence
     * @param file the name of the file that the denial can offer a call for, or an empty text
     */
    record Forbidden(String why, String instead, String file) implements Act {}
}
