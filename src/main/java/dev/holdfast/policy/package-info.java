/** Who may do what: actions, patterns of key paths, rules, and the scope that a caller has. */
@NullMarked
package dev.holdfast.policy;

import org.jspecify.annotations.NullMarked;
