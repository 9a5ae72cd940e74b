/** What the REST service and its clients have to agree on: routes, names of fields, codes. Depends on nothing but the JDK. */
@NullMarked
package dev.holdfast.wire;

import org.jspecify.annotations.NullMarked;
