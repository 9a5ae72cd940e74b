package dev.holdfast.store.vault;

/**
 * Where one secret lies in KV v2.
 *
 * @param mount without slashes at its ends
 * @param path within the mount, the configured prefix included
 */
record Place(String mount, String path) {

    String data() {
        return mount + "/data/" + path;
    }

    String data(int version) {
        return data() + "?version=" + version;
    }

    String metadata() {
        return mount + "/metadata/" + path;
    }

    /** For an operation on some of its versions: {@code delete}, {@code undelete} or {@code destroy}. */
    String versions(String operation) {
        return mount + "/" + operation + "/" + path;
    }
}
