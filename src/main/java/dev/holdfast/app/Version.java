package dev.holdfast.app;

/** The version of this build, from the manifest of the jar. */
final class Version {

    static final String NUMBER = number();

    private Version() {}

    private static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
