package dev.holdfast.audit.jdbc;

/** Which chain: that of a writer in a table. */
record ChainId(AuditTable table, long writer) {

    /** As a sentence names it. */
    String words() {
        return table.sql() + ", chain " + writer;
    }
}
