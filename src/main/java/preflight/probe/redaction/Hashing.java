package preflight.probe.redaction;

/**
 * Polynomial hashes under a key of the run: they roll over a text, and tell nobody what was hashed.
 */
final class Hashing {

  private final long base;
  private final long key;

  Hashing(long seed) {
    this.base = mixed(seed + 0x632BE59BD9B4E019L) | 1;
    this.key = mixed(seed ^ 0x9E3779B97F4A7C15L);
  }

  /** One character more at the end. */
  long then(long hash, char next) {
    return hash * base + next + 1;
  }

  /** By what a character that leaves a stretch of this length was multiplied. */
  long weight(int length) {
    long weight = 1;
    for (int i = 0; i < length; i++) {
      weight *= base;
    }
    return weight;
  }

  /** Of a stretch, as it is kept. */
  long kept(long hash, int length) {
    return mixed(hash ^ key ^ length);
  }

  long whole(char[] text, int from, int to) {
    long hash = 0;
    for (int i = from; i < to; i++) {
      hash = then(hash, text[i]);
    }
    return kept(hash, to - from);
  }

  private static long mixed(long value) {
    long x = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
    return x ^ x >>> 31;
  }
}
