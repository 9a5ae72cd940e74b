package dev.holdfast.setup;

/** One thing that connects a client to a project, in one of its files: the entry, the approval, the hooks or the rule. */
interface Part {

    /** That a file is left as it is; the message is a fixed sentence for its owner. */
    final class Left extends Exception {

        Left(String why) {
            super(why, null, false, false);
        }

        /** It has not the shape that its client documents. */
        static Left otherShape() {
            return new Left("It has another shape than this client documents, so it was left alone; compare it with the"
                    + " text below.");
        }
    }

    /** The file, relative to the folder of the project. */
    String file();

    /** The whole file where nothing else is in it; what is printed to be pasted. */
    String alone();

    /**
     * The text of the file with this part in it, and every other character as it was.
     *
     * @param there what the file holds; empty where there is none
     * @throws Left when it cannot be added without touching what is not ours
     */
    String into(String there) throws Left;

    /**
     * The text of the file without this part, and every other character as it was; empty when nothing is left.
     *
     * @throws Left when it cannot be taken out without touching what is not ours
     */
    String outOf(String there) throws Left;
}
