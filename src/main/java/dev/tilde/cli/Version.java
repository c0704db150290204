package dev.tilde.cli;

import picocli.CommandLine.IVersionProvider;

/** Which Tilde this is. */
final class Version implements IVersionProvider {
    /** The version in the jar's manifest. */
    static String tilde() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static String java() {
        return Runtime.version().toString();
    }

    @Override
    public String[] getVersion() {
        return new String[] {"tilde " + tilde(), "Java " + java()};
    }
}
