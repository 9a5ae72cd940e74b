/** Secrets in Vault or OpenBao: KV v2, reached through spring-vault. */
@NullMarked
package dev.holdfast.store.vault;

import org.jspecify.annotations.NullMarked;
