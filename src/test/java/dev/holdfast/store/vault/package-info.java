/** How Holdfast keeps secrets in Vault and OpenBao. */
package dev.holdfast.store.vault;
