package preflight.probe.secret.overlap;

import java.util.Arrays;
import java.util.List;

/** The longest stretch that two values have in common. */
final class CommonRun {

  /** Below this product of lengths, comparing every position with every other is quickest. */
  private static final long TABLE = 1L << 18;

  /** What a byte costs that is hashed and looked up for each of some fifteen lengths. */
  private static final long HASHED = 256;

  private static final long MODULUS = (1L << 61) - 1;

  private final long base;

  /**
   * @param seed random, so that nobody can prepare values that collide
   */
  CommonRun(long seed) {
    this.base = (seed >>> 4) % (MODULUS - 1000) + 500;
  }

  /** About how many looks at a byte {@link #longest} takes. */
  static long steps(List<byte[]> first, List<byte[]> second) {
    long steps = 0;
    for (byte[] one : first) {
      for (byte[] other : second) {
        long all = (long) one.length * other.length;
        steps += all <= TABLE ? all : HASHED * ((long) one.length + other.length);
      }
    }
    return steps;
  }

  int longest(List<byte[]> first, List<byte[]> second) {
    int longest = 0;
    for (byte[] one : first) {
      for (byte[] other : second) {
        if (Math.min(one.length, other.length) > longest) {
          longest = Math.max(longest, longest(one, other));
        }
      }
    }
    return longest;
  }

  private int longest(byte[] one, byte[] other) {
    return (long) one.length * other.length <= TABLE ? byTable(one, other) : byHash(one, other);
  }

  static int byTable(byte[] one, byte[] other) {
    int[] above = new int[other.length + 1];
    int[] row = new int[other.length + 1];
    int longest = 0;
    for (byte b : one) {
      for (int j = 0; j < other.length; j++) {
        row[j + 1] = b == other[j] ? above[j] + 1 : 0;
        longest = Math.max(longest, row[j + 1]);
      }
      int[] spare = above;
      above = row;
      row = spare;
    }
    return longest;
  }

  /** Halves the range of possible lengths: a common run of n holds one of n - 1. */
  int byHash(byte[] one, byte[] other) {
    int low = 0;
    int high = Math.min(one.length, other.length);
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (share(one, other, middle)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private boolean share(byte[] one, byte[] other, int length) {
    long[] hashes = rolling(one, length);
    Arrays.sort(hashes);
    for (long hash : rolling(other, length)) {
      if (Arrays.binarySearch(hashes, hash) >= 0) {
        return true;
      }
    }
    return false;
  }

  private long[] rolling(byte[] value, int length) {
    long highest = 1;
    for (int i = 1; i < length; i++) {
      highest = times(highest, base);
    }
    long[] hashes = new long[value.length - length + 1];
    long hash = 0;
    for (int i = 0; i < value.length; i++) {
      if (i >= length) {
        hash = Math.floorMod(hash - times(symbol(value[i - length]), highest), MODULUS);
      }
      hash = (times(hash, base) + symbol(value[i])) % MODULUS;
      if (i >= length - 1) {
        hashes[i - length + 1] = hash;
      }
    }
    return hashes;
  }

  private static long symbol(byte b) {
    return (b & 0xff) + 1L;
  }

  private static long times(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    long sum = (low & MODULUS) + (low >>> 61 | high << 3);
    return sum >= MODULUS ? sum - MODULUS : sum;
  }
}
