package dev.holdfast.proof;

/** What a command came to. */
record Run(int code, String out, String errors) {}
