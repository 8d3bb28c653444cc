package preflight.check;

/** One fact and where it was seen; never a part of a credential. */
public record Evidence(String source, String fact) {}
