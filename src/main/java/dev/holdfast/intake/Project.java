package dev.holdfast.intake;

import java.nio.file.Path;

/**
 * The project that a file belongs to.
 *
 * @param name a segment of a key path
 * @param root its folder, absolute; where a file lies in it is part of the path that is proposed
 */
public record Project(String name, Path root) {}
