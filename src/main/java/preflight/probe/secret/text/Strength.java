package preflight.probe.secret.text;

/**
 * How hard a value is to guess.
 *
 * @param bits an estimate from its alphabet, with repetitions, sequences and words counting little
 * @param alphabet what it is written in, for example {@code hex}
 */
public record Strength(int bits, String alphabet) {}
