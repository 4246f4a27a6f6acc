package dev.mainstay.tck.twin;

import java.math.BigInteger;

/** A number that nothing was rounded of. */
record Exact(BigInteger over, BigInteger under) implements Comparable<Exact> {
  static Exact of(long number) {
    return new Exact(BigInteger.valueOf(number), BigInteger.ONE);
  }

  Exact plus(Exact other) {
    return new Exact(
        over.multiply(other.under).add(other.over.multiply(under)), under.multiply(other.under));
  }

  Exact minus(Exact other) {
    return plus(new Exact(other.over.negate(), other.under));
  }

  long floor() {
    BigInteger[] parts = over.divideAndRemainder(under);
    return parts[0].subtract(parts[1].signum() < 0 ? BigInteger.ONE : BigInteger.ZERO).longValue();
  }

  long ceil() {
    return -new Exact(over.negate(), under).floor();
  }

  boolean isZero() {
    return over.signum() == 0;
  }

  @Override
  public int compareTo(Exact other) {
    return over.multiply(other.under).compareTo(other.over.multiply(under));
  }
}
