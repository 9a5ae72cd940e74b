/** Whether an assignment looks like a secret: names, forms of issuers, addresses with a login, randomness. */
@NullMarked
package dev.holdfast.dotenv.detect;

import org.jspecify.annotations.NullMarked;
